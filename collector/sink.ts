/**
 * The reader of the spool that fills one series store: readings, and what follows from them, in order. Each store has
 * its own, with its own offset and its own pauses; one that is away holds up no other and nothing that comes in.
 */
import type { Refused, SeriesStore } from '../core/ports.ts';
import { StoreGone } from '../storage/failure.ts';
import type { Persist, Work } from './consumer.ts';
import type { Derived } from './derived.ts';
import type { HeldFile } from './io/held-file.ts';
import { readingsOf, type SpoolEntry } from './item.ts';

export interface Sink {
  /** Its place in the spool goes by this name: another name starts at the oldest entry that is still there. */
  readonly name: string;
  readonly store: SeriesStore;
  /** Whether `open()` of the store is done; absent = it is. */
  readonly isOpen?: boolean;
}

/** Readings of one write; stores are fastest between one and five thousand. */
const BATCH_READINGS = 5_000;

export interface SinkWriter extends Work {
  /** Facts the store refused, wholly or in part. */
  refused(): number;
}

/** What the store refuses goes to the held file with the store's reason, the rest is stored. */
export function sinkWriter(sink: Sink, held: HeldFile, now: () => number): SinkWriter {
  const { store, name } = sink;
  let isOpen = sink.isOpen ?? true;
  let refusedCount = 0;

  /** A store that was away at the start, or was removed under our feet, is opened before the next try. */
  async function opened<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (!isOpen) await store.open();
      isOpen = true;
      return await work();
    } catch (cause) {
      if (cause instanceof StoreGone) isOpen = false;
      throw cause;
    }
  }

  async function hold(kind: string, refused: readonly Refused<{ readonly meter: string | null }>[], persist: Persist) {
    refusedCount += refused.length;
    for (const { fact, reason, lost } of refused) {
      const subject = `store ${fact.meter ?? ''}`;
      const meter = fact.meter;
      const one = { atMs: now(), subject, reason, content: fact, meter, sink: name, kind, lost };
      await persist('holding what a store refused', () => held.hold(one));
    }
  }

  async function write(derived: Derived, persist: Persist): Promise<void> {
    const to = `to ${name}`;
    switch (derived.kind) {
      case 'disturbances': {
        const refused = await persist(`writing events ${to}`, () =>
          opened(() => store.writeDisturbances(derived.facts)),
        );
        return await hold('disturbance', refused, persist);
      }
      case 'aggregates': {
        const refused = await persist(`writing aggregates ${to}`, () =>
          opened(() => store.writeAggregates(derived.facts)),
        );
        return await hold('aggregate', refused, persist);
      }
      case 'states': {
        const refused = await persist(`writing states ${to}`, () => opened(() => store.writeCollector(derived.facts)));
        return await hold('state', refused, persist);
      }
      case 'withdrawn':
        return await persist(`taking points back ${to}`, () => opened(() => store.withdraw(derived)));
    }
  }

  return {
    name,
    async take(entries: readonly SpoolEntry[], persist: Persist) {
      const readings = readingsOf(entries).filter(hasValues);
      for (let at = 0; at < readings.length; at += BATCH_READINGS) {
        const batch = readings.slice(at, at + BATCH_READINGS);
        const { refused } = await persist(`writing readings to ${name}`, () =>
          opened(() => store.writeReadings(batch)),
        );
        const facts = refused.map(({ reading, reason, lost = null }) => ({ fact: reading, reason, lost }));
        await hold('reading', facts, persist);
      }
      for (const derived of joined(entries)) await write(derived, persist);
    },
    checkpoint: () => null,
    refused: () => refusedCount,
  };
}

/** Writes of one kind that follow each other as one: a store takes a hundred as dearly as a thousand. */
function joined(entries: readonly SpoolEntry[]): readonly Derived[] {
  const all: Derived[] = [];
  for (const { derived } of entries) {
    if (derived === undefined) continue;
    const last = all.at(-1);
    if (last?.kind === 'withdrawn' || last?.kind !== derived.kind) all.push(derived);
    else all[all.length - 1] = { ...last, facts: [...last.facts, ...derived.facts] } as Derived;
  }
  return all;
}

/** A reading of which nothing was usable is counted and shown, but it is no point and no event. */
function hasValues(r: { readonly values: object }): boolean {
  return Object.keys(r.values).length > 0;
}
