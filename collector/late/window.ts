/**
 * A stream with a memory: its latest readings, and states between them to go back to. A reading that comes late is put
 * in its place and all from there on is folded again; what differs is said, what is no longer found is withdrawn.
 * A reading older than the memory is not lost either: `insert` says so, and the caller mends from the store.
 */
import type { Reading } from '../../core/series.ts';
import type { Found } from '../detect/meter-fold.ts';
import { endOf, groupEnd, joined, joinsTail, type Slot, sameContent, type Tail, tailOf } from './joined.ts';
import { freshStream, packStream, type StreamContext, type StreamState, stepStream, unpackStream } from './stream.ts';

/** What one reading made certain; `atMs` = its end. */
export interface Out extends Found {
  /** Slots folded when it came out. */
  at: number;
  readonly atMs: number;
}

interface Snapshot {
  /** Slots folded before it. */
  at: number;
  /** JSON of the state; null = nothing was folded yet. */
  readonly text: string | null;
  readonly tail: Tail | null;
}

/** A state to begin with again: all readings up to `atMs` are in it. */
export interface PassedState {
  readonly atMs: number;
  /** The one before it was passed at; null = it is the first. */
  readonly beforeMs: number | null;
  readonly text: string;
  readonly tail: Tail;
}
/** Distance of states that are kept beyond the window, ms. */
export const STATE_EVERY_MS = 21_600_000;

export interface Window {
  state: StreamState;
  /** In order of time; the first `folded` of them are in `state`. */
  slots: Slot[];
  folded: number;
  tail: Tail | null;
  /** The first lies before the first slot. */
  snapshots: Snapshot[];
  outs: Out[];
  /** Lowest index that changed after it was folded. */
  changedAt: number;
  /** First states that were left behind, once in `STATE_EVERY_MS`. */
  passed: PassedState[];
  /** The device sends its phases one by one: a group that lacks some waits for them. */
  isSplit: boolean;
}

export interface WindowSize {
  /** Readings remembered at least. */
  readonly keep: number;
  /** Readings between two states. */
  readonly every: number;
}
/** Two minutes of one-second values, a day of ten-minute values. */
export const WINDOW_SIZE: WindowSize = { keep: 128, every: 64 };

export function openWindow(state: StreamState | null, tail: Tail | null): Window {
  const first: Snapshot = { at: 0, text: state === null ? null : JSON.stringify(packStream(state)), tail };
  return {
    state: state ?? freshStream(),
    slots: [],
    folded: 0,
    tail,
    snapshots: [first],
    outs: [],
    changedAt: Number.POSITIVE_INFINITY,
    passed: [],
    isSplit: false,
  };
}

/** 'older' = before what is remembered; 'known' = the very same came before. */
export function insert(w: Window, reading: Reading): 'taken' | 'known' | 'older' {
  const { slots } = w;
  let at = slots.length;
  while (at > 0 && endOf(slots[at - 1] as Slot) > reading.endMs) at--;
  const same = slots[at - 1];
  if (same !== undefined && endOf(same) === reading.endMs) return addPart(w, at - 1, reading);
  const slot: Slot = [reading];
  if (at === 0) {
    const tail = w.snapshots[0]?.tail ?? null;
    if (tail !== null && (reading.endMs <= tail.lastMs || joinsTail(tail, slot))) return 'older';
  }
  if (at < slots.length) {
    slots.splice(at, 0, slot);
    shift(w, at, 1);
  } else slots.push(slot);
  if (at < w.folded) w.changedAt = Math.min(w.changedAt, at);
  else if (at === w.folded && w.folded > 0 && w.tail !== null && joinsTail(w.tail, slot)) {
    // Another part of the reading folded last.
    w.changedAt = Math.min(w.changedAt, at - 1);
    w.isSplit = true;
  }
  return 'taken';
}

function addPart(w: Window, at: number, reading: Reading): 'taken' | 'known' {
  const slot = w.slots[at] as Slot;
  const twin = slot.findIndex((r) => sameContent(r, reading));
  if (twin >= 0) {
    // Known again later: only who speaks last may change by it.
    const knownAtMs = Math.max(slot[twin]?.knownAtMs ?? 0, reading.knownAtMs);
    const parts = slot.map((r, i) => (i === twin && r.knownAtMs !== knownAtMs ? { ...r, knownAtMs } : r));
    w.slots[at] = parts;
    if (slot.length > 1) w.changedAt = at < w.folded ? Math.min(w.changedAt, at) : w.changedAt;
    return 'known';
  }
  w.slots[at] = [...slot, reading];
  if (at < w.folded) {
    w.changedAt = Math.min(w.changedAt, at);
    w.isSplit ||= !slot.some((r) => Object.keys(r.values).some((p) => Object.hasOwn(reading.values, p)));
  }
  return 'taken';
}

function shift(w: Window, at: number, by: number): void {
  if (at < w.folded) w.folded += by;
  for (const s of w.snapshots) if (s.at > at) s.at += by;
  for (const o of w.outs) if (o.at > at) o.at += by;
}

export interface Advanced {
  readonly news: readonly Out[];
  /** What had come out of the readings that were folded again. */
  readonly former: readonly Out[];
}

/** Fold what was inserted. `hold` = a group that may lack parts waits at the end. */
export function advance(
  w: Window,
  context: StreamContext,
  o: { readonly aggregates: boolean; readonly hold: boolean; readonly size: WindowSize },
): Advanced {
  const former = w.changedAt < w.folded ? goBack(w) : [];
  w.changedAt = Number.POSITIVE_INFINITY;
  const news: Out[] = [];
  let found = nothing(o.aggregates);
  while (w.folded < w.slots.length) {
    const from = w.folded;
    const to = groupEnd(w.slots, from);
    const only = to === from + 1 ? (w.slots[from] as Slot) : null;
    const group = only === null ? w.slots.slice(from, to) : [only];
    if (w.isSplit && o.hold && to === w.slots.length && lacksPhases(w, group)) break;
    const reading = joined(group);
    stepStream(w.state, reading, context, found);
    w.folded = to;
    w.tail = tailOf(group);
    if (hasAny(found)) {
      const out: Out = { ...found, at: to, atMs: reading.endMs };
      news.push(out);
      w.outs.push(out);
      found = nothing(o.aggregates);
    }
    const last = w.snapshots[w.snapshots.length - 1] as Snapshot;
    if (to - last.at >= o.size.every)
      w.snapshots.push({ at: to, text: JSON.stringify(packStream(w.state)), tail: w.tail });
  }
  forget(w, o.size);
  return { news, former };
}

/** Last stamp of what is not remembered any more; null = everything is. */
export const forgottenToMs = (w: Window): number | null => w.snapshots[0]?.tail?.lastMs ?? null;

function goBack(w: Window): readonly Out[] {
  const slot = w.slots[w.changedAt] as Slot;
  const isBefore = (s: Snapshot) =>
    s.at < w.changedAt || (s.at === w.changedAt && (s.tail === null || !joinsTail(s.tail, slot)));
  const kept = w.snapshots.filter(isBefore);
  const last = kept[kept.length - 1] ?? (w.snapshots[0] as Snapshot);
  w.snapshots = kept.length > 0 ? kept : [last];
  w.state = last.text === null ? freshStream() : unpackStream(JSON.parse(last.text));
  w.folded = last.at;
  w.tail = last.tail;
  const former = w.outs.filter((out) => out.at > last.at);
  w.outs = w.outs.filter((out) => out.at <= last.at);
  return former;
}

function lacksPhases(w: Window, group: readonly Slot[]): boolean {
  const { phases } = tailOf(group);
  return (w.state.meter?.params.channels ?? []).some((c) => !phases.includes(c));
}

const nothing = (aggregates: boolean): Found => ({
  disturbances: [],
  voltages: [],
  aggregates: aggregates ? [] : null,
});
const hasAny = (f: Found): boolean =>
  f.disturbances.length > 0 || f.voltages.length > 0 || (f.aggregates?.length ?? 0) > 0;

/** Snapshots and readings that are not needed to remember `keep` readings. */
function forget(w: Window, size: WindowSize): void {
  let drop = 0;
  while (w.snapshots.length > drop + 1 && w.folded - (w.snapshots[drop + 1] as Snapshot).at >= size.keep) drop++;
  if (drop === 0) return;
  const { at, text, tail } = w.snapshots[drop] as Snapshot;
  const beforeMs = w.snapshots[0]?.tail?.lastMs ?? null;
  const slotOf = (ms: number) => Math.floor(ms / STATE_EVERY_MS);
  if (text !== null && tail !== null && (beforeMs === null || slotOf(beforeMs) !== slotOf(tail.lastMs))) {
    w.passed.push({ atMs: tail.lastMs, beforeMs, text, tail });
  }
  w.snapshots.splice(0, drop);
  w.slots.splice(0, at);
  w.outs = w.outs.filter((out) => out.at > at);
  w.folded -= at;
  for (const s of w.snapshots) s.at -= at;
  for (const out of w.outs) out.at -= at;
}
