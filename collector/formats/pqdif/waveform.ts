/** Waveform channels of an observation as recordings: one for each set of sampling instants, voltages first. */
import { voltageGroups } from '../../measure/voltage-groups.ts';
import type { AnalogChannel, Observation, Recording } from '../recording.ts';
import { breaksOf, byTimes, stepOf, type TimedChannel } from './channels.ts';
import { declaredOf, lineHzOf, phaseOf } from './declared.ts';
import { MEASURED } from './ids.ts';
import type { RawObservation } from './observation.ts';

export interface WaveContext {
  readonly startMs: number;
  readonly triggerMs: number | null;
  /** Null = the file does not say. */
  readonly lineHz: number | null;
  facts(declaredV: number | null): Observation;
}

export function waveRecordings(
  o: RawObservation,
  channels: readonly TimedChannel[],
  context: WaveContext,
): Recording[] {
  const groups = byTimes(channels);
  const isVoltage = (g: readonly TimedChannel[]) => g.some((c) => c.instance.definition.measured === MEASURED.voltage);
  return [...groups.filter(isVoltage), ...groups.filter((g) => !isVoltage(g))].map((g) => recordingOf(o, g, context));
}

function recordingOf(o: RawObservation, group: readonly TimedChannel[], context: WaveContext): Recording {
  const timesMs = group[0]?.timesMs ?? new Float64Array(0);
  const firstMs = timesMs[0] ?? 0;
  const stepMs = stepOf(timesMs);
  const startMs = context.startMs + firstMs;
  const voltages = group.filter((c) => c.instance.definition.measured === MEASURED.voltage);
  const lineHz = context.lineHz ?? lineHzOf(timesMs, (voltages.length > 0 ? voltages : group).map(samplesOf));
  const breaks = breaksOf(timesMs, stepMs);
  return {
    kind: 'waveform',
    station: o.source.location,
    device: o.source.name,
    revision: 'PQDIF',
    encoding: 'utf-8',
    lineHz,
    startMs,
    startNs: Math.round((startMs - Math.floor(startMs / 1000) * 1000) * 1e6),
    triggerMs: context.triggerMs,
    timesMs: firstMs === 0 ? timesMs : timesMs.map((t) => t - firstMs),
    breaks,
    rates: breaks.length === 0 && stepMs > 0 ? [{ rateHz: 1000 / stepMs, endSample: timesMs.length }] : [],
    analogs: named(group.map(analogOf)),
    digitals: [],
    observation: context.facts(declaredIn(voltages)),
  };
}

const samplesOf = (c: TimedChannel): Float64Array => c.values.value ?? c.values.instantaneous ?? new Float64Array(0);

function analogOf(c: TimedChannel): AnalogChannel {
  const { definition } = c.instance;
  return {
    index: definition.index + 1,
    name: definition.name,
    phase: phaseText(definition.phase),
    component: '',
    unit: definition.measured === MEASURED.voltage ? 'V' : definition.measured === MEASURED.current ? 'A' : '',
    side: null,
    primary: null,
    secondary: null,
    values: samplesOf(c),
  };
}

/** Residual, sequence and total voltages are told from phases by `G`, whatever their name looks like. */
const phaseText = (id: number): string => phaseOf(id) ?? (id === 0 ? '' : 'G');

/**
 * The file states each channel's phase, so names that differ in more than the phase ("Ch 1 Va", "Ch 2 Vb") still belong
 * together: where they would fall apart the phase becomes the name, and the name the component.
 */
function named(analogs: AnalogChannel[]): AnalogChannel[] {
  const volts = analogs.filter((a) => a.unit === 'V' && /^([ABC]|AB|BC|CA)$/.test(a.phase));
  const unique = new Set(volts.map((a) => a.phase)).size === volts.length;
  const kinds = new Set(volts.map((a) => a.phase.length)).size;
  const groups = voltageGroups(analogs);
  const placed = groups.reduce((sum, g) => sum + g.members.length, 0);
  if (!unique || (groups.length === kinds && placed === volts.length)) return analogs;
  return analogs.map((a) => (volts.includes(a) ? { ...a, name: `U${a.phase}`, component: a.name } : a));
}

/** Of phases where there are any, else of pairs. */
function declaredIn(voltages: readonly TimedChannel[]): number | null {
  for (const length of [1, 2]) {
    for (const c of voltages) {
      const phase = phaseOf(c.instance.definition.phase);
      const v = phase?.length === length && phase !== 'N' ? declaredOf(c, true) : null;
      if (v !== null) return v;
    }
  }
  return null;
}
