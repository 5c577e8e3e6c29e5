/** What the recording page draws: curves on common times, frames, ticks, the magnitude–duration plot, names of files. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAt, rowsOf, shortNumber } from '../../console/recording/curves.ts';
import { limitLines, magnitudePlot, stepsOf } from '../../console/recording/magnitude.ts';
import { numberText } from '../../console/recording/number-text.ts';
import { packName, uniqueNames } from '../../console/recording/pack-names.ts';
import { familyOf, panelsOf, phaseHint } from '../../console/recording/panels.ts';
import { clockTime, preciseTime, timeTicks } from '../../console/recording/time-axis.ts';
import { eventRows } from '../../console/recording/view.ts';
import { itic } from '../../core/limits/itic.ts';
import { semiF47 } from '../../core/limits/semi-f47.ts';
import { curve, event, part, recording } from './recordings.ts';

test('curves of different times share one list: absent is undefined, broken is null, a thinned time has two rows', () => {
  const thinned = { ...curve('b', [10, 20], [0, 0]), min: [-3, 7], max: [5, 7] };
  expect(rowsOf([curve('a', [0, 10], [1, null]), thinned])).toEqual({
    timesMs: [0, 10, 10, 20],
    columns: [
      [1, null, null, undefined],
      [undefined, -3, 5, 7],
    ],
  });
});

test('no value of any curve is lost or moved, and times never fall', () => {
  const any = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 })
    .map((times) => times.sort((a, b) => a - b))
    .chain((times) =>
      fc
        .array(fc.option(fc.integer({ min: -9, max: 9 })), { minLength: times.length, maxLength: times.length })
        .map((values) => curve('c', times, values)),
    );
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (curves) => {
      const { timesMs, columns } = rowsOf(curves);
      for (let i = 1; i < timesMs.length; i++) expect(timesMs[i]).toBeGreaterThanOrEqual(timesMs[i - 1] ?? 0);
      curves.forEach((c, k) => {
        const kept = timesMs.flatMap((t, i) => (columns[k]?.[i] === undefined ? [] : [[t, columns[k]?.[i]]]));
        expect(kept).toEqual(c.timesMs.map((t, i) => [t, c.max[i]]));
      });
    }),
    { seed: 251_127, numRuns: 200 },
  );
});

test('the cursor reads the nearest time', () => {
  const c = { ...curve('a', [0, 10, 20], [1, 2, null]), min: [1, -2, null] };
  expect([-5, 4, 6, 14, 16, 99].map((ms) => readAt(c, ms)?.max ?? null)).toEqual([1, 1, 2, 2, null, null]);
  expect(readAt(c, 9)).toEqual({ min: -2, max: 2 });
  expect(readAt(curve('none', [], []), 3)).toBeNull();
});

test('numbers keep four digits that count', () => {
  const said = [0, 230.456, -98.7654, 3202.87, 0.01234, 34_000, 1_234_567, 0.00001].map(shortNumber);
  expect(said).toEqual(['0', '230.5', '-98.77', '3203', '0.0123', '34000', '1.23e+6', '1.00e-5']);
});

test('a group has its waves and below them its RMS; other channels come by unit, phases of one thing together', () => {
  const wave = (name: string, unit: string) => curve(name, [0], [1], { unit });
  const rms = (name: string, channel: string) => curve(name, [0], [99], { unit: '%', channel });
  const group = (names: string[], udinV: number) => ({
    connection: 'LN' as const,
    members: names.map((name, i) => ({ channel: 'ABC'[i] ?? 'A', name })),
    udinV,
    udinFrom: 'record' as const,
  });
  const one = part({ groups: [group(['Ua', 'Ub'], 230), group(['Va'], 57.7)] });
  const waves = ['Ia1', 'Va', 'Ub', 'Ib1', 'I0', 'Ic1', 'Ua', 'T'].map((n) =>
    wave(n, n === 'T' ? '°C' : n[0] === 'I' ? 'A' : 'V'),
  );
  const panels = panelsOf(one, { fromMs: 0, toMs: 1, waves, rms: [rms('Ua', 'A'), rms('Ub', 'B'), rms('Va', 'A')] });
  expect(
    panels.map((p) => [p.kind, p.unit, p.udinV, p.curves.map((c) => `${c.curve.name}:${c.channel}`).join(' ')]),
  ).toEqual([
    ['wave', 'V', null, 'Ua:A Ub:B'],
    ['rms', '%', 230, 'Ua:A Ub:B'],
    ['wave', 'V', null, 'Va:A'],
    ['rms', '%', 57.7, 'Va:A'],
    ['wave', 'A', null, 'Ia1:A Ib1:B Ic1:C'],
    ['wave', 'A', null, 'I0:null'],
    ['wave', '°C', null, 'T:null'],
  ]);
});

test('the phase of a name is found for its colour, and no phase where there is none', () => {
  const names = ['Ia', 'IB1', 'I_C', 'IL2', 'ток c', '220kV_211开关_Ia', 'Ib对侧', 'I3', '3I0', 'Vab', 'IN', 'Cabin'];
  expect(names.map(phaseHint)).toEqual(['A', 'B', 'C', 'B', 'C', 'A', 'B', 'C', null, null, null, null]);
  expect(['Ia1', 'Ic1', 'Ia2', 'I1', 'I3', 'IL1', 'IL3', '3I0'].map(familyOf)).toEqual([
    ...['i1', 'i1', 'i2', 'i', 'i', 'i', 'i', '3i0'],
  ]);
});

test('ticks stand on round wall-clock times of the zone, at most as many as asked for', () => {
  const startMs = Date.parse('2026-07-01T10:00:00.087Z');
  const ask = { startMs, zone: 'Asia/Kolkata', ticksMax: 6 };
  expect(timeTicks({ ...ask, fromMs: 0, toMs: 100 }).map((t) => [t.atMs, t.label])).toEqual([
    [13, '15:30:00.100'],
    [33, '15:30:00.120'],
    [53, '15:30:00.140'],
    [73, '15:30:00.160'],
    [93, '15:30:00.180'],
  ]);
  const day = timeTicks({ ...ask, fromMs: 0, toMs: 86_400_000 }).map((t) => t.label);
  expect(day).toEqual(['18:00', '07-02', '06:00', '12:00']);
  const fine = timeTicks({ ...ask, fromMs: 12.955, toMs: 13.055 }).map((t) => t.label);
  expect(fine).toEqual(['.09996', '.09998', '.10000', '.10002', '.10004'].map((end) => `15:30:00${end}`));
  for (const span of [0.5, 7, 333, 9_999, 400_000, 1e8, 3e10]) {
    const ticks = timeTicks({ ...ask, fromMs: 5, toMs: 5 + span });
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThanOrEqual(7);
  }
  expect(preciseTime(startMs, 'Asia/Shanghai', true)).toBe('2026-07-01 18:00:00.087 +08:00');
  expect(clockTime(startMs + 0.04, 'UTC', 0.01)).toBe('10:00:00.08704');
});

/** ITIC 2000 and SEMI F47-0706 as published: corner by corner, seconds and per cent. */
const ITIC_LOW = '0.001,0 0.02,0 0.02,70 0.5,70 0.5,80 10,80 10,90 100,90';
const ITIC_HIGH = '0.001,200 0.001,200 0.001,140 0.003,140 0.003,120 0.5,120 0.5,110 100,110';
const SEMI_DEMANDED = '0.001,0 0.05,0 0.05,50 0.2,50 0.2,70 0.5,70 0.5,80 1,80';
const SEMI_RECOMMENDED = '1,80 10,80 10,90 100,90';

test('the curves of the plot are the published ones, and a recommendation is marked as such', () => {
  const lines = limitLines(100_000).map((l) => ({
    ...l,
    corners: l.corners.map((c) => `${c.ms / 1000},${c.pct}`).join(' '),
  }));
  expect(lines).toEqual([
    { id: 'itic', unconfirmed: true, corners: ITIC_LOW },
    { id: 'itic', unconfirmed: true, corners: ITIC_HIGH },
    { id: 'semi_f47', unconfirmed: false, corners: SEMI_DEMANDED },
    { id: 'semi_f47', unconfirmed: true, corners: SEMI_RECOMMENDED },
  ]);
});

test('a point lies on the side of the drawn line that its class names', () => {
  const [low, high, demanded, recommended] = limitLines(100_000).map((l) => l.corners);
  const levelAt = (corners: readonly { ms: number; pct: number }[], ms: number) =>
    corners.findLast((c) => c.ms < ms)?.pct ?? 0;
  const semi = [...(demanded ?? []), ...(recommended ?? [])];
  // Corners stand on whole milliseconds and per cents: half a one beside them is never on a line.
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_000 }), fc.integer({ min: 0, max: 199 }), (wholeMs, wholePct) => {
      const [durationMs, pct] = [wholeMs + 0.5, wholePct + 0.5];
      const dip = { kind: 'dip', pct, durationMs } as const;
      expect(itic.classify(dip)).toBe(pct > levelAt(low ?? [], durationMs) ? 'inside' : 'outside');
      const isBelow = pct < levelAt(high ?? [], durationMs);
      expect(itic.classify({ ...dip, kind: 'swell' })).toBe(isBelow ? 'inside' : 'outside');
      expect(semiF47.classify(dip)).toBe(pct > levelAt(semi, durationMs) ? 'inside' : 'outside');
    }),
    { seed: 251_128, numRuns: 500 },
  );
});

test('events with a magnitude and a duration become points; an open one is at least as long as it was seen', () => {
  const rows = eventRows(
    recording([
      part({
        durationMs: 1000,
        events: [
          event({ kind: 'dip', atMs: 10, durationMs: 110, pct: 40 }),
          event({ kind: 'swell', atMs: 20, durationMs: 250_000, pct: 261 }),
          event({ kind: 'interruption', atMs: 400, durationMs: null, openEnd: true, pct: 2 }),
          event({ kind: 'dip', atMs: 30, durationMs: null, openEnd: false, pct: 80 }),
          event({ kind: 'rvc', atMs: 40, durationMs: 100, pct: 4 }),
          event({ kind: 'dip', atMs: 50, durationMs: 100, pct: null }),
        ],
      }),
    ]),
  );
  const plot = magnitudePlot(rows);
  expect(plot.points.map((p) => [p.ms, p.pct, p.atLeast]).sort()).toEqual([
    [110, 40, false],
    [250_000, 261, false],
    [600, 2, true],
  ]);
  expect([plot.left, plot.toMs, plot.topPct]).toEqual([3, 1_000_000, 300]);
  expect(magnitudePlot([])).toMatchObject({ toMs: 100_000, topPct: 200, points: [], left: 0 });
  expect(
    stepsOf(
      [
        { upToMs: 5, pct: 1 },
        { upToMs: 9, pct: 2 },
      ],
      6,
      8,
    ),
  ).toEqual([
    { ms: 6, pct: 2 },
    { ms: 8, pct: 2 },
  ]);
});

test('a number says its unit, in the trade where it has a word there', () => {
  expect(numberText('sagEnergyS', 0.15)).toEqual({ zh: '暂降能量 0.1500 s', en: 'sag energy 0.1500 s' });
  expect(numberText('peakOffsetMs', 3)).toEqual({ zh: 'peak offset 3 ms', en: 'peak offset 3 ms' });
  expect(numberText('count', 7).en).toBe('count 7');
});

test('files that travel together have a name, and each its own', () => {
  expect(packName(['a.pqd'])).toBe('a.pqd');
  expect(packName(['Störung 1.cfg', 'Störung 1.dat'])).toBe('Störung 1.zip');
  expect(uniqueNames(['a.cfg', 'A.cfg', 'a.dat', 'a.cfg', 'b'])).toEqual(['a.cfg', 'A-2.cfg', 'a.dat', 'a-3.cfg', 'b']);
});
