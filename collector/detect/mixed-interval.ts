/**
 * How much of an interval a change of level filled, from the mean over it. With the level u0 outside, u1 inside and the
 * root-mean-square value u of the mixture: share = (u0² − u²)/(u0² − u1²). An estimate where the meter averages
 * otherwise, or the levels themselves move.
 * @source root-mean-square aggregation: IEC 61000-4-30:2015 4.4
 */
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { VoltageChannel } from '../../core/series.ts';
import type { Block, Levels } from './detector.ts';

export interface Past {
  readonly startMs: number;
  readonly endMs: number;
  readonly levels: Levels;
}

/** Shorter intervals tell the instant well enough by themselves, ms. */
const MIXED_FROM_MS = 30_000;
/** A smaller share is noise of the level. */
const SHARE_MIN = 0.03;
/** Levels closer than this (squares, of Udin²) tell no share. */
const APART_PU2 = 0.05;
const CHANNELS: readonly VoltageChannel[] = [...PHASES, ...LINE_PAIRS];

/** The last two blocks that touch each other, this one included. */
export function remembered(past: readonly Past[], block: Block): readonly Past[] {
  const last = past[past.length - 1];
  const { startMs, endMs, levels } = block;
  const own = { startMs, endMs, levels };
  return last !== undefined && last.endMs === startMs ? [last, own] : [own];
}

/** Part of the interval `mixed` that lay inside, whole ms; 0 where it does not look like a mixture. Whichever channel moved most tells. */
export function mixedMs(outside: Levels | null, mixed: Past, inside: Levels): number {
  const lengthMs = mixed.endMs - mixed.startMs;
  if (outside === null || lengthMs < MIXED_FROM_MS) return 0;
  let most = APART_PU2;
  let share = 0;
  for (const c of CHANNELS) {
    const [u0, u, u1] = [outside[c] ?? Number.NaN, mixed.levels[c] ?? Number.NaN, inside[c] ?? Number.NaN];
    const apart = Math.abs(u0 ** 2 - u1 ** 2) / 100 ** 2;
    if (!(apart > most)) continue;
    most = apart;
    share = (u0 ** 2 - u ** 2) / (u0 ** 2 - u1 ** 2);
  }
  return share >= SHARE_MIN && share < 1 ? Math.round(share * lengthMs) : 0;
}
