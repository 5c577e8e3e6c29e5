/**
 * Counters and failure logs that a device repeats in every message: only what is news goes on. A change is told together
 * with the last instant before it, so that nothing is wider than two messages; without a change once an hour is enough.
 * What could not be stored comes again within that hour.
 */
import type { FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import { type DecodeContext, NOTHING, type Remembered } from './dialect.ts';
import { isObject } from './json.ts';
import type { Sender } from './sender.ts';

const REPEAT_MS = 3_600_000;

interface Seen {
  readonly atMs: number;
  readonly knownAtMs: number;
  readonly toldMs: number;
  readonly counts: MeterCounters['counts'];
}

/** `part` tells counters apart that a device sends in several messages. A copy a broker had kept counts nothing. */
export function counterNews(
  sender: Sender,
  counts: MeterCounters['counts'],
  atMs: number,
  context: DecodeContext,
  part = '',
): { readonly counters: readonly MeterCounters[]; readonly remember: readonly Remembered[] } {
  if (context.retained || Object.keys(counts).length === 0) return { counters: [], remember: [] };
  const { meter } = sender;
  const key = `counters|${sender.device}|${part}`;
  const before = seenOf(context.recall(key));
  const now: MeterCounters = { meter, atMs, knownAtMs: context.receivedMs, counts };
  const isSame = before !== null && JSON.stringify(before.counts) === JSON.stringify(counts);
  const isFresh = before !== null && isSame && atMs - before.toldMs < REPEAT_MS && atMs >= before.atMs;
  const counters: MeterCounters[] = isFresh ? [] : [now];
  if (before !== null && !isSame && before.atMs > before.toldMs && before.atMs < atMs) {
    counters.unshift({ meter, atMs: before.atMs, knownAtMs: before.knownAtMs, counts: before.counts });
  }
  const toldMs = isFresh ? before.toldMs : atMs;
  return { counters, remember: [[key, { atMs, knownAtMs: context.receivedMs, toldMs, counts } satisfies Seen]] };
}

/** Entries of a log that were not told within the last hour. */
export function failureNews(
  sender: Sender,
  log: readonly FailureLogEntry[],
  context: DecodeContext,
): { readonly failures: readonly FailureLogEntry[]; readonly remember: readonly Remembered[] } {
  if (log.length === 0) return { failures: NOTHING.failures, remember: [] };
  const key = `failures|${sender.device}`;
  const known = context.recall(key);
  const text = JSON.stringify(log.map((f) => [f.endMs, f.durationMs]));
  const isTold = isObject(known) && known['text'] === text && context.receivedMs - Number(known['toldMs']) < REPEAT_MS;
  return isTold
    ? { failures: [], remember: [] }
    : { failures: log, remember: [[key, { text, toldMs: context.receivedMs }]] };
}

function seenOf(value: unknown): Seen | null {
  return isObject(value) && isObject(value['counts']) ? (value as unknown as Seen) : null;
}
