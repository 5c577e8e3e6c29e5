/** Lasting undervoltage: 10-minute values beyond the profile's low limit for half an hour or more. */
import type { Disturbance } from '../../core/event.ts';
import { type Detector, type DetectorParams, NONE } from './detector.ts';
import { finishLasting, type LastingState, startLasting, stepLasting } from './lasting.ts';
import type { LevelEvent } from './level.ts';
import { disturbanceOf } from './named-event.ts';

interface UndervoltageState {
  readonly params: DetectorParams;
  /** Null where no limit applies to this supply. */
  readonly lasting: LastingState | null;
}

export const undervoltage = {
  id: 'undervoltage',
  clause: 'GB/T 12325-2008 4, or the profile given',
  input: 'ten_min',
  start: (params) => ({
    params,
    lasting: params.limits === null ? null : startLasting('below', params.limits.lowPct, params.channels),
  }),
  step: (state, block) => named(state, state.lasting && stepLasting(state.lasting, block)),
  finish: (state) => named(state, state.lasting && finishLasting(state.lasting)),
} as const satisfies Detector<UndervoltageState>;

function named(state: UndervoltageState, e: LevelEvent | null): readonly Disturbance[] {
  return e === null ? NONE : [disturbanceOf(state.params, e, { kind: 'undervoltage', openEnd: e.durationMs === null })];
}
