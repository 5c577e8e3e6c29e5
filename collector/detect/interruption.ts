/** Interruption: all channels below the interruption threshold, until any is back above it by the hysteresis. */
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

export const interruption = {
  id: 'interruption',
  clause: 'IEC 61000-4-30:2015 5.5',
  input: 'rms',
  start: startDipFamily,
  step: (state, block) => named(state, stepDipFamily(state, block)),
  finish: (state) => named(state, finishDipFamily(state)),
} as const satisfies Detector<DipFamilyState>;

function named(state: DipFamilyState, e: DipFamilyEvent | null): readonly Disturbance[] {
  if (e === null || e.interruptions.length === 0) return NONE;
  const enclosingDip = { startMs: e.dip.startMs, durationMs: e.dip.durationMs };
  return e.interruptions
    .filter((i) => !isLongerThan(i, state.params.outageFromMs))
    .map((i) => disturbanceOf(state.params, i, { kind: 'interruption', openEnd: i.durationMs === null, enclosingDip }));
}
