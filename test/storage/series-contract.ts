/** What every `SeriesStore` must do, whatever is behind it. `fresh()` gives an opened, empty store. */
import { expect, test } from 'vitest';
import type { SeriesStore } from '../../core/ports.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { aggregate, BASE_MS, disturbance, meterId, reading, TEN_MIN_MS } from './readings.ts';

const DAY = { fromMs: BASE_MS - 86_400_000, toMs: BASE_MS + 86_400_000 };
const M1 = meterId('m1');

export function seriesContract(name: string, fresh: () => Promise<SeriesStore>): void {
  const values = async (store: SeriesStore, meter = M1, quantity: 'u' | 'uMin' | 'i' = 'u') =>
    (await store.readPoints(meter, quantity, DAY)).map((p) => [p.phase, p.timeMs - BASE_MS, p.value, p.quality]);

  test(`${name}: a reading comes back by quantity and phase, to the millisecond`, async () => {
    const store = await fresh();
    const at = BASE_MS + 88;
    const written = await store.writeReadings([
      reading('m1', at, {
        A: { u: 221.3, uMin: 207.25, i: 4.5 },
        B: { u: 219.8 },
        CA: { u: 381.1 },
        total: { f: 50.01 },
      }),
      reading('m2', at, { A: { u: 231.9 } }),
    ]);
    expect(written.refused).toEqual([]);
    expect(await values(store)).toEqual([
      ['A', 88, 221.3, 0],
      ['B', 88, 219.8, 0],
      ['CA', 88, 381.1, 0],
    ]);
    expect(await values(store, M1, 'uMin')).toEqual([['A', 88, 207.25, 0]]);
    expect(await values(store, M1, 'i')).toEqual([['A', 88, 4.5, 0]]);
    expect(await store.countReadings(M1)).toBe(4);
    expect(await store.countReadings(null)).toBe(5);
  });

  test(`${name}: the range is open at its start and closed at its end`, async () => {
    const store = await fresh();
    await store.writeReadings([0, 1, 2].map((k) => reading('m1', BASE_MS + k * TEN_MIN_MS, { A: { u: 220 + k } })));
    const range = { fromMs: BASE_MS, toMs: BASE_MS + TEN_MIN_MS };
    expect((await store.readPoints(M1, 'u', range)).map((p) => p.value)).toEqual([221]);
    const just = { fromMs: BASE_MS - 0.5, toMs: BASE_MS + TEN_MIN_MS - 0.5 };
    expect((await store.readPoints(M1, 'u', just)).map((p) => p.value)).toEqual([220]);
  });

  test(`${name}: the same reading twice is one; a newer value stands, a value it lacks is kept`, async () => {
    const store = await fresh();
    await store.writeReadings([reading('m1', BASE_MS, { A: { u: 221.3, i: 4.5 } })]);
    await store.writeReadings([reading('m1', BASE_MS, { A: { u: 221.3, i: 4.5 } })]);
    expect(await store.countReadings(M1)).toBe(1);
    await store.writeReadings([reading('m1', BASE_MS, { A: { u: 219.7 } }, { quality: QUALITY.late })]);
    expect(await values(store)).toEqual([['A', 0, 219.7, QUALITY.late]]);
    expect(await values(store, M1, 'i')).toEqual([['A', 0, 4.5, QUALITY.late]]);
    const twice = [reading('m1', BASE_MS, { A: { u: 218.1 } }), reading('m1', BASE_MS, { A: { u: 218.2 } })];
    await store.writeReadings(twice);
    expect((await values(store)).map((v) => v[2])).toEqual([218.2]);
    expect(await store.countReadings(M1)).toBe(1);
  });

  test(`${name}: late and out-of-order readings enter and are read back in order`, async () => {
    const store = await fresh();
    for (const k of [3, 1, 5, 2, 4])
      await store.writeReadings([reading('m1', BASE_MS + k * 1000, { A: { u: 220 + k } })]);
    expect((await values(store)).map((v) => v[2])).toEqual([221, 222, 223, 224, 225]);
  });

  test(`${name}: missing stays missing, 256 V and 0 V are kept, quality travels`, async () => {
    const store = await fresh();
    const suspect = QUALITY.suspect | QUALITY.duringEvent;
    await store.writeReadings([
      reading('m1', BASE_MS, { A: { u: Number.NaN, i: 3.5 }, B: {}, C: { u: 256 } }, { quality: suspect }),
      reading('m1', BASE_MS + 1000, { A: { u: 0 }, B: { u: Number.POSITIVE_INFINITY } }),
      reading('m1', BASE_MS + 2000, {}, { quality: QUALITY.notAvailable }),
    ]);
    expect(await values(store)).toEqual([
      ['A', 1000, 0, 0],
      ['C', 0, 256, suspect],
    ]);
    expect(await values(store, M1, 'i')).toEqual([['A', 0, 3.5, suspect]]);
    expect(await store.countReadings(M1)).toBe(6);
  });

  test(`${name}: a reading that can't be kept is handed back, its neighbours are stored`, async () => {
    const store = await fresh();
    const bad = [reading('m1', Number.NaN, { A: { u: 220 } }), reading('a\nb', BASE_MS, { A: { u: 220 } })];
    const good = [reading('m1', BASE_MS, { A: { u: 220.5 } }), reading('m1', BASE_MS + 1, { A: { u: 221.5 } })];
    const { refused } = await store.writeReadings([good[0], bad[0], bad[1], good[1]] as Reading[]);
    expect(refused.map((r) => r.reading)).toEqual(bad);
    for (const r of refused) expect(r.reason).not.toBe('');
    expect((await values(store)).map((v) => v[2])).toEqual([220.5, 221.5]);
  });

  test(`${name}: ids with blanks, commas, quotes, equals signs and Chinese letters are kept apart`, async () => {
    const store = await fresh();
    const names = ['a b', 'a,b', 'a=b', `a'b`, 'a"b', 'a\\b', '天河 3#台区', "x' OR meter =~ /.*/ --"];
    store.setMeterTags(new Map(names.map((n) => [meterId(n), { feeder: '石牌 F1, 甲=乙', area: '' }])));
    await store.writeReadings(names.map((n, k) => reading(n, BASE_MS, { A: { u: 220 + k } })));
    for (const [k, n] of names.entries()) {
      expect((await store.readPoints(meterId(n), 'u', DAY)).map((p) => p.value)).toEqual([220 + k]);
      expect(await store.countReadings(meterId(n))).toBe(1);
    }
    expect((await store.lastVoltages([meterId(`a'b`), meterId('a b')])).map((p) => p.meter).sort()).toEqual([
      'a b',
      `a'b`,
    ]);
  });

  test(`${name}: the last voltage of each phase is the newest good one`, async () => {
    const store = await fresh();
    await store.writeReadings([
      reading('m1', BASE_MS, { A: { u: 219.1 }, B: { u: 220.2 } }),
      reading('m1', BASE_MS + 1000, { A: { u: 218.3 }, B: { i: 2 } }, { quality: QUALITY.duringEvent }),
      reading('m1', BASE_MS + 2000, { A: { u: 460 } }, { quality: QUALITY.suspect }),
      reading('m2', BASE_MS + 500, { A: { u: 231.4 } }),
      reading('m3', BASE_MS, { A: { u: 225.5 } }),
      reading('m3', BASE_MS + 1000, { A: { u: 451 } }),
    ]);
    await store.writeReadings([reading('m3', BASE_MS + 1000, { A: { u: 451 } }, { quality: QUALITY.suspect })]);
    const seen = (await store.lastVoltages([])).map((p) => [p.meter, p.phase, p.timeMs - BASE_MS, p.value]);
    expect(seen.sort()).toEqual([
      ['m1', 'A', 1000, 218.3],
      ['m1', 'B', 0, 220.2],
      ['m2', 'A', 500, 231.4],
      ['m3', 'A', 0, 225.5],
    ]);
    expect((await store.lastVoltages([meterId('m2')])).map((p) => p.value)).toEqual([231.4]);
    expect(await store.lastVoltages([meterId('nobody')])).toEqual([]);
  });

  test(`${name}: 10-minute values: null stays null, the same one twice is one, flags are kept`, async () => {
    const store = await fresh();
    const rows = [
      aggregate('m1', BASE_MS),
      aggregate('m1', BASE_MS, {
        phase: 'B',
        uMeanV: null,
        uMinV: null,
        uMaxV: null,
        u2Pct: null,
        pst: null,
        n: 0,
        flagged: true,
      }),
      aggregate('m1', BASE_MS + TEN_MIN_MS, { uMeanV: 222.6 }),
    ];
    await store.writeAggregates(rows);
    await store.writeAggregates(rows.slice(0, 1));
    await store.writeAggregates([aggregate('m1', BASE_MS + TEN_MIN_MS, { uMeanV: 223.7 })]);
    const [first, second] = rows;
    const read = await store.readAggregates(M1, DAY);
    expect(read).toEqual([first, aggregate('m1', BASE_MS + TEN_MIN_MS, { uMeanV: 223.7 }), second]);
  });

  test(`${name}: ends of 10-minute values are counted per meter, once however many phases and writes`, async () => {
    const store = await fresh();
    const at = (k: number) => BASE_MS + k * TEN_MIN_MS;
    await store.writeAggregates([
      ...[1, 2, 3, 4].flatMap((k) => [aggregate('m1', at(k)), aggregate('m1', at(k), { phase: 'C' })]),
      aggregate('m1', at(5), { n: 0, uMeanV: null }),
      aggregate('m2', at(3)),
    ]);
    await store.writeAggregates([aggregate('m1', at(2), { uMeanV: 222.2 })]);
    const count = async (from: number, to: number) =>
      Object.fromEntries((await store.countAggregates?.({ fromMs: at(from), toMs: at(to) })) ?? []);
    expect(await count(0, 10)).toEqual({ m1: 4, m2: 1 });
    expect(await count(1, 3)).toEqual({ m1: 2, m2: 1 });
    expect(await count(6, 10)).toEqual({});
  });

  test(`${name}: all that is kept of a meter's readings is read back, phases together`, async () => {
    const store = await fresh();
    await store.writeReadings([
      reading('m1', BASE_MS, { A: { u: 221.3, uMin: 207.25, i: 4.5 }, B: { u: 219.8 }, total: { f: 50.01 } }),
      reading('m1', BASE_MS + TEN_MIN_MS, { A: { u: 222.5 } }, { quality: QUALITY.suspect }),
      reading('m1', BASE_MS + 2 * TEN_MIN_MS, { A: { u: 223.5 } }),
      reading('m2', BASE_MS, { A: { u: 231.9 } }),
    ]);
    const range = { fromMs: BASE_MS - 1, toMs: BASE_MS + TEN_MIN_MS };
    const read = await store.readReadings(M1, range);
    expect(read.map((r) => [r.endMs - BASE_MS, r.values, r.quality])).toEqual([
      [0, { A: { u: 221.3, uMin: 207.25, i: 4.5 }, B: { u: 219.8 }, total: { f: 50.01 } }, 0],
      [TEN_MIN_MS, { A: { u: 222.5 } }, QUALITY.suspect],
    ]);
    expect(read.every((r) => r.method === null || r.method === '10min')).toBe(true);
    expect(read.every((r) => r.startMs === null || r.endMs - r.startMs === TEN_MIN_MS)).toBe(true);
  });

  test(`${name}: ten-minute values and events taken back are gone; what is not there is gone already`, async () => {
    const store = await fresh();
    await store.writeAggregates([aggregate('m1', BASE_MS), aggregate('m1', BASE_MS, { phase: 'B' })]);
    await store.writeDisturbances([disturbance('m1', BASE_MS), disturbance('m1', BASE_MS + 60_000)]);
    const gone = { disturbances: [disturbance('m1', BASE_MS)], aggregates: [aggregate('m1', BASE_MS)] };
    await store.withdraw(gone);
    await store.withdraw(gone);
    await store.withdraw({ disturbances: [], aggregates: [] });
    expect((await store.readAggregates(M1, DAY)).map((a) => a.phase)).toEqual(['B']);
  });

  test(`${name}: disturbances and collector states are taken, empty batches too`, async () => {
    const store = await fresh();
    await store.writeDisturbances([
      disturbance('m1', BASE_MS + 0.25),
      disturbance('m1', BASE_MS + 5, { durationMs: null, pct: null }),
    ]);
    const state = {
      source: 'mqtt',
      meter: M1,
      atMs: BASE_MS,
      lagMs: 1200,
      gap: 0,
      errors: 2,
      clockOffsetMs: null,
    } as const;
    await store.writeCollector([
      { ...state, silence: 'comms_lost' },
      { ...state, meter: null, silence: null },
    ]);
    await store.writeReadings([]);
    await store.writeAggregates([]);
    await store.writeDisturbances([]);
    await store.writeCollector([]);
    expect(await store.countReadings(null)).toBe(0);
  });

  test(`${name}: a batch of 20 000 readings is stored whole`, async () => {
    const store = await fresh();
    const batch = Array.from({ length: 20_000 }, (_, k) =>
      reading(`m${k % 50}`, BASE_MS + Math.floor(k / 50) * 1000, { A: { u: 220 + (k % 97) / 10 } }),
    );
    expect((await store.writeReadings(batch)).refused).toEqual([]);
    expect(await store.countReadings(null)).toBe(20_000);
    expect(await store.countReadings(meterId('m7'))).toBe(400);
    const read = await store.readPoints(meterId('m7'), 'u', DAY);
    const written = batch.filter((r) => r.meter === 'm7');
    expect(read.map((p) => [p.timeMs, p.value])).toEqual(written.map((r) => [r.endMs, r.values.A?.u]));
  });
}
