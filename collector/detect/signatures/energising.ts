/**
 * Voltage switched on: the run begins without voltage on any channel, then it comes on all within moments and stays.
 * Named on the interruption the run begins with, whose beginning nobody saw. No dip, no fault.
 */
import type { Disturbance } from '../../../core/event.ts';
import { between, type Course, endMs, runAt, runEndMs, runStartMs } from './course.ts';
import { rounded, type Signature } from './signature.ts';

/** Poles close one after the other, ms from the first voltage to the full one. */
const COMING_MS = 300;
/** Full voltage, % of Udin, and so long at least, ms, or to the end of the run. */
const FULL_PCT = 88;
const STAYS_MS = 1000;
/** Shorter than this at full voltage shows nothing, ms. */
const SEEN_MS = 100;

export const energising: Signature = {
  id: 'energising',
  source: 'numbers are settings of this product',
  find(events, course) {
    return events.flatMap((event) => {
      const deadMs = event.kind === 'interruption' ? deadUntilMs(event, course) : null;
      return deadMs === null ? [] : [{ event, numbers: { deadS: rounded(deadMs / 1000, 3) } }];
    });
  },
};

/** Time without voltage seen from the run's start on, ms; null where it is no switching on. */
function deadUntilMs(event: Disturbance, course: Course): number | null {
  const run = runAt(course, event.startMs);
  if (run === null || event.durationMs === null) return null;
  const firstMs = runStartMs(run);
  if (event.startMs - firstMs > 1.5 * course.cycleMs) return null;
  const onMs = endMs(event, run);
  const fromMs = onMs + COMING_MS;
  const toMs = Math.min(fromMs + STAYS_MS, runEndMs(run));
  const isFull = run.every((line) => {
    const seen = between(line, Math.min(fromMs, toMs - SEEN_MS), toMs);
    return seen.length > 0 && seen.every((v) => v >= FULL_PCT);
  });
  return isFull && toMs - onMs >= SEEN_MS ? onMs - firstMs : null;
}
