/**
 * How far a meter's clock is off and how fast it drifts, from pairs of device time and arrival time alone. Waiting on the
 * way only ever makes a value look older, so the truth is the upper edge of `device − arrival`: the line that lies above
 * all points and nearest to them. A plain state that is stepped in place; nothing here reads a clock.
 *
 * What it can't see: the shortest delay on the way counts as part of the offset, and a link that is late by a constant time
 * looks like a clock that is behind.
 * @source S. Moon, P. Skelly, D. Towsley: Estimation and removal of clock skew from network delay measurements,
 *   INFOCOM 1999: the best line above a set of points holds the edge of the hull over the mean of their times.
 */
import type { ClockEstimate, ClockStep } from '../../core/collecting.ts';
import type { ClockStepKind } from '../../core/data-quality.ts';
import { type EdgeLine, type EdgePoint, upperEdge } from './upper-edge.ts';

/** Plain data: may be written to JSON and taken up again. */
export interface ClockState {
  widthMs: number;
  /** The point nearest to the edge of each interval of `widthMs`, oldest first. */
  points: EdgePoint[];
  line: EdgeLine | null;
  samples: number;
  firstMs: number;
  lastMs: number;
  /** Values that agree with each other but not with the line. */
  rival: { offsetMs: number; fromMs: number; lastMs: number; count: number } | null;
  steps: ClockStep[];
}

export function freshClock(): ClockState {
  const started = { line: null, samples: 0, firstMs: 0, lastMs: 0, rival: null };
  return { ...started, widthMs: WIDTH_MIN_MS, points: [], steps: [] };
}

/** Points are spaced this far apart at first; twice as far each time the list is full, up to two days in all. */
const WIDTH_MIN_MS = 10_000;
const WIDTH_MAX_MS = 1_800_000;
const POINTS_MAX = 96;
/** Nearer to the line than this nothing is a step: clocks that are set by the second, networks that hiccup. ms [guess] */
const AGREE_MS = 2_000;
/** No quartz drifts faster; how far the line may be wrong after a while without values. */
const DRIFT_MAX_PPM = 500;
/** Values that must agree before a clock is believed to have gone back (a queue may look so) or forward (none does). */
const BACK_COUNT = 5;
const BACK_MS = 60_000;
const FORWARD_COUNT = 2;
/** Before so many values over so long nothing is known that could step. */
const SETTLED_COUNT = 5;
const SETTLED_MS = 60_000;
const STEPS_MAX = 10;
/** Points and time that a drift needs before it is said. */
const DRIFT_POINTS = 8;
const DRIFT_MS = 1_800_000;

/** Take one pair. Returns the step that became certain with it, or null. */
export function stepClock(state: ClockState, arrivalMs: number, deviceMs: number): ClockStep | null {
  const offsetMs = deviceMs - arrivalMs;
  const isSettled = state.samples >= SETTLED_COUNT && state.lastMs - state.firstMs >= SETTLED_MS;
  const expectedMs = state.line === null ? offsetMs : lineAt(state, arrivalMs);
  const roomMs = AGREE_MS + (Math.max(0, arrivalMs - state.lastMs) * DRIFT_MAX_PPM) / 1e6 + spreadOf(state);
  const beyondMs = offsetMs - expectedMs;
  if (!isSettled) {
    // A queue that empties begins with its oldest value: what is newer by far replaces all that was thought before.
    if (state.line !== null && beyondMs > roomMs) restart(state);
    add(state, arrivalMs, offsetMs);
    return null;
  }
  if (Math.abs(beyondMs) <= roomMs) {
    state.rival = null;
    add(state, arrivalMs, offsetMs);
    return null;
  }
  if (!joinRival(state, arrivalMs, offsetMs, roomMs)) return null;
  const rival = state.rival;
  const isCertain =
    beyondMs > 0
      ? (rival?.count ?? 0) >= FORWARD_COUNT
      : (rival?.count ?? 0) >= BACK_COUNT && arrivalMs - (rival?.fromMs ?? arrivalMs) >= BACK_MS;
  if (rival === null || !isCertain) return null;
  const step: ClockStep = {
    atMs: rival.fromMs,
    shiftMs: rival.offsetMs - expectedMs,
    kind: kindOfStep(expectedMs, rival.offsetMs, deviceMs),
  };
  restart(state);
  add(state, rival.fromMs, rival.offsetMs);
  add(state, arrivalMs, offsetMs);
  state.samples = rival.count;
  state.firstMs = rival.fromMs;
  state.steps = [...state.steps, step].slice(-STEPS_MAX);
  return step;
}

export function clockEstimate(state: ClockState): ClockEstimate | null {
  if (state.points.length === 0) return null;
  refit(state);
  const spanMs = state.lastMs - state.firstMs;
  const known = state.samples >= SETTLED_COUNT && state.points.length >= 2;
  const uncertaintyMs = known ? spreadOf(state) : null;
  const hasDrift = state.points.length >= DRIFT_POINTS && spanMs >= DRIFT_MS && uncertaintyMs !== null;
  const offsetMs = lineAt(state, state.lastMs);
  return {
    offsetMs,
    uncertaintyMs,
    driftPpm: hasDrift ? (state.line?.slopePpm ?? null) : null,
    driftUncertaintyPpm: hasDrift && uncertaintyMs !== null ? (2 * uncertaintyMs * 1e6) / spanMs : null,
    samples: state.samples,
    steps: state.steps,
    looksLike: kindOfOffset(offsetMs, state.lastMs + offsetMs),
    points: state.points.map((p) => [p.atMs, p.offsetMs]),
  };
}

/** Whether an offset is known so well that times may be put right with it. */
export function isSteady(estimate: ClockEstimate | null): estimate is ClockEstimate & { uncertaintyMs: number } {
  return estimate?.uncertaintyMs != null && estimate.samples >= 2 * SETTLED_COUNT && estimate.uncertaintyMs <= AGREE_MS;
}

/** Before this no meter of ours was built: a clock that shows it was never set. 2010-01-01, epoch ms [guess]. */
const BUILT_MS = Date.UTC(2010, 0, 1);
const HALF_HOUR_MS = 1_800_000;
const ZONES_MAX_MS = 14 * 3_600_000;
/** A clock set by hand or by a slip of zone is good to a minute. */
const WHOLE_MS = 60_000;

/** What the size of an offset suggests; null = nothing special. */
export function kindOfOffset(offsetMs: number, deviceMs: number): ClockStepKind | null {
  if (deviceMs < BUILT_MS) return 'reset';
  const halves = Math.round(offsetMs / HALF_HOUR_MS);
  const isWhole = halves !== 0 && Math.abs(offsetMs - halves * HALF_HOUR_MS) <= WHOLE_MS;
  if (!isWhole || Math.abs(offsetMs) > ZONES_MAX_MS + WHOLE_MS) return null;
  return Math.abs(halves) === 2 ? 'hour' : 'zone';
}

function kindOfStep(wasMs: number, isMs: number, deviceMs: number): ClockStepKind {
  if (deviceMs < BUILT_MS) return 'reset';
  const whole = kindOfOffset(isMs - wasMs, deviceMs);
  if (whole === 'hour') return 'hour';
  if (Math.abs(isMs) <= AGREE_MS && Math.abs(wasMs) > AGREE_MS) return 'set_right';
  return whole ?? 'jump';
}

function lineAt(state: ClockState, atMs: number): number {
  const { line } = state;
  if (line === null) return 0;
  return line.offsetMs + ((atMs - line.atMs) * line.slopePpm) / 1e6;
}

/** Twice the usual distance of a point from the edge, and what a stamp of whole ms can't say. */
function spreadOf(state: ClockState): number {
  return state.line === null ? 0 : 2 * state.line.medianBelowMs + 5;
}

/** A queue that empties climbs: each value begins a new rival. Values a little later than their rival are only delayed. */
function joinRival(state: ClockState, atMs: number, offsetMs: number, roomMs: number): boolean {
  const { rival } = state;
  if (rival === null || Math.abs(offsetMs - rival.offsetMs) > roomMs) {
    const isOnlyLater = rival !== null && offsetMs < rival.offsetMs;
    if (!isOnlyLater || atMs - rival.lastMs > BACK_MS) state.rival = { offsetMs, fromMs: atMs, lastMs: atMs, count: 1 };
    return false;
  }
  rival.offsetMs = Math.max(rival.offsetMs, offsetMs);
  rival.lastMs = atMs;
  rival.count++;
  return true;
}

function restart(state: ClockState): void {
  Object.assign(state, { ...freshClock(), steps: state.steps });
}

function add(state: ClockState, atMs: number, offsetMs: number): void {
  if (state.samples === 0) state.firstMs = atMs;
  state.samples++;
  state.lastMs = Math.max(state.lastMs, atMs);
  const slot = Math.floor(atMs / state.widthMs);
  const last = state.points.at(-1);
  if (last !== undefined && Math.floor(last.atMs / state.widthMs) >= slot) {
    if (offsetMs <= last.offsetMs) return;
    state.points[state.points.length - 1] = { atMs, offsetMs };
    // Few points: each one moves the line; many: the next new point does.
    if (state.points.length <= DRIFT_POINTS || offsetMs > lineAt(state, atMs)) refit(state);
    return;
  }
  state.points.push({ atMs, offsetMs });
  if (state.points.length > POINTS_MAX) thin(state);
  refit(state);
}

function thin(state: ClockState): void {
  if (state.widthMs >= WIDTH_MAX_MS) {
    state.points.shift();
    state.firstMs = state.points[0]?.atMs ?? state.firstMs;
    return;
  }
  state.widthMs *= 2;
  const kept: EdgePoint[] = [];
  for (const p of state.points) {
    const last = kept.at(-1);
    if (last === undefined || Math.floor(last.atMs / state.widthMs) !== Math.floor(p.atMs / state.widthMs))
      kept.push(p);
    else if (p.offsetMs > last.offsetMs) kept[kept.length - 1] = p;
  }
  state.points = kept;
}

function refit(state: ClockState): void {
  state.line = upperEdge(state.points, DRIFT_MAX_PPM, DRIFT_MS);
}
