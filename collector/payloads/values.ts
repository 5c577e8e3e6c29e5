/** Collects the values of one message: impossible and not-measured voltages stay out and are named. */

import { methodOfIntervalS } from '../../core/can-see.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';
import { isImpossibleVoltage, isZeroWithLoad } from '../sanity/voltage.ts';
import type { Stamp } from './clock.ts';
import { type DecodeContext, type Decoded, NOTHING, type Remembered } from './dialect.ts';
import { scaleDoubt, showsNominal } from './scale.ts';
import type { Sender } from './sender.ts';

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
  sender: Sender,
  topic: string,
  raw: readonly RawPhase[],
  stamp: Stamp,
  context: DecodeContext,
): Decoded {
  const gathered = gather(scaled(raw, sender), topic);
  const judged = judgeScale(gathered, sender, topic, context);
  const reading: Reading = {
    meter: sender.meter,
    startMs: stamp.timeMs,
    endMs: stamp.timeMs,
    values: judged.values,
    method: snapshotMethod(context.intervalSOf(sender.meter)),
    statistic: 'snapshot',
    quality: judged.quality | stamp.quality | (context.retained ? QUALITY.stale : 0),
    knownAtMs: context.receivedMs,
    deviceTimeMs: stamp.deviceTimeMs,
  };
  const problems = [...judged.problems, ...stampProblems(stamp, topic)];
  return { ...NOTHING, readings: [reading], problems, remember: judged.remember };
}

/** The configured factor, on voltages only. */
export function scaled(raw: readonly RawPhase[], { settings }: Sender): readonly RawPhase[] {
  if (settings.scale === 1) return raw;
  return raw.map(({ phase, values }) => {
    const out: PhaseValues = { ...values };
    for (const name of VOLTAGES) {
      const value = values[name];
      if (value !== undefined) out[name] = Math.round(value * settings.scale * 1e6) / 1e6;
    }
    return { phase, values: out };
  });
}

const VOLTAGES = ['u', 'uMin', 'uMax'] as const satisfies readonly QuantityId[];
const NONE: readonly Remembered[] = [];

export interface ScaleJudged extends GatheredValues {
  readonly remember: readonly Remembered[];
}

/**
 * The voltages against the declared one, until the device has once shown it. What a unit or a decimal point explains is
 * named and flagged, and stays as it was sent.
 */
export function judgeScale(given: GatheredValues, sender: Sender, topic: string, context: DecodeContext): ScaleJudged {
  const nominalV = context.nominalLnVOf(sender.meter);
  const key = `scale|${sender.device}`;
  if (nominalV === null || context.recall(key) === true) return { ...given, remember: NONE };
  if (showsNominal(given.values, nominalV)) return { ...given, remember: [[key, true]] };
  const doubt = scaleDoubt(given.values, nominalV);
  if (doubt === null) return { ...given, remember: NONE };
  const sent = Object.entries(given.values).flatMap(([p, v]) => (v?.u === undefined ? [] : [`${p} ${v.u} V`]));
  const problem: Problem = {
    code: 'implausible',
    severity: 'warning',
    file: topic,
    line: null,
    field: 'u',
    expected: `about ${Math.round(nominalV)} V (kept as sent, flagged; if it is so, set scale or unit of the device)`,
    got: `${sent.join(', ')}: ${doubt.hint}`,
  };
  return {
    ...given,
    quality: given.quality | QUALITY.suspect,
    problems: [...given.problems, problem],
    remember: NONE,
  };
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
  // How large is too large the declared voltage tells, afterwards: 230 500 may be millivolts, and then that is said.
  if (isImpossibleVoltage(value, Number.POSITIVE_INFINITY))
    return { code: 'implausible', got: `${value} V`, quality: QUALITY.implausible };
  if (name === 'u' && isZeroWithLoad(value, given.i, given.p)) {
    return {
      code: 'implausible',
      got: `${value} V while load flows: voltage not measured`,
      quality: QUALITY.implausible,
    };
  }
  return null;
}
