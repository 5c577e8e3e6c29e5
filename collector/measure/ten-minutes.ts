/**
 * Ten-minute values of one meter on the UTC grid: root of the mean square of what was read, with lowest and highest.
 * A fold with plain JSON state. @source IEC 61000-4-30:2015 4.5
 */
import type { MeterId } from '../../core/ids.ts';
import type { Aggregate10Min } from '../../core/ports.ts';
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { Reading, VoltageChannel } from '../../core/series.ts';
import { u2Pct } from './unbalance.ts';

export const TEN_MIN_MS = 600_000;
const CHANNELS = [...PHASES, ...LINE_PAIRS] as const;

interface Sum {
  squares: number;
  n: number;
  minV: number;
  maxV: number;
  pst: number | null;
}

export interface TenMinuteState {
  /** End of the interval being filled; null before the first reading. */
  endMs: number | null;
  sums: Partial<Record<VoltageChannel, Sum>>;
  u2Pct: number | null;
  u0Pct: number | null;
  flagged: boolean;
}

/** One finished interval. */
export interface TenMinutes {
  readonly endMs: number;
  /** Mean voltage per channel, V. */
  readonly meanV: Readonly<Partial<Record<VoltageChannel, number>>>;
  /** Unbalance as the meter gave it last; null where it gives none. */
  readonly measuredU2Pct: number | null;
  readonly aggregates: readonly Aggregate10Min[];
}

export function startTenMinutes(): TenMinuteState {
  return { endMs: null, sums: {}, u2Pct: null, u0Pct: null, flagged: false };
}

/** The interval that became complete before this reading, or null. Readings longer than ten minutes are not for here. */
export function stepTenMinutes(
  state: TenMinuteState,
  reading: Reading,
  options: { readonly usable: boolean; readonly flagged: boolean },
): TenMinutes | null {
  const endMs = Math.ceil(reading.endMs / TEN_MIN_MS) * TEN_MIN_MS;
  const done = state.endMs !== null && endMs !== state.endMs ? finishTenMinutes(state, reading.meter) : null;
  state.endMs = endMs;
  state.flagged ||= options.flagged;
  if (!options.usable) return done;
  for (const c of CHANNELS) {
    const v = reading.values[c];
    if (v?.u === undefined || Number.isNaN(v.u)) continue;
    state.sums[c] ??= { squares: 0, n: 0, minV: Number.MAX_VALUE, maxV: 0, pst: null };
    const sum = state.sums[c];
    sum.squares += v.u * v.u;
    sum.n++;
    sum.minV = Math.min(sum.minV, v.uMin ?? v.u);
    sum.maxV = Math.max(sum.maxV, v.uMax ?? v.u);
    if (v.pst !== undefined) sum.pst = Math.max(sum.pst ?? 0, v.pst);
  }
  state.u2Pct = reading.values.total?.u2 ?? state.u2Pct;
  state.u0Pct = reading.values.total?.u0 ?? state.u0Pct;
  return done;
}

/** Close the interval being filled; null where nothing was in it. Called for every reading of a 10-minute meter. */
export function finishTenMinutes(state: TenMinuteState, meter: MeterId): TenMinutes | null {
  const { endMs, sums, flagged, u2Pct: measuredU2, u0Pct: u0 } = state;
  state.endMs = null;
  state.sums = {};
  state.u2Pct = null;
  state.u0Pct = null;
  state.flagged = false;
  if (endMs === null) return null;
  const meanV: Partial<Record<VoltageChannel, number>> = {};
  const aggregates: Aggregate10Min[] = [];
  let most = 0;
  for (const phase of CHANNELS) {
    const sum = sums[phase];
    if (sum === undefined) continue;
    const { n, minV, maxV, pst } = sum;
    const uMeanV = Math.sqrt(sum.squares / n);
    meanV[phase] = uMeanV;
    most = Math.max(most, n);
    aggregates.push({
      meter,
      phase,
      endMs,
      uMeanV,
      uMinV: minV,
      uMaxV: maxV,
      u2Pct: null,
      u0Pct: null,
      pst,
      n,
      flagged,
    });
  }
  if (most === 0) return null;
  const u2 = measuredU2 ?? unbalanceOf(meanV);
  if (u2 !== null || u0 !== null) {
    const none = { uMeanV: null, uMinV: null, uMaxV: null };
    aggregates.push({ meter, phase: 'total', endMs, ...none, u2Pct: u2, u0Pct: u0, pst: null, n: most, flagged });
  }
  return { endMs, meanV, measuredU2Pct: measuredU2, aggregates };
}

/** From the three phase-phase means, an approximation (RMS, not fundamental); null where they are not all there. */
function unbalanceOf(meanV: Readonly<Partial<Record<VoltageChannel, number>>>): number | null {
  const { AB, BC, CA } = meanV;
  if (AB === undefined || BC === undefined || CA === undefined) return null;
  const value = u2Pct(AB, BC, CA);
  return Number.isNaN(value) ? null : value;
}
