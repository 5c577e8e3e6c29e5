/** A held message or fact is tried again: a message by the way it came, a refused fact at the store that refused it. */
import type { Disturbance } from '../core/event.ts';
import type { Aggregate10Min, CollectorState } from '../core/ports.ts';
import type { Reading } from '../core/series.ts';
import type { HeldFile, KeptLetter } from './io/held-file.ts';
import type { Sink } from './sink.ts';
import type { Raw } from './source.ts';

export interface Retried {
  readonly done: readonly string[];
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

export interface RetryParts {
  readonly held: HeldFile;
  readonly sinks: readonly Sink[];
  /** Decodes and stores; resolves to what was wrong with it, null = nothing. */
  readonly again: (raw: Raw) => Promise<string | null>;
  readonly now: () => number;
}

/** What is needed beside its bytes to send a message the same way once more. */
export interface MessageAgain {
  readonly source: string;
  readonly retained: boolean;
}

/** Those that succeed are marked as done by `by`; the others stay open, each with its reason. */
export async function retryLetters(ids: readonly string[], by: string, parts: RetryParts): Promise<Retried> {
  const box = await parts.held.box();
  const done: string[] = [];
  const failed: { id: string; reason: string }[] = [];
  for (const id of ids) {
    const letter = await box.get(id);
    const reason = letter === null ? 'there is none with this id' : letter.done ? null : await outcome(letter, parts);
    if (reason === null) done.push(id);
    else failed.push({ id, reason });
  }
  if (done.length > 0) await box.markDone(done, by, parts.now());
  return { done, failed };
}

async function outcome(letter: KeptLetter, parts: RetryParts): Promise<string | null> {
  try {
    return letter.sink === undefined ? await message(letter, parts) : await fact(letter, parts);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

async function message(letter: KeptLetter, { again }: RetryParts): Promise<string | null> {
  const how = letter.again as MessageAgain | undefined;
  if (letter.kind !== 'message' || how === undefined)
    return 'the answer of a poll is out of date: the meter is asked again anyway';
  const bytes = Buffer.from(String(letter.content), 'base64');
  return await again({ kind: 'message', topic: letter.subject, receivedMs: letter.atMs, bytes, ...how });
}

async function fact(letter: KeptLetter, { sinks }: RetryParts): Promise<string | null> {
  const store = sinks.find((s) => s.name === letter.sink)?.store;
  if (store === undefined) return `no store is called ${letter.sink} now`;
  switch (letter.kind) {
    case 'reading':
      return (await store.writeReadings([letter.content as Reading])).refused[0]?.reason ?? null;
    case 'aggregate':
      return (await store.writeAggregates([letter.content as Aggregate10Min]))[0]?.reason ?? null;
    case 'disturbance':
      return (await store.writeDisturbances([letter.content as Disturbance]))[0]?.reason ?? null;
    default:
      return (await store.writeCollector([letter.content as CollectorState]))[0]?.reason ?? null;
  }
}
