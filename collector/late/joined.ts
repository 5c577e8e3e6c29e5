/**
 * What belongs together as one reading: messages with the same stamp, and snapshots of disjoint phases within a second
 * (devices that send one phase per message). The result depends on the parts alone, never on the order they came in.
 */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { sameValues } from './course.ts';

/** All that came with one stamp; mostly one reading. */
export type Slot = readonly Reading[];

/** What is known of a group while it may still grow. */
export interface Tail {
  /** Stamps of its first and of its last part. */
  readonly endMs: number;
  readonly lastMs: number;
  readonly isSnapshot: boolean;
  readonly phases: readonly string[];
}

/** Parts of one snapshot lie within this, ms: the pause between the messages of one device. */
const JOIN_MS = 1000;

const isSnapshot = (slot: Slot): boolean => slot.every((r) => r.startMs === r.endMs);
export const endOf = (slot: Slot): number => (slot[0] as Reading).endMs;

export function tailOf(slots: readonly Slot[]): Tail {
  const first = slots[0] as Slot;
  const endMs = endOf(first);
  const [only] = first;
  if (slots.length === 1 && first.length === 1 && only !== undefined) {
    return { endMs, lastMs: endMs, isSnapshot: only.startMs === endMs, phases: Object.keys(only.values) };
  }
  const lastMs = endOf(slots[slots.length - 1] as Slot);
  const phases = [...new Set(slots.flatMap((s) => s.flatMap((r) => Object.keys(r.values))))];
  return { endMs, lastMs, isSnapshot: slots.every(isSnapshot), phases };
}

/** True where `slot`, which is later, is another part of the group. */
export function joinsTail(tail: Tail, slot: Slot): boolean {
  if (!tail.isSnapshot || endOf(slot) - tail.endMs >= JOIN_MS || !isSnapshot(slot)) return false;
  return !slot.some((r) => Object.keys(r.values).some((phase) => tail.phases.includes(phase)));
}

/** Index behind the group that begins at `from`. */
export function groupEnd(slots: readonly Slot[], from: number): number {
  let to = from + 1;
  const second = slots[to];
  // The ordinary case costs two comparisons.
  if (second === undefined || endOf(second) - endOf(slots[from] as Slot) >= JOIN_MS) return to;
  while (to < slots.length && joinsTail(tailOf(slots.slice(from, to)), slots[to] as Slot)) to++;
  return to;
}

/** True where the very same came before: a repetition, however it was told. */
export function sameContent(a: Reading, b: Reading): boolean {
  return a.quality === b.quality && a.startMs === b.startMs && sameValues(a.values, b.values);
}

/** One reading of a group: each value is the one known last, stamped with the first stamp. */
export function joined(slots: readonly Slot[]): Reading {
  const first = slots[0] as Slot;
  if (slots.length === 1 && first.length === 1) return first[0] as Reading;
  const parts = slots.flat().sort(byKnowledge);
  const last = parts[parts.length - 1] as Reading;
  const values: Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>> = {};
  for (const phase of [...new Set(parts.flatMap((r) => Object.keys(r.values)))].sort() as PhaseTag[]) {
    values[phase] = inOrderOfName(Object.assign({}, ...parts.map((r) => r.values[phase] ?? {})));
  }
  const speaking = parts.filter((r) => Object.keys(r.values).length > 0);
  const quality = (speaking.length > 0 ? speaking : parts).reduce((q, r) => q | r.quality, 0);
  const endMs = endOf(first);
  const startMs = last.startMs === last.endMs ? endMs : last.startMs;
  return { ...last, startMs, endMs, values, quality };
}

function inOrderOfName(of: Partial<Record<QuantityId, number>>): Partial<Record<QuantityId, number>> {
  return Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A total order: two parts that differ never tie. */
function byKnowledge(a: Reading, b: Reading): number {
  if (a.knownAtMs !== b.knownAtMs) return a.knownAtMs - b.knownAtMs;
  const [x, y] = [textOf(a), textOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const textOf = (r: Reading): string =>
  JSON.stringify([r.endMs, r.startMs, r.quality, r.statistic, Object.entries(r.values).sort()]);
