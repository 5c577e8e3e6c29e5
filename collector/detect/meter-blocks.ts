/** Blocks of one meter: its readings and ten-minute values as percent of the declared voltage. */
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import { QUALITY, type Reading, type VoltageChannel } from '../../core/series.ts';
import { TEN_MIN_MS, type TenMinutes } from '../measure/ten-minutes.ts';
import type { Block, DetectorParams, MoreValues, Severities } from './detector.ts';

/** What a voltage of this meter is compared with, V. */
export interface MeterScale {
  readonly params: Pick<DetectorParams, 'channels'>;
  readonly udinV: number;
  readonly pairsUdinV: number;
}

const NOTHING_ELSE = { lowest: null, highest: null, event: null } as const;

/** Nothing is known of any channel at this instant. */
export function unknownBlock(channels: readonly VoltageChannel[], atMs: number, knownAtMs: number): Block {
  const levels = Object.fromEntries(channels.map((c) => [c, Number.NaN]));
  return { atMs, startMs: atMs, endMs: atMs, knownAtMs, levels, ...NOTHING_ELSE };
}

export function tenMinuteBlock(meter: MeterScale, done: TenMinutes, knownAtMs: number): Block {
  const levels: Partial<Record<VoltageChannel, number>> = {};
  for (const c of meter.params.channels) levels[c] = (100 * (done.meanV[c] ?? Number.NaN)) / meter.udinV;
  const startMs = done.endMs - TEN_MIN_MS;
  const block = { atMs: startMs, startMs, endMs: done.endMs, knownAtMs, levels, ...NOTHING_ELSE };
  return { ...block, ...moreOfTenMinutes(meter, done) };
}

/** One reading in percent; `usable` false = its values are kept elsewhere, here they are unknown. */
export function blockOf(meter: MeterScale, reading: Reading, usable: boolean): Block {
  const { channels } = meter.params;
  const levels: Partial<Record<VoltageChannel, number>> = {};
  let lowest: Partial<Record<VoltageChannel, number>> | null = null;
  let highest: Partial<Record<VoltageChannel, number>> | null = null;
  const factor = usable ? 100 / meter.udinV : Number.NaN;
  for (const c of channels) {
    const v = reading.values[c];
    levels[c] = (v?.u ?? Number.NaN) * factor;
    if (v?.uMin !== undefined) {
      lowest ??= {};
      lowest[c] = v.uMin * factor;
    }
    if (v?.uMax !== undefined) {
      highest ??= {};
      highest[c] = v.uMax * factor;
    }
  }
  const { startMs, endMs, knownAtMs } = reading;
  const atMs = reading.method === 'urms_half' ? endMs : startMs;
  const more = usable ? moreOf(meter, reading) : null;
  return { atMs, startMs, endMs, knownAtMs, levels, lowest, highest, event: null, ...(more !== null && { more }) };
}

/** What the reading says beside the voltages of the group; null where nothing. */
function moreOf(meter: MeterScale, reading: Reading): MoreValues | null {
  const { values } = reading;
  const isLN = meter.params.channels.some((c) => c.length === 1);
  const pairs = isLN ? pairsPct(meter, (c) => values[c]?.u) : null;
  const amps = PHASES.flatMap((p) => (values[p]?.i === undefined ? [] : [[p, values[p].i] as const]));
  const hz = values.total?.f ?? PHASES.map((p) => values[p]?.f).find((f) => f !== undefined);
  const u2 = values.total?.u2;
  const [pst, plt] = [severities(reading, 'pst'), severities(reading, 'plt')];
  if (pairs === null && amps.length === 0 && hz === undefined && u2 === undefined && pst === null && plt === null)
    return null;
  return {
    ...(pst !== null && { pst }),
    ...(plt !== null && { plt }),
    ...(pairs !== null && { pairs }),
    ...(amps.length > 0 && { amps: Object.fromEntries(amps) }),
    ...(hz !== undefined && { hz }),
    ...(u2 !== undefined && { u2Pct: u2 }),
  };
}

/** A severity that a dip or swell made is no flicker. */
function severities({ values, quality }: Reading, kind: 'pst' | 'plt'): Severities | null {
  if ((quality & QUALITY.duringEvent) !== 0) return null;
  const found = [...PHASES, ...LINE_PAIRS].flatMap((c) => {
    const v = values[c]?.[kind];
    return v === undefined || Number.isNaN(v) ? [] : [[c, v] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

function pairsPct(
  meter: MeterScale,
  voltsOfPair: (c: (typeof LINE_PAIRS)[number]) => number | undefined,
): Partial<Record<VoltageChannel, number>> | null {
  const found = LINE_PAIRS.flatMap((c) => {
    const v = voltsOfPair(c);
    return v === undefined || Number.isNaN(v) ? [] : [[c, (100 * v) / meter.pairsUdinV] as const];
  });
  return found.length === LINE_PAIRS.length ? Object.fromEntries(found) : null;
}

/** The meter's own u2 where it gave one, and the pairs beside the phases. */
function moreOfTenMinutes(meter: MeterScale, done: TenMinutes): { readonly more?: MoreValues } {
  const isLN = meter.params.channels.some((c) => c.length === 1);
  const pairs = isLN ? pairsPct(meter, (c) => done.meanV[c]) : null;
  const u2 = done.measuredU2Pct;
  if (pairs === null && u2 === null) return {};
  return { more: { ...(pairs !== null && { pairs }), ...(u2 !== null && { u2Pct: u2 }) } };
}
