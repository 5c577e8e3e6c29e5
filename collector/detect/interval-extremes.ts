/**
 * Events that only the lowest or highest value of an interval betrays. That it happened is certain, when in the
 * interval and for how long is not: `start` is the interval's start and the duration unknown.
 */
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { type Block, type Detector, type DetectorParams, type Levels, NONE } from './detector.ts';
import { disturbanceOf } from './named-event.ts';

interface ExtremesState {
  readonly params: DetectorParams;
}

/** The interval's mean must lie this far inside the threshold, % of Udin: else the level itself is low or high. */
const MEAN_INSIDE_PCT = 2;

export const intervalExtremes = {
  id: 'interval_extremes',
  clause: 'IEC 61000-4-30:2015 5.4 (from the lowest and highest value of an interval)',
  input: 'extremes',
  start: (params) => ({ params }),
  step: ({ params }, block) => {
    const { dipPct, swellPct, interruptionPct } = params.thresholds;
    const low = crossed(
      params,
      block.lowest,
      block.levels,
      (v, mean) => v < dipPct && mean >= dipPct + MEAN_INSIDE_PCT,
    );
    const high = crossed(
      params,
      block.highest,
      block.levels,
      (v, mean) => v > swellPct && mean <= swellPct - MEAN_INSIDE_PCT,
    );
    if (low.length === 0 && high.length === 0) return NONE;
    const all = params.channels.every((c) => (block.lowest?.[c] ?? Number.POSITIVE_INFINITY) < interruptionPct);
    return [
      ...event(params, block, low, block.lowest, all ? 'interruption' : 'dip'),
      ...event(params, block, high, block.highest, 'swell'),
    ];
  },
  finish: () => NONE,
} as const satisfies Detector<ExtremesState>;

function crossed(
  params: DetectorParams,
  extreme: Levels | null,
  means: Levels,
  rule: (v: number, mean: number) => boolean,
): VoltageChannel[] {
  if (extreme === null) return [];
  return params.channels.filter((c) => rule(extreme[c] ?? Number.NaN, means[c] ?? Number.NaN));
}

function event(
  params: DetectorParams,
  block: Block,
  touched: VoltageChannel[],
  extreme: Levels | null,
  kind: DisturbanceKind,
): Disturbance[] {
  if (touched.length === 0) return [];
  const known = Object.entries(extreme ?? {}).filter(([, v]) => !Number.isNaN(v));
  const e = {
    startMs: block.startMs,
    durationMs: null,
    lastAtMs: block.endMs,
    knownAtMs: block.knownAtMs,
    extreme: Object.fromEntries(known),
    touched,
    inRow: 1,
  };
  return [disturbanceOf(params, e, { kind, openEnd: false })];
}
