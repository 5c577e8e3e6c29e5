/**
 * A fault, the breaker open, and closed again. On the line itself: a steep dip, then no voltage for the dead time, then
 * voltage, or the fault again and so on. Beside it, on the same busbar: the same dip two to four times, steep at both
 * ends, with the dead time between. A fault without any voltage left can't be told from a breaker opened by hand and has
 * no name here. Events of one sequence carry their place in it.
 */
import type { Disturbance } from '../../../core/event.ts';
import { beforePct, type Course, endMs, fallsThrough, indexAt, runAt, shapeOf } from './course.ts';
import { type Named, rounded, type Signature } from './signature.ts';

/** Dead time of reclosers, ms. @source 0.2 s (fast) to 60 s (last shot); unconfirmed */
const DEAD_MS = { min: 200, max: 60_000 } as const;
/** Protection clears within this, ms. */
const FAULT_MS_MAX = 3000;
const FALLS: ReadonlySet<Disturbance['kind']> = new Set(['dip', 'interruption', 'rvc']);
/** The fault stood so long before the breaker opened, cycles. */
const STAGE_CYCLES_MIN = 1.5;
/** Its beginning: lower by this within two cycles, % of Udin. Voltage of motors running down falls more slowly. */
const STEEP_PCT = 15;
const STEEP_CYCLES = 3;
/** Share of the voltage in the fault that is still there as the breaker opens. */
const HELD_SHARE = 0.6;
/** Residual voltages of the same fault, % of Udin. */
const SAME_PCT = 8;
/** Dips of one sequence: the fault and at most three attempts. More within reach of it is no recloser. */
const SHOTS_MAX = 4;
/** Another fall of this share of the depth is not calm. */
const CALM_SHARE = 0.15;

export const faultReclose: Signature = {
  id: 'fault_reclose',
  source: 'automatic reclosing; numbers are settings of this product, unconfirmed in the field',
  find: (events, course) => [...onTheLine(events, course), ...besideIt(events, course)],
};

/** Interruptions of one enclosing dip that began as a fault. */
function onTheLine(events: readonly Disturbance[], course: Course): Named[] {
  const rows = new Map<number, Disturbance[]>();
  for (const e of events) {
    if (e.kind !== 'interruption' || e.enclosingDip === null) continue;
    rows.set(e.enclosingDip.startMs, [...(rows.get(e.enclosingDip.startMs) ?? []), e]);
  }
  return [...rows].flatMap(([dipMs, row]) => {
    const [first] = row;
    const isOne = first !== undefined && isDeadTime(first.durationMs) && isFaultStage(dipMs, first.startMs, course);
    return isOne ? row.map((e, i) => inSequence(e, i + 1, e.durationMs)) : [];
  });
}

/** A steep fall to some voltage, held, then a steep fall to none. */
function isFaultStage(dipMs: number, deadMs: number, course: Course): boolean {
  const run = runAt(course, dipMs);
  const { cycleMs } = course;
  const stageMs = deadMs - dipMs;
  if (run === null || stageMs < STAGE_CYCLES_MIN * cycleMs || stageMs > FAULT_MS_MAX) return false;
  return run.some((line) => {
    const before = beforePct(line, dipMs, cycleMs);
    const soonMs = dipMs + 0.9 * cycleMs;
    const fallen = line.pct[indexAt(line, soonMs)] ?? Number.NaN;
    const held = line.pct[indexAt(line, Math.max(soonMs, deadMs - 2 * cycleMs))] ?? Number.NaN;
    return before !== null && before - fallen >= STEEP_PCT && held >= HELD_SHARE * fallen;
  });
}

const isDeadTime = (ms: number | null): boolean => ms !== null && ms >= DEAD_MS.min && ms <= DEAD_MS.max;

/** Rows of like dips with the dead time between. */
function besideIt(events: readonly Disturbance[], course: Course): Named[] {
  const dips = events.filter((e) => e.kind === 'dip' || e.kind === 'interruption');
  const out: Named[] = [];
  let row: Disturbance[] = [];
  const close = () => {
    if (row.length >= 2 && isCalmAround(row, events, course) && row.every((e) => isSteepBothWays(e, course))) {
      out.push(...row.map((e, i) => inSequence(e, i + 1, i === 0 ? null : gapMs(row[i - 1], e))));
    }
    row = [];
  };
  for (const e of dips) {
    const last = row.at(-1);
    if (last !== undefined && !isNextShot(last, e)) close();
    row.push(e);
  }
  close();
  return out;
}

/** Nothing falls near it but the row itself: loose contacts and welders make dips that are alike by chance. */
function isCalmAround(row: readonly Disturbance[], events: readonly Disturbance[], course: Course): boolean {
  const [first, last] = [row[0], row.at(-1)];
  const run = first === undefined ? null : runAt(course, first.startMs);
  if (first === undefined || last === undefined || run === null || row.length > SHOTS_MAX) return false;
  const [fromMs, toMs] = [first.startMs - DEAD_MS.max, last.startMs + DEAD_MS.max];
  const near = events.filter((e) => FALLS.has(e.kind) && e.startMs >= fromMs && e.startMs <= toMs);
  if (near.length > SHOTS_MAX) return false;
  const shallowest = Math.max(...row.map((e) => e.pct ?? 0));
  return run.every((line) => {
    const before = beforePct(line, first.startMs, course.cycleMs);
    if (before === null) return false;
    return fallsThrough(line, fromMs, toMs, before - CALM_SHARE * (before - shallowest)) <= row.length;
  });
}

function isNextShot(a: Disturbance, b: Disturbance): boolean {
  const isLike =
    a.kind === 'dip' && b.kind === 'dip' && a.phases === b.phases && Math.abs((a.pct ?? 0) - (b.pct ?? 0)) <= SAME_PCT;
  return isLike && isDeadTime(gapMs(a, b));
}

const gapMs = (a: Disturbance | undefined, b: Disturbance): number | null =>
  a === undefined || a.durationMs === null ? null : b.startMs - a.startMs - a.durationMs;

function isSteepBothWays(e: Disturbance, course: Course): boolean {
  const run = runAt(course, e.startMs);
  if (e.kind !== 'dip' || e.durationMs === null || e.durationMs > FAULT_MS_MAX || run === null) return false;
  const { cycleMs } = course;
  // A dip ends with the first window that is whole again.
  const window = { startMs: e.startMs, toMs: endMs(e, run) + 4 * cycleMs, afterMs: 4 * cycleMs };
  const shapes = run.map((line) => shapeOf(line, window, cycleMs));
  const [worst] = shapes.flatMap((s) => (s === null ? [] : [s])).sort((a, b) => a.lowestPct - b.lowestPct);
  const steepMs = STEEP_CYCLES * cycleMs;
  return worst !== undefined && worst.fallMs <= steepMs && worst.riseMs <= steepMs;
}

const inSequence = (event: Disturbance, sequence: number, deadMs: number | null): Named => ({
  event,
  numbers: { sequence, ...(deadMs !== null && { deadTimeS: rounded(deadMs / 1000, 2) }) },
});
