/** The detectors behind the spool: what they find, no longer find, and what a restart in the middle leaves. */
import { describe, expect, test } from 'vitest';
import { detectorRunner } from '../../collector/detect-runner.ts';
import { createLiveFold } from '../../collector/fold.ts';
import type { Item, SpoolEntry } from '../../collector/item.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { FakeRecords, FakeSeries } from './fakes.ts';
import { METERS, OPTIONS, second, T0 } from './late-cases.ts';

const entry = (readings: readonly Reading[], watched?: number): SpoolEntry => ({
  source: 'test',
  receivedMs: Math.max(...readings.map((r) => r.knownAtMs)),
  items: readings.map((reading): Item => ({ kind: 'reading', reading, ...(watched !== undefined && { watched }) })),
});
const persist = <T>(_: string, work: () => Promise<T>): Promise<T> => work();

function start(checkpoint: unknown = null, stores = { series: new FakeSeries(), records: new FakeRecords() }) {
  const fold = createLiveFold(METERS, OPTIONS, checkpoint);
  const runner = detectorRunner(fold, stores.series.asStore(), stores.records.asStore());
  return { ...stores, take: (...entries: SpoolEntry[]) => runner.take(entries, persist), runner };
}
const at = (n: number, pct: number) => second(n, { A: pct, B: pct, C: pct });
const run = (from: number, to: number, pct: number) => Array.from({ length: to - from }, (_, k) => at(from + k, pct));

describe('late readings and the stores', () => {
  test('ask 2: a restart in the middle of an interruption gives one event with its true length', async () => {
    const first = start();
    await first.take(entry([...run(0, 10, 100), ...run(10, 30, 0)]));
    const checkpoint = JSON.parse(JSON.stringify(first.runner.checkpoint()));
    // Nobody listened for two minutes; the supply came back meanwhile and the device kept its values.
    const second = start(checkpoint, first);
    await second.take(entry(run(40, 60, 100)));
    await second.take(entry(run(30, 40, 0)));
    expect(second.records.disturbances).toMatchObject([
      { kind: 'interruption', startMs: T0 + 11_000, durationMs: 30_000, openEnd: false },
    ]);
    expect(second.series.disturbances.map((d) => d.durationMs)).toEqual([30_000]);
  });

  test('our own silence makes no event', async () => {
    const first = start();
    await first.take(entry(run(0, 10, 100)));
    const second = start(JSON.parse(JSON.stringify(first.runner.checkpoint())), first);
    await second.take(entry(run(5000, 5010, 100)));
    expect(second.records.disturbances).toEqual([]);
  });

  test('an event that a late reading moves stands once, in both stores', async () => {
    const { take, records, series } = start();
    await take(entry([at(0, 100), at(2, 60), at(3, 100)]));
    expect(records.disturbances).toMatchObject([{ kind: 'dip', startMs: T0 + 3000 }]);
    await take(entry([{ ...at(1, 70), knownAtMs: T0 + 90_000 }]));
    for (const stored of [records.disturbances, series.disturbances]) {
      expect(stored).toMatchObject([{ kind: 'dip', startMs: T0 + 2000, durationMs: 2000, pct: 60 }]);
    }
  });

  test('flags from the order of arrival do not count; those of the reading itself do', async () => {
    const low = { ...at(1, 60), quality: QUALITY.suspect };
    const doubted = start();
    await doubted.take(entry([at(0, 100), low, at(2, 100)]));
    expect(doubted.records.disturbances).toEqual([]);
    const watched = start();
    await watched.take(entry([at(0, 100)]), entry([low], QUALITY.suspect), entry([at(2, 100)]));
    expect(watched.records.disturbances).toMatchObject([{ kind: 'dip', pct: 60 }]);
  });
});
