/**
 * A capacitor bank switched in: the voltage rings for some milliseconds at the frequency of the bank with the inductance
 * before it, and afterwards stands where it was or a little higher. No dip. A load switched on lowers it; lightning does
 * not ring at one frequency this low; arcing comes in rows.
 */
import type { Disturbance } from '../../../core/event.ts';
import { type Course, medianPct, runAt, runStartMs } from './course.ts';
import { rounded, type Signature } from './signature.ts';

/** Of utility banks: mostly 300 to 900 Hz, up to a few kHz with a short circuit near. @source unconfirmed */
const RING_HZ = { min: 250, max: 3000 } as const;
/** Change of the level, % of Udin. */
const LEVEL_PCT = { min: -0.3, max: 6 } as const;
/** Level before and after: windows of so many cycles, beginning so far away. */
const LEVEL_CYCLES = { from: 2.5, to: 12.5 } as const;
/** What follows must at least be this, % of Udin, where what was before is not recorded. */
const FULL_PCT = 97;
/** So many transients within so long are arcing. */
const ARCING = { count: 4, withinMs: 1000 } as const;

export const capacitorSwitching: Signature = {
  id: 'capacitor_switching',
  source: 'capacitor energising; numbers are settings of this product, unconfirmed in the field',
  find(events, course) {
    const ringing = events.filter((e) => e.kind === 'transient' || e.numbers['transientPeakPct'] !== undefined);
    return events.flatMap((event) => {
      if (event.kind !== 'transient' && event.kind !== 'rvc') return [];
      const ringHz = event.numbers[event.kind === 'rvc' ? 'transientRingHz' : 'ringHz'];
      if (ringHz === undefined || ringHz < RING_HZ.min || ringHz > RING_HZ.max) return [];
      const near = ringing.filter((e) => Math.abs(e.startMs - event.startMs) <= ARCING.withinMs);
      if (near.length >= ARCING.count) return [];
      if (opensRecord(event, course)) return [{ event, numbers: {} }];
      const changePct = levelChangePct(event, course);
      const isOne = changePct !== null && changePct >= LEVEL_PCT.min && changePct <= LEVEL_PCT.max;
      return isOne ? [{ event, numbers: { levelChangePct: rounded(changePct, 2) } }] : [];
    });
  },
};

/**
 * Recorders that keep nothing from before their trigger begin with the ringing: the level before is unknown. Then all
 * three phases must ring, as a bank is switched in, and full voltage must follow.
 */
function opensRecord(event: Disturbance, course: Course): boolean {
  // The first window ends a cycle after the record began, at the latest one and a half.
  const run = course.runs.find((r) => {
    const beforeMs = runStartMs(r) - event.startMs;
    return beforeMs > course.cycleMs / 2 && beforeMs < 2 * course.cycleMs;
  });
  if (run === undefined || run.length < 3 || event.phases.length < 3) return false;
  const { from, to } = { from: LEVEL_CYCLES.from * course.cycleMs, to: LEVEL_CYCLES.to * course.cycleMs };
  return run.every((line) => (medianPct(line, event.startMs + from, event.startMs + to) ?? 0) >= FULL_PCT);
}

/** Mean over the channels, % of Udin; null where a level is not known on all. */
function levelChangePct(event: Disturbance, course: Course): number | null {
  const run = runAt(course, event.startMs);
  if (run === null) return null;
  const [from, to] = [LEVEL_CYCLES.from * course.cycleMs, LEVEL_CYCLES.to * course.cycleMs];
  let sum = 0;
  for (const line of run) {
    const before = medianPct(line, event.startMs - to, event.startMs - from);
    const after = medianPct(line, event.startMs + from, event.startMs + to);
    if (before === null || after === null) return null;
    sum += after - before;
  }
  return sum / run.length;
}
