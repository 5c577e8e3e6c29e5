/** Wrong clocks of devices, through the judge as a message goes: kept, flagged, put right when the offset is known. */
import { describe, expect, it } from 'vitest';
import { Judge, type JudgeHelp, type MessageSettings } from '../../collector/decode.ts';
import { METER_PROFILES } from '../../collector/meters/index.ts';
import { DIALECTS } from '../../collector/payloads/index.ts';
import { StateTracker } from '../../collector/states.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { meterOf } from './fakes.ts';

const T0 = Date.UTC(2026, 6, 1, 12);
const MIN = 60_000;
const SETTINGS: MessageSettings = {
  dialects: DIALECTS.filter((d) => d.id === 'gridwitness-json'),
  zone: 'Asia/Shanghai',
  epochZone: 'UTC',
  devices: {},
};
const M1 = meterOf('M1');
const [PROFILE] = METER_PROFILES;

function play(over: Partial<JudgeHelp> = {}) {
  const tracker = new StateTracker([M1], new Map(), T0);
  const help: JudgeHelp = {
    isDoubtful: () => false,
    clockOf: (m) => tracker.clockOf(m),
    hasShownNominal: () => false,
    onNominal: () => undefined,
    onDoubt: () => undefined,
    ...over,
  };
  const judge = new Judge([M1], new Map([['mqtt:0', SETTINGS]]), help);
  const send = (receivedMs: number, ...deviceMs: readonly (number | string)[]) => {
    const readings = deviceMs.map((t, n) => ({
      time: typeof t === 'string' ? t : new Date(t).toISOString(),
      u: { A: 229.3 + n },
    }));
    const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, interval_s: 60, readings }));
    const topic = 'gridwitness/v1/M1/readings';
    const judged = judge.raw({ kind: 'message', source: 'mqtt:0', receivedMs, topic, bytes, retained: false });
    const out = judged.items.flatMap((i) => (i.kind === 'reading' ? [i.reading] : []));
    for (const r of out) tracker.noteReading('mqtt:0', r, receivedMs, true);
    tracker.noteProblems(judged.meter, 'mqtt:0', judged.problems);
    return { readings: out, problems: judged.problems };
  };
  return { tracker, judge, send };
}
const isFlagged = (r: Reading | undefined) => ((r?.quality ?? 0) & QUALITY.clock) !== 0;

describe('ask 27: clocks of meters that are wrong', () => {
  it('8 minutes ahead: kept under the time of arrival and flagged, named; put right once the offset is known', () => {
    const { tracker, judge, send } = play();
    const first = send(T0, T0 + 8 * MIN);
    expect(first.readings[0]).toMatchObject({ endMs: T0, deviceTimeMs: T0 + 8 * MIN, quality: QUALITY.clock });
    expect(first.problems[0]).toMatchObject({ code: 'clock-error', got: expect.stringContaining('480 s ahead') });
    expect(tracker.states(T0 + 1_000, [])[0]).toMatchObject({ silence: 'clock_untrusted' });
    const seen: Reading[] = [...first.readings];
    let released: readonly Reading[] = [];
    for (let n = 1; n < 30; n++) {
      const { readings } = send(T0 + n * MIN + 200, T0 + n * MIN + 8 * MIN);
      if (readings.length > 1) released = readings.slice(0, -1);
      seen.push(...readings);
    }
    const last = seen.at(-1);
    expect(isFlagged(last)).toBe(false);
    expect(Math.abs((last?.endMs ?? 0) - (T0 + 29 * MIN))).toBeLessThan(1_000);
    expect(last?.deviceTimeMs).toBe(T0 + 37 * MIN);
    // What was held comes again under the same times, without the flag: one fact each.
    expect(released.length).toBeGreaterThan(5);
    expect(released.some(isFlagged)).toBe(false);
    const flagged = seen.filter(isFlagged).map((r) => r.endMs);
    expect(released.map((r) => r.endMs)).toEqual(flagged);
    expect(judge.heldStamps(M1.meter)).toBe(0);
    const state = tracker.states(T0 + 29 * MIN + 1_000, [])[0];
    expect(state?.silence).toBe(null);
    expect(state?.clock?.offsetMs).toBeGreaterThan(479_000);
  });

  it('the year 2000: every value of a message is kept apart, named as an empty battery', () => {
    const { tracker, send } = play();
    const y2k = Date.UTC(2000, 0, 1);
    const { readings } = send(T0, y2k, y2k + MIN, y2k + 2 * MIN);
    expect(readings.map((r) => r.endMs)).toEqual([T0 - 2 * MIN, T0 - MIN, T0]);
    expect(readings.every(isFlagged)).toBe(true);
    for (let n = 1; n < 30; n++) send(T0 + n * MIN, y2k + (2 + n) * MIN);
    expect(tracker.states(T0 + 30 * MIN, [])[0]?.clock?.looksLike).toBe('reset');
    const { readings: later } = send(T0 + 30 * MIN, y2k + 32 * MIN);
    expect(later.map((r) => [r.endMs, r.quality])).toEqual([[T0 + 30 * MIN, 0]]);
  });

  it('a wrong time on some registers only: these stay flagged, the right ones are right', () => {
    const { tracker, send } = play();
    for (let n = 0; n < 60; n++) {
      const isWrong = n % 3 === 2;
      const { readings } = send(T0 + n * MIN + 150, isWrong ? Date.UTC(2000, 0, 1, 0, n) : T0 + n * MIN);
      expect(isFlagged(readings.at(-1))).toBe(isWrong);
    }
    expect(Math.abs((tracker.states(T0 + 61 * MIN, [])[0]?.clockOffsetMs ?? 1e9) + 150)).toBeLessThan(10);
  });

  it('summer time that the meter forgot: an hour ahead is named', () => {
    const { tracker, send } = play();
    for (let n = 0; n < 20; n++) send(T0 + n * MIN, T0 + n * MIN + 60 * MIN);
    expect(tracker.states(T0 + 20 * MIN, [])[0]?.clock?.looksLike).toBe('hour');
  });
});

describe('ask 26: what our own clock times around its step', () => {
  it('a value without a clock of its own is flagged, one with a clock is not', () => {
    const { send, judge } = play({ isDoubtful: (ms) => ms < T0 + 10_000 });
    expect(send(T0, T0 - 500).readings[0]?.quality).toBe(0);
    const raw = {
      kind: 'poll',
      source: 'modbus',
      meter: M1.meter,
      profile: PROFILE,
      answered: [],
      method: '1s',
    } as const;
    const [item] = judge.raw({ ...raw, receivedMs: T0 + 5_000 }).items;
    expect(item?.kind === 'reading' && isFlagged(item.reading)).toBe(true);
    const [after] = judge.raw({ ...raw, receivedMs: T0 + 15_000 }).items;
    expect(after?.kind === 'reading' && isFlagged(after.reading)).toBe(false);
  });
});
