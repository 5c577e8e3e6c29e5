/**
 * Polyphase crossing of a threshold with hysteresis: the machine under dip, swell, interruption and outage. Plain JSON
 * state. Channels may come together or one by one.
 *
 * Dip: starts when ANY channel is below, ends when ALL are back. Interruption: starts when ALL are below, ends when ANY
 * is back. Swell like a dip, mirrored. @source IEC 61000-4-30:2015 5.4.2, 5.4.3, 5.5 (interruption rule unconfirmed)
 */
import type { VoltageChannel } from '../../core/series.ts';
import type { Levels } from './detector.ts';

export interface LevelRule {
  readonly side: 'below' | 'above';
  readonly start: 'any' | 'all';
  readonly thresholdPct: number;
  readonly hysteresisPct: number;
  readonly maxHoldMs: number;
}

/** An event in percent, before it has a name. `durationMs` null = end not seen. */
export interface LevelEvent {
  readonly startMs: number;
  readonly durationMs: number | null;
  readonly lastAtMs: number;
  readonly knownAtMs: number;
  /** Lowest (below) or highest (above) value of each channel during the event. */
  readonly extreme: Readonly<Partial<Record<VoltageChannel, number>>>;
  /** Channels that crossed the threshold, in the group's order. */
  readonly touched: readonly VoltageChannel[];
  /** Most blocks in a row beyond the threshold with every channel known. */
  readonly inRow: number;
  /** Of events below: ∫(1 − (U/Udin)²)dt of the channel where it is largest, s. Absent where it was not followed. */
  readonly sagEnergyS?: number;
}

/** A channel's course through an event: what it is at since when, and the energy missing until then. */
interface Course {
  /** Null = unknown: no energy is counted. */
  pct: number | null;
  sinceMs: number;
  energyS: number;
}

interface Running {
  startMs: number;
  lastAtMs: number;
  knownAtMs: number;
  row: number;
  inRow: number;
  extreme: Partial<Record<VoltageChannel, number>>;
  /** Absent in events above, and in a state written down before it was kept. */
  course?: Partial<Record<VoltageChannel, Course>>;
}

export interface LevelState {
  readonly rule: LevelRule;
  readonly channels: readonly VoltageChannel[];
  /** Last known value; null = never known, or unknown for too long. */
  readonly last: Partial<Record<VoltageChannel, number | null>>;
  /** Since when a channel is unknown; null = known. */
  readonly unknownSinceMs: Partial<Record<VoltageChannel, number | null>>;
  running: Running | null;
}

export function startLevel(channels: readonly VoltageChannel[], rule: LevelRule): LevelState {
  const all = (value: null) => Object.fromEntries(channels.map((c) => [c, value]));
  return { rule, channels, last: all(null), unknownSinceMs: all(null), running: null };
}

/** The event that ended here, or null. */
export function stepLevel(state: LevelState, levels: Levels, atMs: number, knownAtMs: number): LevelEvent | null {
  const { rule, channels, last, unknownSinceMs } = state;
  for (const c of channels) {
    const v = levels[c];
    if (v === undefined) continue;
    if (Number.isNaN(v)) {
      unknownSinceMs[c] ??= atMs;
      if (state.running === null) last[c] = null;
    } else {
      unknownSinceMs[c] = null;
      last[c] = v;
    }
  }
  if (state.running === null) {
    if (!begins(state, levels)) return null;
    state.running = { startMs: atMs, lastAtMs: atMs, knownAtMs, row: 0, inRow: 0, extreme: {} };
    if (rule.side === 'below') state.running.course = startCourse(state, atMs);
  } else if (state.running.course !== undefined) follow(state.running.course, levels, atMs);
  const running = state.running;
  if (isLost(state, atMs)) {
    for (const c of channels) if ((unknownSinceMs[c] ?? null) !== null) last[c] = null;
    return close(state, null);
  }
  running.knownAtMs = knownAtMs;
  if (ends(state)) return close(state, atMs);
  running.lastAtMs = atMs;
  running.row = channels.some((c) => (unknownSinceMs[c] ?? null) !== null) ? 0 : running.row + 1;
  running.inRow = Math.max(running.inRow, running.row);
  for (const c of channels) {
    const v = levels[c];
    if (v !== undefined && !Number.isNaN(v)) running.extreme[c] = worse(rule, running.extreme[c], v);
  }
  return null;
}

/** What is running at the end of the record, without an end. */
export function finishLevel(state: LevelState): LevelEvent | null {
  return state.running === null ? null : close(state, null);
}

function startCourse(state: LevelState, atMs: number): Partial<Record<VoltageChannel, Course>> {
  const course: Partial<Record<VoltageChannel, Course>> = {};
  for (const c of state.channels) course[c] = { pct: state.last[c] ?? null, sinceMs: atMs, energyS: 0 };
  return course;
}

/** A value stands until the next of its channel: Urms(1/2) summed so is the energy of the wave itself. */
function follow(course: Partial<Record<VoltageChannel, Course>>, levels: Levels, atMs: number): void {
  for (const [channel, v] of Object.entries(levels)) {
    const own = course[channel as VoltageChannel];
    if (own === undefined || v === undefined) continue;
    own.energyS += energyS(own, atMs);
    own.sinceMs = atMs;
    own.pct = Number.isNaN(v) ? null : v;
  }
}

const energyS = (own: Course, atMs: number): number =>
  own.pct === null ? 0 : ((1 - (own.pct / 100) ** 2) * (atMs - own.sinceMs)) / 1000;

// Loops, no closures: these run for every channel at every half cycle.

/** A channel is unknown for longer than an event waits for it. */
function isLost(state: LevelState, atMs: number): boolean {
  for (const c of state.channels) {
    const since = state.unknownSinceMs[c] ?? null;
    if (since !== null && atMs - since > state.rule.maxHoldMs) return true;
  }
  return false;
}

function begins(state: LevelState, levels: Levels): boolean {
  const { rule, channels, last } = state;
  if (rule.start === 'any') {
    // Only news can begin an event: a value held through a gap is no news.
    for (const c of channels) {
      const v = levels[c];
      if (v !== undefined && isBeyond(rule, v)) return true;
    }
    return false;
  }
  for (const c of channels) {
    const v = last[c] ?? null;
    if (v === null || !isBeyond(rule, v)) return false;
  }
  return true;
}

function ends(state: LevelState): boolean {
  const { rule, channels, last } = state;
  for (const c of channels) {
    const v = last[c] ?? null;
    const isBack = v !== null && isReleased(rule, v);
    if (rule.start === 'all' && isBack) return true;
    if (rule.start === 'any' && v !== null && !isBack) return false;
  }
  return rule.start === 'any';
}

function close(state: LevelState, endMs: number | null): LevelEvent {
  const r = state.running as Running;
  state.running = null;
  const untilMs = endMs ?? r.lastAtMs;
  const energies = Object.values(r.course ?? {}).map(
    (own) => own.energyS + energyS(own, Math.max(untilMs, own.sinceMs)),
  );
  return {
    startMs: r.startMs,
    durationMs: endMs === null ? null : endMs - r.startMs,
    lastAtMs: r.lastAtMs,
    knownAtMs: r.knownAtMs,
    extreme: r.extreme,
    touched: state.channels.filter((c) => isBeyond(state.rule, r.extreme[c] ?? Number.NaN)),
    inRow: r.inRow,
    ...(energies.length > 0 && { sagEnergyS: Math.max(...energies) }),
  };
}

/** Strictly beyond: a value on the threshold is no event. False for NaN. */
function isBeyond(rule: LevelRule, v: number): boolean {
  return rule.side === 'below' ? v < rule.thresholdPct : v > rule.thresholdPct;
}

function isReleased(rule: LevelRule, v: number): boolean {
  return rule.side === 'below'
    ? v >= rule.thresholdPct + rule.hysteresisPct
    : v <= rule.thresholdPct - rule.hysteresisPct;
}

function worse(rule: LevelRule, old: number | undefined, v: number): number {
  if (old === undefined) return v;
  return rule.side === 'below' ? Math.min(old, v) : Math.max(old, v);
}
