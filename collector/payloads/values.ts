/** Collects the values of one message: impossible and not-measured voltages stay out and are named. */

import { methodOfIntervalS } from '../../core/can-see.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import { PHASES, type PhaseTag, type QuantityId } from '../../core/quantity.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';
import { isImpossibleVoltage, isZeroWithLoad } from '../sanity/voltage.ts';
import type { Stamp } from './clock.ts';
import { type DecodeContext, type Decoded, NOTHING } from './dialect.ts';

export type PhaseValues = Partial<Record<QuantityId, number>>;
type Values = Partial<Record<PhaseTag, PhaseValues>>;

/** Raw numbers of one channel; NaN or absent = not said. */
export interface RawPhase {
  readonly phase: PhaseTag;
  readonly values: Readonly<PhaseValues>;
}

export interface GatheredValues {
  readonly values: Values;
  readonly quality: number;
  readonly problems: readonly Problem[];
}

/** Phase tags of a meter's channels in order; a meter whose phases are unknown counts A, B, C. */
export function channelPhases(phases: string): readonly PhaseTag[] {
  const letters = PHASES.filter((p) => phases.includes(p));
  return letters.length > 0 ? letters : PHASES;
}

/** Good values only; `quality` is set only where no voltage is left although one was sent. */
export function gather(raw: readonly RawPhase[], topic: string): GatheredValues {
  const values: Values = {};
  const problems: Problem[] = [];
  let lost = 0;
  for (const { phase, values: given } of raw) {
    const kept: PhaseValues = {};
    for (const [name, value] of Object.entries(given) as [QuantityId, number][]) {
      const fault = faultOf(name, value, given);
      if (fault === null) kept[name] = value;
      else {
        lost |= name.startsWith('u') ? fault.quality : 0;
        const at = { severity: 'warning', file: topic, line: null, field: `${name}.${phase}` } as const;
        problems.push({ ...at, code: fault.code, expected: 'a measurement', got: fault.got });
      }
    }
    if (Object.keys(kept).length > 0) values[phase] = { ...values[phase], ...kept };
  }
  const hasVoltage = Object.values(values).some((v) => v?.u !== undefined);
  return { values, quality: hasVoltage ? 0 : lost, problems };
}

/** One snapshot reading from what a device sent, with its stamp and problems. */
export function snapshot(
  meter: MeterId,
  topic: string,
  raw: readonly RawPhase[],
  stamp: Stamp,
  context: DecodeContext,
): Decoded {
  const { values, quality, problems } = gather(raw, topic);
  const reading: Reading = {
    meter,
    startMs: stamp.timeMs,
    endMs: stamp.timeMs,
    values,
    method: snapshotMethod(context.intervalSOf(meter)),
    statistic: 'snapshot',
    quality: quality | stamp.quality | (context.retained ? QUALITY.stale : 0),
    knownAtMs: context.receivedMs,
    deviceTimeMs: stamp.deviceTimeMs,
  };
  return { ...NOTHING, readings: [reading], problems: [...problems, ...stampProblems(stamp, topic)] };
}

export function stampProblems(stamp: Stamp, topic: string): readonly Problem[] {
  if (stamp.fault === null) return [];
  return [{ severity: 'warning', file: topic, line: null, field: 'time', ...stamp.fault }];
}

function snapshotMethod(intervalS: number | null): Method {
  return methodOfIntervalS(intervalS ?? 60);
}

interface Fault {
  readonly code: Problem['code'];
  readonly got: string;
  readonly quality: number;
}

function faultOf(name: QuantityId, value: number, given: Readonly<PhaseValues>): Fault | null {
  if (!Number.isFinite(value)) {
    return { code: 'missing-value', got: 'no readable number', quality: QUALITY.notAvailable };
  }
  if (name !== 'u' && name !== 'uMin' && name !== 'uMax') return null;
  if (value === -1)
    return { code: 'missing-value', got: '-1, the device does not know', quality: QUALITY.notAvailable };
  if (isImpossibleVoltage(value, null)) return { code: 'implausible', got: `${value} V`, quality: QUALITY.implausible };
  if (name === 'u' && isZeroWithLoad(value, given.i, given.p)) {
    return {
      code: 'implausible',
      got: `${value} V while load flows: voltage not measured`,
      quality: QUALITY.implausible,
    };
  }
  return null;
}
