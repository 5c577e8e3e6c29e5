/** Voltage dip: any channel below the dip threshold, until all are back above it by the hysteresis. */
import type { Disturbance } from '../../core/event.ts';
import { type Detector, NONE } from './detector.ts';
import {
  type DipFamilyEvent,
  type DipFamilyState,
  finishDipFamily,
  isLongerThan,
  startDipFamily,
  stepDipFamily,
} from './dip-family.ts';
import { disturbanceOf } from './named-event.ts';

export const dip = {
  id: 'dip',
  clause: 'IEC 61000-4-30:2015 5.4.2',
  input: 'rms',
  start: startDipFamily,
  step: (state, block) => named(state, stepDipFamily(state, block)),
  finish: (state) => named(state, finishDipFamily(state)),
} as const satisfies Detector<DipFamilyState>;

function named(state: DipFamilyState, e: DipFamilyEvent | null): readonly Disturbance[] {
  if (e === null || e.interruptions.length > 0 || isLongerThan(e.dip, state.params.longMs)) return NONE;
  return [disturbanceOf(state.params, e.dip, { kind: 'dip', openEnd: e.dip.durationMs === null })];
}
