/**
 * A motor starting: the voltage falls at once (the rotor stands still and draws several times its current), then comes
 * back slowly as it runs up, and settles where it was or a little below. Alike on all phases, or on one alone. A fault
 * is told apart by its end: what protection clears comes back within a cycle or two. Transformer inrush fades slowly too,
 * but differently on each phase.
 */
import type { Disturbance } from '../../../core/event.ts';
import { type Course, endMs, type Line, runAt, runEndMs, type Shape, shapeOf } from './course.ts';
import { rounded, type Signature } from './signature.ts';

/** Cycles a fall may take: one is the window's own. */
const FALL_CYCLES = 3;
/** Cycles from a fifth to four fifths of the way back, at least. */
const RISE_CYCLES = 4;
/** A larger part of the way back within two cycles is a switch, not a motor. */
const STEEPEST_RISE = 0.45;
/** A second fall of this share of the depth is another event's. */
const LATER_FALL = 0.3;
const BACK_MS = { min: 300, max: 10_000 } as const;
/** It must come back by this share of its depth, and may come out this much above, % of Udin. */
const BACK_SHARE = 0.6;
const ABOVE_PCT = 0.5;
/** A motor that pulls the voltage lower does not start. % of Udin. */
const LOWEST_PCT = 50;
/** After the event's end it goes on coming back for at most so long, ms. */
const TAIL_MS = 5000;
/** Depths within this of their mean are alike; below this share of the largest a phase is not part of it. */
const ALIKE = 0.25;
const APART = 0.35;

export const motorStart: Signature = {
  id: 'motor_start',
  source: 'starting current of induction motors; numbers are settings of this product, unconfirmed in the field',
  find(events, course) {
    return events.flatMap((event, i) => {
      if ((event.kind !== 'dip' && event.kind !== 'rvc') || isRise(event)) return [];
      const later = events.slice(i + 1).filter((e) => e.startMs > event.startMs);
      const nextAt = later.findIndex((e) => !isRise(e));
      const backMs = runUpMs(event, later[nextAt] ?? null, course);
      if (backMs === null) return [];
      // Where the rotor took more than a second to turn, the way back is a change of its own.
      const rises = (nextAt < 0 ? later : later.slice(0, nextAt)).filter((e) => e.startMs <= event.startMs + backMs);
      const numbers = { runUpS: rounded(backMs / 1000, 2) };
      return [event, ...rises].map((e) => ({ event: e, numbers }));
    });
  },
};

const isRise = (e: Disturbance): boolean => e.kind === 'rvc' && (e.numbers['deltaUmaxPct'] ?? 0) > 0;

/** Time until it has run up, ms; null where it is no motor. */
function runUpMs(event: Disturbance, next: Disturbance | null, course: Course): number | null {
  const run = runAt(course, event.startMs);
  if (run === null) return null;
  const { cycleMs } = course;
  const nextMs = next === null ? Number.POSITIVE_INFINITY : next.startMs - 2 * cycleMs;
  const toMs = Math.min(endMs(event, run) + TAIL_MS, runEndMs(run), nextMs);
  const shapes = run.map((line) => shapeOf(line, { startMs: event.startMs, toMs }, cycleMs));
  const depths = shapes.map((s) => (s === null ? 0 : s.beforePct - s.lowestPct));
  const deep = shapes.filter((s, c): s is Shape => s !== null && (depths[c] ?? 0) >= 0.5 * Math.max(...depths));
  if (deep.length === 0 || !isAlikeOrAlone(depths, run)) return null;
  return deep.every((s) => isRunUp(s, cycleMs)) ? Math.max(...deep.map((s) => s.backMs)) : null;
}

function isRunUp(s: Shape, cycleMs: number): boolean {
  const depth = s.beforePct - s.lowestPct;
  return (
    s.lowestPct >= LOWEST_PCT &&
    s.fallMs <= FALL_CYCLES * cycleMs &&
    s.riseMs >= RISE_CYCLES * cycleMs &&
    s.steepestRise <= STEEPEST_RISE &&
    s.laterFall <= LATER_FALL &&
    s.backMs >= BACK_MS.min &&
    s.backMs <= BACK_MS.max &&
    s.afterPct - s.lowestPct >= BACK_SHARE * depth &&
    s.afterPct <= s.beforePct + ABOVE_PCT
  );
}

/** All channels alike; or one alone, which between two phases shows in two phase-phase voltages. */
function isAlikeOrAlone(depths: readonly number[], run: readonly Line[]): boolean {
  const largest = Math.max(...depths);
  const part = depths.filter((d) => d >= APART * largest);
  const mean = part.reduce((s, d) => s + d, 0) / part.length;
  if (!part.every((d) => Math.abs(d - mean) <= ALIKE * mean)) return false;
  const isLL = run.some((l) => l.channel.length === 2);
  return part.length === depths.length || part.length === 1 || (isLL && part.length === 2);
}
