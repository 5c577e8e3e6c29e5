/**
 * One meter's readings of one method in order of time: judged by what is possible and by their own course, then through
 * detectors and aggregation. Plain JSON state.
 */
import type { ProfileId } from '../../core/case.ts';
import type { Meter } from '../../core/network.ts';
import type { Reading } from '../../core/series.ts';
import {
  type Found,
  type MeterFoldState,
  packMeter,
  startMeter,
  stepMeter,
  unpackMeter,
} from '../detect/meter-fold.ts';
import type { WallClock } from '../measure/hours.ts';
import { type CourseRules, type CourseState, freshCourse, judgeNext } from './course.ts';

export interface StreamState {
  readonly course: CourseState;
  /** Null before the first reading that says anything. */
  meter: MeterFoldState | null;
}

/** What does not change while a stream is folded. */
export interface StreamContext extends CourseRules {
  readonly meter: Meter;
  readonly profile: ProfileId;
  readonly nominalV: number;
  readonly clock: WallClock;
}

export const freshStream = (): StreamState => ({ course: freshCourse(), meter: null });

/** Plain data for JSON, smaller than the state; it shares with it. */
export const packStream = ({ course, meter }: StreamState): object => ({
  course,
  meter: meter === null ? null : packMeter(meter),
});
export function unpackStream(packed: unknown): StreamState {
  const { course, meter } = packed as StreamState;
  return { course, meter: meter === null ? null : unpackMeter(meter) };
}

export function stepStream(state: StreamState, given: Reading, context: StreamContext, found: Found): void {
  stepJudged(state, judgeNext(state.course, given, context), context, found);
}

/** Take the next reading, judged already. One that says nothing is unknown time; it only begins nothing. */
export function stepJudged(
  state: Pick<StreamState, 'meter'>,
  reading: Reading,
  context: StreamContext,
  found: Found,
): void {
  if (state.meter === null && !saysAnything(reading)) return;
  state.meter ??= startMeter(context.meter, reading, context.profile, context.nominalV);
  stepMeter(state.meter, reading, context.clock, found);
}

function saysAnything(reading: Reading): boolean {
  for (const _ in reading.values) return true;
  return false;
}
