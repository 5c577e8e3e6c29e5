/** From 10/12-cycle values to 150/180 cycles, 10 minutes and 2 hours. */
import { describe, expect, test } from 'vitest';
import {
  type Aggregate,
  type CycleBlock,
  finishAggregation,
  startAggregation,
  stepAggregation,
} from '../../collector/measure/cycles/aggregate.ts';
import { flaggingIntervals, isFlagged, joined } from '../../collector/measure/cycles/flags.ts';
import { recordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import { cycleWindows } from '../../collector/measure/cycles/windows.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { madeRecording, threePhases } from './recordings.ts';

const TICK = 1_780_000_200_000;
const MIN_10 = 600_000;

/** Half-cycle marks of a constant frequency, without a wave behind them: nothing moves them. */
function windowsAt(hz: number, startMs: number, seconds: number) {
  const n = Math.floor(2 * hz * seconds);
  const atMs = Float64Array.from({ length: n }, (_, i) => (i * 500) / hz);
  const wave = { timesMs: Float64Array.of(0, 1000 * seconds), values: new Float64Array(2), first: 0, end: 2 };
  return cycleWindows({ atMs, periodMs: new Float64Array(n).fill(1000 / hz) }, wave, { startMs, nominalHz: 50 });
}

function blocksAt(hz: number, startMs: number, seconds: number, valuesAt: (ms: number) => number[]): CycleBlock[] {
  return windowsAt(hz, startMs, seconds).map((w) => ({
    startMs: startMs + w.fromMs,
    endMs: startMs + w.toMs,
    cycles: w.cycles,
    tenMinutesEndMs: w.tenMinutesEndMs,
    flagged: false,
    values: valuesAt(startMs + w.fromMs),
  }));
}

function aggregate(blocks: readonly CycleBlock[], throughJson = false): Aggregate[] {
  let state = startAggregation();
  const out: Aggregate[] = [];
  for (const b of blocks) {
    out.push(...stepAggregation(state, b));
    if (throughJson) state = JSON.parse(JSON.stringify(state));
  }
  return [...out, ...finishAggregation(state)];
}

describe('re-synchronisation at the tick', () => {
  test('50 Hz exactly: 3000 windows in ten minutes, none runs over', () => {
    expect(TICK % MIN_10).toBe(0);
    const windows = windowsAt(50, TICK, 1200.2);
    const first = windows.filter((w) => w.tenMinutesEndMs === TICK + MIN_10);
    expect(first.length).toBe(3000);
    expect(windows.some((w) => w.tenMinutesEndMs === null)).toBe(false);
  });

  test('49.9 Hz: the window over the tick belongs to the time before, a fresh one starts at the tick, the old 150 cycles end', () => {
    const hz = 49.9;
    const windows = windowsAt(hz, TICK, 1200.2);
    const before = windows.filter((w) => w.tenMinutesEndMs === TICK + MIN_10);
    const tails = windows.filter((w) => w.tenMinutesEndMs === null);
    const after = windows.filter((w) => w.tenMinutesEndMs === TICK + 2 * MIN_10);
    // 29 940 cycles end 2994 windows exactly at the tick, 199 × 15 + 9: six more end the last 150 cycles.
    expect([before.length, tails.length]).toEqual([2994, 6]);
    expect(tails[0]!.fromMs).toBe(before.at(-1)!.toMs);
    expect(after[0]!.fromMs).toBeGreaterThanOrEqual(MIN_10);
    expect(after[0]!.fromMs).toBeLessThan(MIN_10 + 500 / hz);
  });

  test('50.03 Hz: the last window of the interval overlaps the tick', () => {
    const windows = windowsAt(50.03, TICK, 620);
    const before = windows.filter((w) => w.tenMinutesEndMs === TICK + MIN_10);
    expect(before.length).toBe(3002);
    expect(before.at(-1)!.fromMs).toBeLessThan(MIN_10);
    expect(before.at(-1)!.toMs).toBeGreaterThan(MIN_10);
    const fresh = windows.find((w) => w.tenMinutesEndMs === TICK + 2 * MIN_10)!;
    expect(fresh.fromMs).toBeLessThan(before.at(-1)!.toMs);
  });

  test('150 cycles: 15 consecutive values each, also over the tick', () => {
    const found = aggregate(blocksAt(49.9, TICK, 1200.2, () => [230]));
    const threes = found.filter((a) => a.interval === '150/180-cycle');
    expect(threes.slice(0, 200).every((a) => a.n === 15)).toBe(true);
    const over = threes.filter((a) => a.startMs < TICK + MIN_10 && a.endMs > TICK + MIN_10);
    expect(over.length).toBe(1);
    const fresh = threes.find((a) => a.startMs >= TICK + MIN_10)!;
    expect(fresh.startMs).toBeLessThan(over[0]!.endMs);
    for (const a of threes) expect(Math.abs(a.endMs - a.startMs - 150_000 / 49.9)).toBeLessThan(0.01);
  });
});

describe('values', () => {
  test('root of the mean square: 3 min at 240 V, 7 min at 220 V', () => {
    const u = (ms: number) => [ms < TICK + 180_000 ? 240 : 220, 7];
    const [ten] = aggregate(blocksAt(50, TICK, 600.2, u)).filter((a) => a.interval === '10min');
    expect(ten!.endMs).toBe(TICK + MIN_10);
    expect(ten!.n).toBe(3000);
    expect(ten!.values[0]).toBeCloseTo(Math.sqrt(0.3 * 240 ** 2 + 0.7 * 220 ** 2), 6);
    expect(ten!.values[1]).toBeCloseTo(7, 9);
    expect(ten!.coveredPct).toBeCloseTo(100, 2);
    expect(ten!.hz).toBeCloseTo(50, 6);
  });

  test('less than 90 % known is unknown, quantity by quantity', () => {
    const u = (ms: number) => [ms < TICK + 59_000 ? Number.NaN : 230, ms < TICK + 61_000 ? Number.NaN : 230];
    const [ten] = aggregate(blocksAt(50, TICK, 600.2, u)).filter((a) => a.interval === '10min');
    expect(ten!.values[0]).toBeCloseTo(230, 9);
    expect(ten!.values[1]).toBeNaN();
    expect(ten!.coveredPct).toBeCloseTo(100, 2);
  });

  test('an interval that began in its middle says how much it covers', () => {
    const [ten] = aggregate(blocksAt(50, TICK + 450_000, 150.2, () => [230])).filter((a) => a.interval === '10min');
    expect(ten!.coveredPct).toBeCloseTo(25, 2);
    expect(ten!.values[0]).toBeNaN();
    expect(ten!.n).toBe(750);
  });

  test('two hours end on even hours of UTC and take twelve values', () => {
    const even = Math.ceil(TICK / 7_200_000) * 7_200_000;
    const ten = (k: number): CycleBlock => ({
      startMs: even + (k - 1) * MIN_10,
      endMs: even + k * MIN_10,
      cycles: 30_000,
      tenMinutesEndMs: even + k * MIN_10,
      flagged: k === 15,
      values: [k <= 6 ? 220 : 230],
    });
    const found = aggregate(Array.from({ length: 27 }, (_, i) => ten(i + 1))).filter((a) => a.interval === '2h');
    expect(found.map((a) => [a.endMs - even, a.n, a.flagged])).toEqual([
      [7_200_000, 12, false],
      [14_400_000, 12, true],
      [21_600_000, 3, false],
    ]);
    expect(found[0]!.values[0]).toBeCloseTo(Math.sqrt((220 ** 2 + 230 ** 2) / 2), 9);
    expect(found[2]!.values[0]).toBeNaN();
    expect(found[2]!.coveredPct).toBeCloseTo(25, 9);
  });

  test('a gap drops the running 150 cycles and begins the next after it', () => {
    const blocks = [...blocksAt(50, TICK, 4, () => [230]), ...blocksAt(50, TICK + 10_000, 4, () => [231])];
    const threes = aggregate(blocks).filter((a) => a.interval === '150/180-cycle');
    expect(threes.map((a) => Math.round(a.startMs - TICK))).toEqual([0, 10_000]);
  });

  test('state through JSON after every value: the same aggregates', () => {
    const blocks = blocksAt(49.9, TICK + 590_000, 30, (ms) => [230 + Math.sin(ms), ms % 7 < 1 ? Number.NaN : 3]);
    expect(aggregate(blocks, true)).toEqual(aggregate(blocks));
  });
});

describe('flagging', () => {
  const event = (o: Partial<Disturbance>): Disturbance => ({
    meter: id('m'),
    channel: null,
    kind: 'dip',
    startMs: 1000,
    durationMs: 100,
    openEnd: false,
    pct: 40,
    phases: 'A',
    perPhase: {},
    method: 'urms_half',
    class: {},
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: 1000,
    ...o,
  });

  test('half-open: a value that ends where the event starts is not touched', () => {
    const events = joined([
      { startMs: 500, endMs: 600 },
      { startMs: 100, endMs: 200 },
      { startMs: 150, endMs: 300 },
    ]);
    expect(events).toEqual([
      { startMs: 100, endMs: 300 },
      { startMs: 500, endMs: 600 },
    ]);
    expect(isFlagged(events, 0, 100)).toBe(false);
    expect(isFlagged(events, 0, 100.1)).toBe(true);
    expect(isFlagged(events, 299, 400)).toBe(true);
    expect(isFlagged(events, 300, 500)).toBe(false);
    expect(isFlagged(events, 600, 700)).toBe(false);
  });

  test('dips, swells and interruptions flag, a rapid change does not; the window before the stamp is touched', () => {
    const events = [
      event({}),
      event({ kind: 'rvc', startMs: 5000 }),
      event({ kind: 'interruption', startMs: 3000, enclosingDip: { startMs: 2980, durationMs: 70 } }),
      event({ kind: 'swell', startMs: 7000, durationMs: null, openEnd: true }),
    ];
    expect(flaggingIntervals(events, { windowMs: 20, runEndsMs: [4000, 9000, 12_000] })).toEqual([
      { startMs: 980, endMs: 1100 },
      { startMs: 2960, endMs: 3050 },
      { startMs: 6980, endMs: 9000 },
    ]);
  });

  test('a flagged 10/12-cycle value flags what it is part of, and stays', () => {
    const recording = madeRecording(threePhases(50, 230), { rateHz: 1600, seconds: 7 });
    const { blocks, cycles150, tenMinutes, twoHours } = recordingAggregates(recording, {
      events: [{ startMs: 4050, endMs: 4060 }],
    });
    expect(blocks.filter((b) => b.flagged).length).toBe(1);
    expect(blocks.every((b) => Math.abs(b.values[0]! - 230) < 0.05)).toBe(true);
    expect(cycles150.map((a) => a.flagged)).toEqual([false, true]);
    expect([...tenMinutes, ...twoHours].map((a) => a.flagged)).toEqual([true, true]);
  });
});
