/**
 * Outage from readings: no voltage on any channel, value after value, for minutes. A single zero between two good
 * values of a slow poll is a doubtful value, never an outage.
 */
import type { Disturbance } from '../../core/event.ts';
import { type Detector, type DetectorParams, NONE } from './detector.ts';
import { finishLevel, type LevelEvent, type LevelState, startLevel, stepLevel } from './level.ts';
import { disturbanceOf } from './named-event.ts';

interface OutageState {
  readonly params: DetectorParams;
  readonly level: LevelState;
}

export const outage = {
  id: 'outage',
  clause: 'EN 50160:2010 3.9 (long interruption, unconfirmed)',
  input: 'interval',
  start: (params) => ({
    params,
    level: startLevel(params.channels, {
      side: 'below',
      start: 'all',
      thresholdPct: params.thresholds.interruptionPct,
      hysteresisPct: params.thresholds.hysteresisPct,
      // A meter without supply falls silent: its outage lasts until it is heard again.
      maxHoldMs: Number.MAX_SAFE_INTEGER,
    }),
  }),
  step: (state, block) => named(state, stepLevel(state.level, block.levels, block.atMs, block.knownAtMs)),
  finish: (state) => named(state, finishLevel(state.level)),
} as const satisfies Detector<OutageState>;

function named(state: OutageState, e: LevelEvent | null): readonly Disturbance[] {
  if (e === null || e.inRow < state.params.zerosForOutage) return NONE;
  const seenMs = e.durationMs ?? e.lastAtMs - e.startMs;
  if (state.params.outageFromMs !== null && seenMs < state.params.outageFromMs) return NONE;
  return [disturbanceOf(state.params, e, { kind: 'outage', openEnd: e.durationMs === null })];
}
