/** From an event in percent to a disturbance with its name, phases and classes. */
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import { classesOf } from '../../core/limits/classify.ts';
import { severitySemiF47 } from '../../core/limits/semi-f47-severity.ts';
import { PHASES } from '../../core/quantity.ts';
import type { VoltageChannel } from '../../core/series.ts';
import type { DetectorParams } from './detector.ts';
import type { LevelEvent } from './level.ts';

/** Digits kept of a percentage: a tenth of the accuracy of class A. */
const PCT_DIGITS = 3;
/** Digits kept of a time, ms: microseconds, below any recorder's clock. */
const MS_DIGITS = 3;

/** Digits kept of energies (s) and severities. */
const ENERGY_DIGITS = 6;

const rounded = (v: number, digits: number): number => Number(v.toFixed(digits));

/** Letters in order ABC of the phases in these channels: `AB` and `BC` give `ABC`. */
export function phaseLetters(channels: readonly VoltageChannel[]): string {
  return PHASES.filter((p) => channels.some((c) => c.includes(p))).join('');
}

export interface Naming {
  readonly kind: DisturbanceKind;
  /** `openEnd` where the end was not seen because the data ended. */
  readonly openEnd: boolean;
  readonly enclosingDip?: Disturbance['enclosingDip'];
  readonly phases?: string;
}

/** `pct` = the lowest, for swell and overvoltage the highest, of all channels. */
export function disturbanceOf(params: DetectorParams, e: LevelEvent, naming: Naming): Disturbance {
  const { kind } = naming;
  const values = Object.values(e.extreme).filter((v): v is number => v !== undefined);
  const isHigh = kind === 'swell' || kind === 'overvoltage';
  const worst = values.length === 0 ? null : isHigh ? Math.max(...values) : Math.min(...values);
  const pct = worst === null ? null : rounded(worst, PCT_DIGITS);
  const durationMs = e.durationMs === null ? null : rounded(e.durationMs, MS_DIGITS);
  return {
    meter: params.meter,
    channel: params.channel,
    kind,
    startMs: rounded(e.startMs, MS_DIGITS),
    durationMs,
    openEnd: naming.openEnd,
    pct,
    phases: naming.phases ?? phaseLetters(e.touched),
    perPhase: Object.fromEntries(
      params.channels.flatMap((c) => {
        const v = e.extreme[c];
        return v === undefined ? [] : [[c, rounded(v, PCT_DIGITS)]];
      }),
    ),
    method: params.method,
    class: classesOf({ kind, pct, durationMs }),
    enclosingDip: naming.enclosingDip ?? null,
    signature: null,
    numbers: numbersOf(kind, e, { pct, durationMs }),
    knownAtMs: e.knownAtMs,
  };
}

/** Of dips and interruptions: depth, energy missing, severity against SEMI F47. Unknown is absent. */
function numbersOf(
  kind: DisturbanceKind,
  e: LevelEvent,
  of: { readonly pct: number | null; readonly durationMs: number | null },
): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {};
  if ((kind !== 'dip' && kind !== 'interruption') || of.pct === null) return numbers;
  numbers['depthPct'] = rounded(100 - of.pct, PCT_DIGITS);
  // An event whose end was not seen has lost at least that much, which is no number to add up.
  if (of.durationMs === null) return numbers;
  if (e.sagEnergyS !== undefined) numbers['sagEnergyS'] = rounded(e.sagEnergyS, ENERGY_DIGITS);
  const severity = severitySemiF47(of.pct, of.durationMs);
  if (severity !== null) numbers['severitySemiF47'] = rounded(severity, ENERGY_DIGITS);
  return numbers;
}
