/** The course of one group of a recording from its Urms(1/2). */
import type { VoltageChannel } from '../../../core/series.ts';
import type { UrmsHalf } from '../../measure/urms-half.ts';
import type { Course } from './course.ts';

/** `runs`: per gapless run one result per channel, in V, times from the start of the record. */
export function groupCourse(
  runs: readonly (readonly UrmsHalf[])[],
  channels: readonly VoltageChannel[],
  given: { readonly udinV: number; readonly startMs: number; readonly lineHz: number },
): Course {
  const { udinV, startMs, lineHz } = given;
  const lines = runs.map((run) =>
    run.flatMap((u, c) => {
      const channel = channels[c];
      if (channel === undefined || u.timesMs.length === 0) return [];
      return [{ channel, timesMs: u.timesMs.map((t) => startMs + t), pct: u.valuesV.map((v) => (100 * v) / udinV) }];
    }),
  );
  return { cycleMs: 1000 / lineHz, runs: lines.filter((run) => run.length > 0) };
}
