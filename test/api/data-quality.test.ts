/** The data-quality answers: completeness by calendar day, silence with odds, clocks, doubts, and collecting as a whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectingNow, MeterState, SilenceSpell } from '../../core/collecting.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { Aggregate10Min } from '../../core/ports.ts';
import { type Running, startSmall } from './server.ts';
import { MIN_MS, T0_MS } from './small-case.ts';

const SP1 = id<MeterId>('M-SP1');
const TR2 = id<MeterId>('M-TR2');
const SLOT = 10 * MIN_MS;
const HOUR = 60 * MIN_MS;
/** 2026-07-01 00:00 in Guangzhou. */
const MIDNIGHT_MS = T0_MS - 20 * HOUR;

const plain = {
  source: 'mqtt:0',
  atMs: T0_MS,
  lagMs: 850,
  gap: 1,
  errors: 0,
  silence: null,
  silenceOdds: null,
  spell: null,
} as const;
const none = {
  clock: null,
  doubts: [],
  lastArrivalMs: T0_MS,
  newestMs: T0_MS,
  lastProblem: null,
  clockOffsetMs: null,
} as const;
const spell: SilenceSpell = {
  meter: TR2,
  type: 'comms_lost',
  odds: { comms_lost: 0.8, supply_lost: 0.2 },
  beginMs: T0_MS - 3 * HOUR,
  endMs: null,
};
const states: readonly MeterState[] = [
  {
    ...plain,
    ...none,
    meter: SP1,
    clockOffsetMs: 479_900,
    clockUncertaintyMs: 40,
    clockDriftPpm: 12.5,
    clock: {
      offsetMs: 479_900,
      uncertaintyMs: 40,
      driftPpm: 12.5,
      driftUncertaintyPpm: 1.5,
      samples: 300,
      steps: [{ atMs: T0_MS - 5 * HOUR, shiftMs: 3_600_000, kind: 'hour' }],
      looksLike: null,
      points: [[T0_MS - HOUR, 479_850]],
    },
    doubts: [
      {
        kind: 'sensor_artefact',
        phases: 'A',
        detail: 'A -15.2 V',
        p: 0.7,
        sinceMs: T0_MS - HOUR,
        lastMs: T0_MS - MIN_MS,
        count: 3,
      },
    ],
  },
  { ...plain, ...none, meter: TR2, silence: 'comms_lost', silenceOdds: spell.odds, spell },
];
const down: SilenceSpell = {
  meter: null,
  type: 'collector_down',
  odds: { collector_down: 1 },
  beginMs: T0_MS - 9 * HOUR,
  endMs: T0_MS - 8 * HOUR,
};
const overall: CollectingNow = {
  startedMs: T0_MS - 8 * HOUR,
  spool: { bytes: 7_000_000, quotaBytes: 10_000_000, isAlarm: true },
  sources: [{ source: 'mqtt:0', isLinkUp: false, lastArrivalMs: T0_MS - MIN_MS }],
  consumers: [{ name: 'series', lagBytes: 6_500_000, failures: 41, defect: null }],
  held: 3,
  foreignTopics: 2,
  ownClock: {
    steps: [{ beforeMs: T0_MS - 90_000, afterMs: T0_MS - 86_400, shiftMs: 3_600 }],
    slewPpm: -4.5,
    watchedMs: 8 * HOUR,
  },
};

const value = (endMs: number, over: Partial<Aggregate10Min> = {}): Aggregate10Min => ({
  meter: SP1,
  phase: 'A',
  endMs,
  uMeanV: 221.7,
  uMinV: 219.2,
  uMaxV: 223.4,
  u2Pct: null,
  u0Pct: null,
  pst: null,
  n: 10,
  flagged: false,
  ...over,
});

let run: Running;
beforeAll(async () => {
  run = await startSmall(undefined, {
    states: () => states,
    overall: () => overall,
    spells: (meter) => (meter === TR2 ? [spell, down] : [down]),
  });
  // Today until 20:00 all but three; yesterday the first two and the last.
  const today = Array.from({ length: 120 }, (_, n) => MIDNIGHT_MS + (n + 1) * SLOT).filter(
    (_, n) => n !== 5 && n !== 6 && n !== 70,
  );
  const yesterday = [1, 2, 144].map((n) => MIDNIGHT_MS - 24 * HOUR + n * SLOT);
  await run.series.writeAggregates([...today, ...yesterday].map((ms) => value(ms)));
}, 60_000);
afterAll(() => run.stop());

describe('completeness', () => {
  it('counts the ten-minute values of each calendar day of the utility; the last of a day belongs to it', async () => {
    const { items } = await run.client.getDataQuality();
    const sp1 = items.find((m) => m.meter === SP1);
    expect(sp1?.today).toEqual({ date: '2026-07-01', stored: 117, due: 120 });
    expect(sp1?.week.at(-1)).toEqual({ date: '2026-06-30', stored: 3, due: 144 });
    expect(sp1?.week.map((d) => d.stored)).toEqual([0, 0, 0, 0, 0, 0, 3]);
    expect(sp1?.monthPct).toBeCloseTo((100 * 3) / (30 * 144), 9);
    expect(items.find((m) => m.meter === TR2)?.today?.stored).toBe(0);
  });

  it('late data raise it', async () => {
    await run.series.writeAggregates([value(MIDNIGHT_MS + 6 * SLOT), value(MIDNIGHT_MS + 6 * SLOT, { phase: 'B' })]);
    run.clock.nowMs = T0_MS + 31_000;
    const { items } = await run.client.getDataQuality();
    expect(items.find((m) => m.meter === SP1)?.today).toEqual({ date: '2026-07-01', stored: 118, due: 120 });
  });

  it('a meter in full names the slots that are there', async () => {
    const { slots } = await run.client.getMeterQuality({ params: { meter: SP1 } });
    expect(slots[0]).toMatchObject({
      date: '2026-07-01',
      begin: '2026-07-01T00:00:00.000+08:00',
      due: 120,
      slots: 144,
    });
    expect(slots[0]?.stored.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 7, 8]);
    expect(slots[1]?.stored).toEqual([0, 1, 143]);
  });
});

describe('ask 1: each silence with its type and odds', () => {
  it('in the list, with its begin', async () => {
    const { items } = await run.client.getDataQuality();
    expect(items[0]).toMatchObject({
      meter: TR2,
      silence: 'comms_lost',
      silenceOdds: { comms_lost: 0.8, supply_lost: 0.2 },
      silentSince: '2026-07-01T17:00:00.000+08:00',
      hint: { en: 'communication lost; nothing is known about supply' },
    });
  });

  it('in full, with our own absence beside', async () => {
    const { spells } = await run.client.getMeterQuality({ params: { meter: TR2 } });
    expect(spells.map((s) => [s.ours, s.type, s.end === null])).toEqual([
      [false, 'comms_lost', true],
      [true, 'collector_down', false],
    ]);
  });
});

it('ask 27: offset, drift and the last step of a clock are shown', async () => {
  const { items } = await run.client.getDataQuality();
  expect(items.find((m) => m.meter === SP1)).toMatchObject({
    clockOffsetMs: 479_900,
    clockUncertaintyMs: 40,
    clockDriftPpm: 12.5,
    clockDriftUncertaintyPpm: 1.5,
    lastClockStep: { kind: 'hour', shiftMs: 3_600_000, at: '2026-07-01T15:00:00.000+08:00' },
  });
});

it('ask 19: a doubt says what it is and what to do, in both languages', async () => {
  const { items } = await run.client.getDataQuality();
  const [doubt] = items.find((m) => m.meter === SP1)?.doubts ?? [];
  expect(doubt).toMatchObject({ kind: 'sensor_artefact', phases: 'A', p: 0.7, count: 3 });
  expect(doubt?.text.zh).not.toBe('');
  expect(doubt?.act.en).toContain('the event stays');
});

it('collecting as a whole: spool, readers, sources, our own clock', async () => {
  const { collecting } = await run.client.getDataQuality();
  expect(collecting).toMatchObject({
    spool: { alarm: true, bytes: 7_000_000 },
    sources: [{ source: 'mqtt:0', up: false }],
    consumers: [{ name: 'series', lagBytes: 6_500_000, failures: 41 }],
    held: 3,
    ownClock: { steps: [{ shiftMs: 3_600, at: '2026-07-01T19:58:33.600+08:00' }], slewPpm: -4.5 },
  });
});

it('ask 8: every instant of the answer carries the offset of the utility', async () => {
  const text = JSON.stringify(await run.client.getMeterQuality({ params: { meter: SP1 } }));
  const times = text.match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? [];
  expect(times.length).toBeGreaterThan(5);
  for (const time of times) expect(time).toMatch(/\+08:00"$/);
});

it('a meter nobody has is not found', async () => {
  const answer = await fetch(`${run.api.url}/api/v1/data-quality/NOBODY`);
  expect(answer.status).toBe(404);
});
