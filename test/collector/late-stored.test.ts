/**
 * Readings late by far more than the detectors remember, through the runner with restarts: what stands in the stores in
 * the end is what the batch finds over the readings in order of time.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectorRunner } from '../../collector/detect-runner.ts';
import { createLiveFold, foldReadings } from '../../collector/fold.ts';
import type { Item, SpoolEntry } from '../../collector/item.ts';
import { aggregateKey, hourKey } from '../../collector/late/difference.ts';
import { disturbanceKey } from '../../core/event.ts';
import type { Aggregate10Min, RecordStore, SeriesStore } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';
import { arrivals, course, METERS, OPTIONS, random, reading, T0 } from './late-cases.ts';

const persist = <T>(_: string, work: () => Promise<T>): Promise<T> => work();

/** Both stores as their contracts say, in memory. A reading that comes again stands in its newer form. */
class Stores {
  readonly facts = new Map<string, unknown>();
  readonly meta = new Map<string, string>();
  readonly readings = new Map<string, Reading>();
  /** Method and interval are kept, as the embedded store does. */
  keepsMethod = true;

  write(all: readonly Reading[]): void {
    for (const r of all) {
      const key = `${r.meter}|${r.endMs}`;
      const before = this.readings.get(key);
      this.readings.set(key, { ...r, values: { ...before?.values, ...r.values } });
    }
  }

  readonly records = {
    putFacts: async (f: Parameters<RecordStore['putFacts']>[0]) => {
      for (const d of f.disturbances ?? []) this.facts.set(disturbanceKey(d), { ...d, knownAtMs: 0 });
      for (const v of f.voltages ?? []) this.facts.set(`hour ${hourKey(v)}`, v);
    },
    withdrawFacts: async (f: Parameters<RecordStore['withdrawFacts']>[0]) => {
      for (const d of f.disturbances) this.facts.delete(disturbanceKey(d));
      for (const v of f.voltages) this.facts.delete(`hour ${hourKey(v)}`);
    },
    getMeta: async (key: string) => this.meta.get(key) ?? null,
    setMeta: async (key: string, value: string) => void this.meta.set(key, value),
  } as unknown as RecordStore;

  readonly series = {
    writeDisturbances: async () => [],
    writeAggregates: async (all: Parameters<SeriesStore['writeAggregates']>[0]) => {
      for (const a of all) this.facts.set(`ten ${aggregateKey(a)}`, a);
      return [];
    },
    withdraw: async (f: Parameters<SeriesStore['withdraw']>[0]) => {
      for (const a of f.aggregates) this.facts.delete(`ten ${aggregateKey(a)}`);
    },
    readAggregates: async (meter: string, range: { readonly fromMs: number; readonly toMs: number }) =>
      [...this.facts]
        .filter(([key]) => key.startsWith(`ten ${meter}|`))
        .map(([, a]) => a as Aggregate10Min)
        .filter((a) => a.endMs > range.fromMs && a.endMs <= range.toMs),
    readReadings: async (meter: string, range: { readonly fromMs: number; readonly toMs: number }) =>
      [...this.readings.values()]
        .filter((r) => r.meter === meter && r.endMs > range.fromMs && r.endMs <= range.toMs)
        .sort((a, b) => a.endMs - b.endMs)
        .map((r) => ({
          endMs: r.endMs,
          startMs: this.keepsMethod ? r.startMs : null,
          method: this.keepsMethod ? r.method : null,
          values: r.values,
          quality: r.quality,
        })),
  } as unknown as SeriesStore;
}

const entryOf = (readings: readonly Reading[]): SpoolEntry => ({
  source: 'test',
  receivedMs: Math.max(...readings.map((r) => r.knownAtMs)),
  items: readings.map((one): Item => ({ kind: 'reading', reading: one })),
});

/** A collector whose detectors are started again at every `restarts`-th push; the sink of readings runs ahead. */
async function collect(pushes: readonly (readonly Reading[])[], stores: Stores, restarts: number, size?: object) {
  let checkpoint: unknown = null;
  const begin = () => {
    const fold = createLiveFold(METERS, { ...OPTIONS, ...size }, checkpoint);
    const late = { stored: stores.series, isStored: async () => true, isBehind: () => false };
    return { fold, runner: detectorRunner(fold, stores.series, stores.records, late) };
  };
  let now = begin();
  for (const [n, push] of pushes.entries()) {
    stores.write(push);
    await now.runner.take([entryOf(push)], persist);
    if (restarts > 0 && n % restarts === restarts - 1) {
      checkpoint = JSON.parse(JSON.stringify(now.runner.checkpoint()));
      now = begin();
    }
  }
  const last = now.fold.finish();
  await stores.records.putFacts(last);
  await stores.series.writeAggregates(last.aggregates);
}

function expected(readings: readonly Reading[]): unknown {
  const stores = new Stores();
  const all = foldReadings(readings, METERS, OPTIONS);
  void stores.records.putFacts(all);
  void stores.series.writeAggregates(all.aggregates);
  return sorted(stores.facts);
}
const sorted = (facts: ReadonlyMap<string, unknown>) =>
  Object.fromEntries([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('readings late beyond memory', () => {
  test('any order, repetitions, parts and restarts leave the facts of the batch', async () => {
    const far = arrivals({ slots: 2000, parts: true, repeats: true });
    await fc.assert(
      fc.asyncProperty(course, far, fc.integer({ min: 0, max: 5 }), async (readings, arrive, restarts) => {
        const stores = new Stores();
        await collect(arrive(readings), stores, restarts);
        expect(sorted(stores.facts)).toEqual(expected(readings));
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  test.each([true, false])('a meter that hands in its days at the end, method kept by the store: %s', async (keeps) => {
    const next = random(7);
    const all = Array.from({ length: 1200 }, (_, n) => {
      const dip = n % 211 < 2 ? 0.86 : n % 307 < 6 ? 0 : 1;
      const noise = 100 + next();
      return reading('m2', '10min', n, { A: noise * dip, B: noise * dip, C: noise * dip });
    });
    const kept = all.filter((_, n) => n < 200 || n >= 700).map((r) => ({ ...r, knownAtMs: r.endMs }));
    const late = all.filter((_, n) => n >= 200 && n < 700).map((r, n) => ({ ...r, knownAtMs: T0 + 1e9 + n }));
    const stores = new Stores();
    stores.keepsMethod = keeps;
    await collect(
      [kept.slice(0, 300), kept.slice(300, 600), kept.slice(600), late.slice(250), late.slice(0, 250)],
      stores,
      2,
    );
    expect(sorted(stores.facts)).toEqual(expected(all));
    expect(Object.keys(sorted(stores.facts)).filter((k) => k.endsWith('outage')).length).toBeGreaterThan(2);
  });
});
