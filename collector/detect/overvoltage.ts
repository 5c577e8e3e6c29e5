/** Lasting overvoltage: 10-minute values beyond the profile's high limit for half an hour or more. */
import type { Disturbance } from '../../core/event.ts';
import { type Detector, type DetectorParams, NONE } from './detector.ts';
import { finishLasting, type LastingState, startLasting, stepLasting } from './lasting.ts';
import type { LevelEvent } from './level.ts';
import { disturbanceOf } from './named-event.ts';

interface OvervoltageState {
  readonly params: DetectorParams;
  /** Null where no limit applies to this supply. */
  readonly lasting: LastingState | null;
}

export const overvoltage = {
  id: 'overvoltage',
  clause: 'GB/T 12325-2008 4, or the profile given',
  input: 'ten_min',
  start: (params) => ({
    params,
    lasting: params.limits === null ? null : startLasting('above', params.limits.highPct, params.channels),
  }),
  step: (state, block) => named(state, state.lasting && stepLasting(state.lasting, block)),
  finish: (state) => named(state, state.lasting && finishLasting(state.lasting)),
} as const satisfies Detector<OvervoltageState>;

function named(state: OvervoltageState, e: LevelEvent | null): readonly Disturbance[] {
  return e === null ? NONE : [disturbanceOf(state.params, e, { kind: 'overvoltage', openEnd: e.durationMs === null })];
}
