/**
 * Block 5 over time: Pinst sorted into ten-minute intervals of the UTC clock, Pst of each, Plt of twelve on even hours.
 * What was settling, missing or disturbed is marked; what was missing or settling is not counted at all.
 * @source IEC 61000-4-15:2010 5.7; IEC 61000-4-30:2015 5.3 (flags unconfirmed)
 */

import type { Interval } from '../../../core/time.ts';
import type { LineHz } from './chain.ts';
import { type ClassifierState, classify, emptyClassifier, pltOf, pstFrom } from './classifier.ts';

/** Why a value is not quite what the standard means by it. */
export const FLICKER_FLAGS = ['settling', 'gap', 'event', 'partial'] as const;
export type FlickerFlag = (typeof FLICKER_FLAGS)[number];

/** What Pinst was made from: samples, or half-cycle RMS values, which give an approximation. */
export type FlickerMethod = 'waveform' | 'urms_half';

/** Times are UTC, or ms after sample 0 where the start is unknown. `endMs` is the value's time. */
interface Timed {
  readonly startMs: number;
  readonly endMs: number;
  readonly method: FlickerMethod;
}

export interface PstValue extends Timed {
  readonly kind: 'pst';
  /** Null where less than a tenth of the interval could be used. */
  readonly pst: number | null;
  /** Highest Pinst that was counted; null where none was. */
  readonly pinstMax: number | null;
  readonly coveredPct: number;
  readonly flags: readonly FlickerFlag[];
}

export interface PltValue extends Timed {
  readonly kind: 'plt';
  /** Null where not all twelve Pst are known. */
  readonly plt: number | null;
  /** Pst that are known. */
  readonly count: number;
  readonly flags: readonly FlickerFlag[];
}

/** Highest Pinst of a stretch of 10/12 cycles. */
export interface PinstValue extends Timed {
  readonly kind: 'pinst';
  readonly pinstMax: number;
  readonly flags: readonly FlickerFlag[];
}

export type FlickerValue = PstValue | PltValue | PinstValue;

interface IntervalSettings {
  readonly rateHz: number;
  readonly lineHz: LineHz;
  readonly startMs: number | null;
  readonly periodS: number;
  readonly wantsPinst: boolean;
  readonly settleS: number;
  readonly method: FlickerMethod;
}

type Marks = Partial<Record<FlickerFlag, true>>;

/** Plain JSON. Instants are counted in values from `originMs` on. */
export interface Intervals {
  readonly settings: IntervalSettings;
  originMs: number;
  at: number;
  /** Pinst is not to be used before this. */
  settledAt: number;
  /** A short gap or a dip is felt until then. */
  bridgedUntil: number;
  eventUntil: number;
  current: { from: number; to: number; classes: ClassifierState; pinstMax: number; marks: Marks };
  stretch: { from: number; to: number; pinstMax: number; marks: Marks };
  /** Pst of the two hours under way; their end; null before the first. */
  two: { endMs: number; pst: number[]; marks: Marks } | null;
}

/** From rest until Pinst may be used, s. */
export const SETTLE_S = 60;
/** After a bridged gap, s. */
const BRIDGE_SETTLE_S = 1;
/** The high pass remembers a dip this long, s: five of its time constants. */
const EVENT_TAIL_S = 15;
/** Less of an interval than this gives no Pst. */
const KNOWN_MIN_PU = 0.1;
/** A clock set by so little makes no part of an interval, s. */
const CLOCK_S = 0.1;
const PER_PLT = 12;
const PST_S = 600;
const STRETCH_CYCLES: Readonly<Record<LineHz, number>> = { 50: 10, 60: 12 };

export function startIntervals(settings: IntervalSettings): Intervals {
  const settledAt = Math.round(settings.settleS * settings.rateHz);
  const state: Intervals = {
    settings,
    originMs: settings.startMs ?? 0,
    at: 0,
    settledAt,
    bridgedUntil: 0,
    eventUntil: 0,
    current: { from: 0, to: 0, classes: emptyClassifier(), pinstMax: -1, marks: {} },
    stretch: { from: 0, to: 0, pinstMax: -1, marks: {} },
    two: null,
  };
  // Without a clock the first interval begins when all has settled.
  openInterval(state, settings.startMs === null ? settledAt : 0);
  openStretch(state);
  return state;
}

const msAt = (state: Intervals, at: number): number => state.originMs + (1000 * at) / state.settings.rateHz;
const atMs = (state: Intervals, ms: number): number =>
  Math.floor(((ms - state.originMs) * state.settings.rateHz) / 1000 + 1e-6);

function openInterval(state: Intervals, from: number): void {
  const { startMs, periodS, rateHz } = state.settings;
  const periodMs = periodS * 1000;
  const next = startMs === null ? from + Math.round(periodS * rateHz) : tickAfter(state, from, periodMs);
  state.current = { from, to: next, classes: emptyClassifier(), pinstMax: -1, marks: {} };
}

/** Count of values at the first tick of the clock beyond `from`. */
function tickAfter(state: Intervals, from: number, periodMs: number): number {
  let tick = (Math.floor(msAt(state, from) / periodMs) + 1) * periodMs;
  while (atMs(state, tick) <= from) tick += periodMs;
  return atMs(state, tick);
}

function openStretch(state: Intervals): void {
  const { lineHz, rateHz } = state.settings;
  const length = Math.round((STRETCH_CYCLES[lineHz] * rateHz) / lineHz);
  state.stretch = { from: state.at, to: state.at + length, pinstMax: -1, marks: {} };
}

/** Part of a buffer: Pinst and the marks of dips and swells. */
export interface PinstRun {
  readonly pinst: Float64Array;
  readonly beyond: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Take a run of values, all known or all missing. */
export function stepIntervals(state: Intervals, run: PinstRun, isMissing: boolean, out: FlickerValue[]): void {
  for (let i = run.from; i < run.to; ) {
    const ends = Math.min(state.current.to, state.settings.wantsPinst ? state.stretch.to : state.current.to);
    const turn = nextTurn(state, ends);
    const to = Math.min(run.to, i + turn - state.at);
    takeEven(state, { ...run, from: i, to }, isMissing);
    state.at += to - i;
    i = to;
    if (state.settings.wantsPinst && state.at === state.stretch.to) closeStretch(state, out);
    if (state.at === state.current.to) closeInterval(state, out);
  }
}

/** Where something begins or ends next. */
function nextTurn(state: Intervals, ends: number): number {
  let turn = ends;
  for (const at of [state.settledAt, state.bridgedUntil, state.eventUntil, state.current.from]) {
    if (at > state.at && at < turn) turn = at;
  }
  return turn;
}

/** A run in which only dips and swells may begin. */
function takeEven(state: Intervals, run: PinstRun, isMissing: boolean): void {
  const { from, to } = run;
  const mark = (flag: FlickerFlag) => {
    if (state.at >= state.current.from) state.current.marks[flag] = true;
    state.stretch.marks[flag] = true;
  };
  if (isMissing) {
    mark('gap');
    state.bridgedUntil = state.at + (to - from) + Math.round(BRIDGE_SETTLE_S * state.settings.rateHz);
    return;
  }
  for (let i = from; i < to; i++) {
    if (run.beyond[i] === 1) {
      state.eventUntil = state.at + (i - from) + 1 + Math.round(EVENT_TAIL_S * state.settings.rateHz);
    }
  }
  if (state.eventUntil > state.at) mark('event');
  const isUnsettled = state.at < state.settledAt;
  if (isUnsettled || state.at < state.bridgedUntil) {
    mark(isUnsettled ? 'settling' : 'gap');
    return;
  }
  let highest = -1;
  for (let i = from; i < to; i++) if (run.pinst[i]! > highest) highest = run.pinst[i]!;
  if (highest > state.stretch.pinstMax) state.stretch.pinstMax = highest;
  if (state.at < state.current.from) return;
  if (highest > state.current.pinstMax) state.current.pinstMax = highest;
  classify(state.current.classes, run.pinst, from, to);
}

/** The filters began anew: nothing is to be used until they have settled. */
export function unsettle(state: Intervals): void {
  state.settledAt = state.at + Math.round(state.settings.settleS * state.settings.rateHz);
}

/** The clock was set by a little: the interval under way still ends on its tick. */
export function shiftClock(state: Intervals, byMs: number): void {
  const { endMs } = bounds(state);
  state.originMs += byMs;
  if (state.settings.startMs !== null) state.current.to = Math.max(state.at + 1, atMs(state, endMs));
}

/** Go on at another instant, later than now: what was under way ends there unless the gap lies inside its interval. */
export function jump(state: Intervals, toMs: number, out: FlickerValue[]): void {
  const isInside = toMs < msAt(state, state.current.to);
  state.current.marks.gap = true;
  if (!isInside) closeInterval(state, out);
  if (state.settings.wantsPinst && state.stretch.pinstMax >= 0) closeStretch(state, out);
  const shift = atMs(state, toMs) - state.at;
  state.at += shift;
  unsettle(state);
  if (!isInside) openInterval(state, state.at);
  openStretch(state);
}

const flagsOf = (marks: Marks): FlickerFlag[] => FLICKER_FLAGS.filter((f) => marks[f] === true);

function closeStretch(state: Intervals, out: FlickerValue[]): void {
  const { from, pinstMax, marks } = state.stretch;
  if (pinstMax >= 0) {
    const [startMs, endMs] = [msAt(state, from), msAt(state, state.at)];
    out.push({ kind: 'pinst', startMs, endMs, method: state.settings.method, pinstMax, flags: flagsOf(marks) });
  }
  openStretch(state);
}

function closeInterval(state: Intervals, out: FlickerValue[]): void {
  const value = pstValue(state);
  if (value !== null) {
    out.push(value);
    if (state.settings.periodS === PST_S) intoTwoHours(state, value, out);
  }
  openInterval(state, state.current.to);
}

/** Null where the interval was not even begun. */
function pstValue(state: Intervals): PstValue | null {
  const { current, settings } = state;
  if (state.at <= current.from) return null;
  const { startMs, endMs } = bounds(state);
  const whole = Math.round(settings.periodS * settings.rateHz);
  const known = current.classes.total;
  const marks: Marks = { ...current.marks };
  const seen = Math.min(state.at, current.to) - current.from;
  if (seen < whole - CLOCK_S * settings.rateHz) marks.partial = true;
  return {
    kind: 'pst',
    startMs,
    endMs,
    method: settings.method,
    pst: known < KNOWN_MIN_PU * whole ? null : pstFrom(current.classes),
    pinstMax: current.pinstMax >= 0 ? current.pinstMax : null,
    coveredPct: Math.min(100, (100 * known) / whole),
    flags: flagsOf(marks),
  };
}

/** On the clock the interval is its whole ten minutes, however little of it was seen. */
function bounds(state: Intervals): Interval {
  const { startMs, periodS } = state.settings;
  const periodMs = periodS * 1000;
  if (startMs === null) {
    const from = msAt(state, state.current.from);
    return { startMs: from, endMs: from + periodMs };
  }
  const endMs = Math.round(msAt(state, state.current.to) / periodMs) * periodMs;
  return { startMs: endMs - periodMs, endMs };
}

function intoTwoHours(state: Intervals, value: PstValue, out: FlickerValue[]): void {
  const lengthMs = PER_PLT * PST_S * 1000;
  const isClock = state.settings.startMs !== null;
  const endMs = isClock ? Math.ceil(value.endMs / lengthMs) * lengthMs : (state.two?.endMs ?? value.startMs + lengthMs);
  if (state.two !== null && state.two.endMs !== endMs) closeTwoHours(state, out);
  state.two ??= { endMs, pst: [], marks: {} };
  if (value.pst !== null) state.two.pst.push(value.pst);
  for (const flag of value.flags) state.two.marks[flag] = true;
  if (value.endMs >= endMs - 0.5) closeTwoHours(state, out);
}

function closeTwoHours(state: Intervals, out: FlickerValue[]): void {
  const { two } = state;
  state.two = null;
  if (two === null) return;
  const count = two.pst.length;
  const marks: Marks = count < PER_PLT ? { ...two.marks, partial: true } : two.marks;
  out.push({
    kind: 'plt',
    startMs: two.endMs - PER_PLT * PST_S * 1000,
    endMs: two.endMs,
    method: state.settings.method,
    plt: count < PER_PLT ? null : pltOf(two.pst),
    count,
    flags: flagsOf(marks),
  });
}

/** End of the record: what is under way, marked as partial. */
export function finishIntervals(state: Intervals): FlickerValue[] {
  const out: FlickerValue[] = [];
  if (state.settings.wantsPinst) closeStretch(state, out);
  const value = pstValue(state);
  if (value !== null) {
    out.push(value);
    if (state.settings.periodS === PST_S) intoTwoHours(state, value, out);
  }
  closeTwoHours(state, out);
  return out;
}
