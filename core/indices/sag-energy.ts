/**
 * Energy missing in sags, and their severity against a reference curve.
 * @source Evs = ∫ (1 − (U/Unom)²) dt, SEI = Σ Evs, ASEI = SEI per sag: IEEE 1564 (unconfirmed)
 */
import type { Disturbance } from '../event.ts';
import { familyOf, type IndexPeriod, type Site, shortEvents, timesOf, watchedMs } from './site.ts';
import { together } from './together.ts';

const DAY_MS = 86_400_000;

/** Evs of a rectangular sag, s: 50 % for 0.2 s gives 0.150 s. */
export const rectangularSagEnergyS = (pct: number, durationMs: number): number =>
  ((1 - (pct / 100) ** 2) * durationMs) / 1000;

/**
 * Evs of one sag, s: as measured over its course where the event carries `sagEnergyS`, else as if the lowest value of
 * its lowest phase had stood all through, which is an upper bound. Null where depth or length is unknown.
 */
export function sagEnergyS(d: Disturbance): number | null {
  if (familyOf(d) !== 'low') return null;
  const measured = d.numbers['sagEnergyS'];
  if (measured !== undefined) return measured;
  return d.pct === null || d.durationMs === null ? null : rectangularSagEnergyS(d.pct, d.durationMs);
}

/** Severity of one sag against a curve, from residual % and ms; null where the curve says nothing. */
export type SeverityOf = (pct: number, durationMs: number) => number | null;

export interface SagFigures {
  /** Sags whose energy is known, and those it is not known of. */
  readonly sags: number;
  readonly unknown: number;
  /** Σ Evs of the sags it is known of, s, and scaled to `perDays` days watched: at least that much where `unknown` > 0. */
  readonly energyS: number;
  readonly seiS: number | null;
  /** Mean energy of a sag, s; null without one. */
  readonly aseiS: number | null;
  /** Mean severity; of sags counted together the worst stands. Null without one. */
  readonly averageSeverity: number | null;
}

/** Every sag adds its energy, also where several count as one for SARFI: each took it from the process. */
export function siteSags(
  site: Site,
  options: {
    readonly period: IndexPeriod;
    readonly perDays: number;
    readonly togetherMs: number;
    readonly severityOf: SeverityOf;
  },
): SagFigures {
  const sags = shortEvents(site, options.period).filter((d) => familyOf(d) === 'low');
  let [energyS, known, unknown] = [0, 0, 0];
  for (const d of sags) {
    const own = sagEnergyS(d);
    if (own === null) unknown += timesOf(d);
    else {
      energyS += own;
      known += 1;
    }
  }
  const severities = together(sags, options.togetherMs).flatMap((group) => {
    const own = group.flatMap((d) =>
      d.pct === null || d.durationMs === null ? [] : (options.severityOf(d.pct, d.durationMs) ?? []),
    );
    return own.length === 0 ? [] : [Math.max(...own)];
  });
  const watched = watchedMs(site, 'low');
  return {
    sags: known,
    unknown,
    energyS,
    seiS: watched === null || (known === 0 && unknown > 0) ? null : (energyS * options.perDays * DAY_MS) / watched,
    aseiS: known === 0 ? null : energyS / known,
    averageSeverity: severities.length === 0 ? null : severities.reduce((a, b) => a + b, 0) / severities.length,
  };
}
