/** Voltage swell: any channel above the swell threshold, until all are back below it by the hysteresis. */
import type { Disturbance } from '../../core/event.ts';
import { type Detector, type DetectorParams, NONE } from './detector.ts';
import { isLongerThan } from './dip-family.ts';
import { finishLevel, type LevelEvent, type LevelState, startLevel, stepLevel } from './level.ts';
import { disturbanceOf } from './named-event.ts';

interface SwellState {
  readonly params: DetectorParams;
  readonly level: LevelState;
}

export const swell = {
  id: 'swell',
  clause: 'IEC 61000-4-30:2015 5.4.3',
  input: 'rms',
  start: (params) => ({
    params,
    level: startLevel(params.channels, {
      side: 'above',
      start: 'any',
      thresholdPct: params.thresholds.swellPct,
      hysteresisPct: params.thresholds.hysteresisPct,
      maxHoldMs: params.maxHoldMs,
    }),
  }),
  step: (state, block) => named(state, stepLevel(state.level, block.levels, block.atMs, block.knownAtMs)),
  finish: (state) => named(state, finishLevel(state.level)),
} as const satisfies Detector<SwellState>;

function named(state: SwellState, e: LevelEvent | null): readonly Disturbance[] {
  if (e === null || isLongerThan(e, state.params.longMs)) return NONE;
  return [disturbanceOf(state.params, e, { kind: 'swell', openEnd: e.durationMs === null })];
}
