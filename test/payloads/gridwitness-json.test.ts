/** Our own JSON, version 1. */
import { describe, expect, it } from 'vitest';
import { gridwitnessJson } from '../../collector/payloads/gridwitness-json.ts';
import { QUALITY } from '../../core/series.ts';
import { bytesOf, contextOf, RECEIVED_MS } from './context.ts';

const topic = 'gridwitness/v1/M1/readings';
const decode = (t: string, value: unknown, over: Parameters<typeof contextOf>[0] = {}) =>
  gridwitnessJson.decode(t, bytesOf(value), contextOf(over));
/** 20:10 in Shanghai is 12:10 UTC. */
const END_MS = Date.UTC(2026, 6, 1, 12, 10);

const message = (reading: Record<string, unknown>, head: Record<string, unknown> = {}) => ({
  v: 1,
  interval_s: 600,
  statistic: 'mean',
  ...head,
  readings: [{ time: '2026-07-01T20:10:00+08:00', ...reading }],
});

describe('readings', () => {
  it('every quantity lands under its phase, the interval ends at its time', () => {
    const { readings, problems } = decode(
      topic,
      message({
        u: { A: 221.3, B: 219.8, C: 220.4, AB: 382.1 },
        u_min: { A: 198.5 },
        u_max: { A: 224.75 },
        i: { A: 1.25, N: 0.5 },
        p: { A: 270.5, total: 810.25 },
        q: { B: -12.5 },
        pst: { C: 0.625 },
        f: 50.01,
      }),
    );
    expect(problems).toEqual([]);
    expect(readings).toEqual([
      {
        meter: 'M1',
        startMs: END_MS - 600_000,
        endMs: END_MS,
        values: {
          A: { u: 221.3, uMin: 198.5, uMax: 224.75, i: 1.25, p: 270.5 },
          B: { u: 219.8, q: -12.5 },
          C: { u: 220.4, pst: 0.625 },
          AB: { u: 382.1 },
          N: { i: 0.5 },
          total: { p: 810.25, f: 50.01 },
        },
        method: '10min',
        statistic: 'mean',
        quality: 0,
        knownAtMs: RECEIVED_MS,
        deviceTimeMs: END_MS,
      },
    ]);
  });

  it.each([
    [0.01, 'urms_half'],
    [1, '1s'],
    [3, '10s'],
    [60, '1min'],
    [300, '10min'],
    [900, '15min'],
    [3600, '60min'],
  ])('an interval of %d s claims no more than %s', (interval_s, method) => {
    expect(decode(topic, message({ u: { A: 221 } }, { interval_s })).readings[0]?.method).toBe(method);
  });

  it('a given method wins; a snapshot has no length', () => {
    const [reading] = decode(topic, message({ u: { A: 221 } }, { method: '1s', statistic: 'snapshot' })).readings;
    expect(reading).toMatchObject({ method: '1s', startMs: END_MS, endMs: END_MS });
  });

  it('numbers as text are numbers', () => {
    const { readings } = decode(topic, message({ u: { A: '221.3', B: ' 2.198e2 ' } }, { interval_s: '600' }));
    expect(readings[0]?.values).toEqual({ A: { u: 221.3 }, B: { u: 219.8 } });
  });

  it('a wall time without offset is read in the zone of the source', () => {
    const { readings } = decode(topic, message({ time: '2026-07-01 20:10:00', u: { A: 221 } }));
    expect(readings[0]?.endMs).toBe(END_MS);
  });

  it('one phase that is no number leaves the others, and is named', () => {
    const { readings, problems } = decode(topic, message({ u: { A: 'n/a', B: 219.8 } }));
    expect(readings[0]?.values).toEqual({ B: { u: 219.8 } });
    expect(readings[0]?.quality).toBe(0);
    expect(problems).toMatchObject([{ code: 'missing-value', field: 'u.A', file: topic }]);
  });

  it('ask 16 and 17: a retained message is stale', () => {
    const { readings } = decode(topic, message({ u: { A: 221 } }), { retained: true });
    expect((readings[0]?.quality ?? 0) & QUALITY.stale).toBeTruthy();
  });

  it('one bad reading of a batch leaves its neighbours', () => {
    const good = { time: '2026-07-01T20:10:00+08:00', u: { A: 221 } };
    const { readings, problems } = decode(topic, { v: 1, interval_s: 600, readings: [good, { u: 3 }, good] });
    expect(readings).toHaveLength(2);
    expect(problems[0]).toMatchObject({ severity: 'error', line: 2 });
  });
});

describe('what is not usable is named, never thrown', () => {
  const cut = JSON.stringify(message({ u: { A: 221.3 } })).slice(0, -20);
  it.each([
    ['cut short', topic, cut, 'truncated'],
    ['not JSON', topic, 'hello', 'bad-value'],
    ['an array', topic, '[1]', 'bad-value'],
    ['another version', topic, '{"v":2,"interval_s":1,"readings":[]}', 'bad-value'],
    ['no interval', topic, '{"v":1,"readings":[]}', 'bad-value'],
    ['an unknown device', 'gridwitness/v1/nobody/readings', '{}', 'unknown-reference'],
    ['an unknown kind', 'gridwitness/v1/M1/events', '{"v":1,"events":[{"kind":"wobble","start":"x"}]}', 'bad-value'],
    ['an unknown state', 'gridwitness/v1/M1/state', '{"v":1,"event":"asleep","time":"x"}', 'bad-value'],
  ])('%s', (_, t, text, code) => {
    const decoded = decode(t, text);
    expect(decoded.readings).toEqual([]);
    expect(decoded.problems[0]).toMatchObject({ code, severity: 'error', file: t });
  });

  it('bytes that are not UTF-8', () => {
    const decoded = gridwitnessJson.decode(topic, Uint8Array.of(0x7b, 0xcd, 0xd6), contextOf());
    expect(decoded.problems[0]?.code).toBe('bad-encoding');
  });
});

describe('ask 27: clocks', () => {
  it.each([
    ['of last year', '2025-06-30T20:10:00+08:00'],
    ['of the year 2000', '2000-01-01T00:00:00Z'],
    ['8 minutes ahead', '2026-07-01T20:18:02+08:00'],
  ])('a clock %s is flagged, both times are kept, nothing is dropped', (_, time) => {
    const { readings, problems } = decode(topic, message({ time, u: { A: 221 } }));
    expect(readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: Date.parse(time), quality: QUALITY.clock });
    expect(problems).toMatchObject([{ code: 'clock-error', severity: 'warning' }]);
  });

  it.each([
    ['a minute ahead', '2026-07-01T20:11:02+08:00'],
    ['three weeks late', '2026-06-10T20:10:00+08:00'],
  ])('%s is believed', (_, time) => {
    const { readings } = decode(topic, message({ time, u: { A: 221 } }));
    expect(readings[0]).toMatchObject({ endMs: Date.parse(time), quality: 0 });
  });

  it('a text that is no time falls back to the arrival, flagged', () => {
    const { readings, problems } = decode(topic, message({ time: 'noon', u: { A: 221 } }));
    expect(readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: null, quality: QUALITY.clock });
    expect(problems[0]?.code).toBe('bad-time');
  });
});

describe('events and states', () => {
  const events = (event: Record<string, unknown>) =>
    decode('gridwitness/v1/M1/events', {
      v: 1,
      events: [{ kind: 'dip', start: '2026-07-01T20:09:58.250+08:00', ...event }],
    });

  it('a dip with its residuals', () => {
    const { disturbances, problems } = events({
      duration_ms: 120,
      phases: 'AB',
      pct: 54.2,
      pct_a: 54.2,
      pct_b: 55.5,
      pct_c: 98.1,
    });
    expect(problems).toEqual([]);
    expect(disturbances).toMatchObject([
      {
        meter: 'M1',
        kind: 'dip',
        startMs: Date.UTC(2026, 6, 1, 12, 9, 58, 250),
        durationMs: 120,
        openEnd: false,
        phases: 'AB',
        pct: 54.2,
        perPhase: { A: 54.2, B: 55.5, C: 98.1 },
        method: 'event_log',
        knownAtMs: RECEIVED_MS,
      },
    ]);
  });

  it('no duration = still running; unknown percentages stay unknown', () => {
    const [dip] = events({ duration_ms: null, phases: 'C' }).disturbances;
    expect(dip).toMatchObject({ durationMs: null, openEnd: true, pct: null, perPhase: {} });
  });

  it('an event of last year is an error and no fact: its message is held for a person', () => {
    const { disturbances, problems } = events({ start: '2025-07-01T20:00:00+08:00', duration_ms: 120 });
    expect(disturbances).toEqual([]);
    expect(problems).toMatchObject([{ code: 'clock-error', severity: 'error' }]);
  });

  it('a last gasp', () => {
    const state = { v: 1, event: 'last_gasp', time: '2026-07-01T20:10:01+08:00' };
    const decoded = decode('gridwitness/v1/M1/state', state);
    expect(decoded.meterEvents).toEqual([
      { meter: 'M1', timeMs: Date.UTC(2026, 6, 1, 12, 10, 1), kind: 'last_gasp', knownAtMs: RECEIVED_MS },
    ]);
  });
});

describe('counters and failure logs', () => {
  const time = '2026-07-01T20:10:00+08:00';
  const counters = (over: Record<string, unknown>, context: Parameters<typeof contextOf>[0] = {}) =>
    decode('gridwitness/v1/M1/counters', { v: 1, time, counters: {}, ...over }, context);

  it('counters as they stand, null where the meter does not know', () => {
    const decoded = counters({ counters: { sags_A: 3, sags_C: '7', swells_B: null, short_failures: 12 } });
    expect(decoded.problems).toEqual([]);
    expect(decoded.counters).toEqual([
      {
        meter: 'M1',
        atMs: END_MS,
        knownAtMs: RECEIVED_MS,
        counts: { sags_A: 3, sags_C: 7, swells_B: null, short_failures: 12 },
      },
    ]);
  });

  it.each([-1, 2.5, 'many'])('a count of %j is unknown, not 0, and named', (value) => {
    const decoded = counters({ counters: { sags_A: value, sags_B: 4 } });
    expect(decoded.counters[0]?.counts).toEqual({ sags_A: null, sags_B: 4 });
    expect(decoded.problems).toMatchObject([{ code: 'bad-number', field: 'sags_A' }]);
  });

  it('an unknown counter and a clock of last year are named; a retained copy of that clock counts nothing', () => {
    expect(counters({ counters: { sags_total: 3 } }).problems[0]).toMatchObject({
      code: 'bad-value',
      severity: 'error',
    });
    const old = counters({ time: '2025-07-01T20:10:00+08:00', counters: { sags_A: 3 } });
    expect(old.counters[0]).toMatchObject({ atMs: RECEIVED_MS });
    expect(old.problems).toMatchObject([{ code: 'clock-error' }]);
    const kept = counters({ time: '2025-07-01T20:10:00+08:00', counters: { sags_A: 3 } }, { retained: true });
    expect(kept.counters).toEqual([]);
  });

  it('a failure log; one from before the clock was set has no time', () => {
    const { failures, problems } = decode('gridwitness/v1/M1/failures', {
      v: 1,
      failures: [
        { end: '2026-06-30T10:15:02+08:00', duration_ms: 240_000 },
        { end: null, duration_ms: 3_600_000 },
        { end: '2000-01-01T00:00:00Z', duration_ms: 5_000 },
        { end: time, duration_ms: -5 },
      ],
    });
    expect(failures).toEqual([
      { meter: 'M1', endMs: Date.UTC(2026, 5, 30, 2, 15, 2), durationMs: 240_000 },
      { meter: 'M1', endMs: null, durationMs: 3_600_000 },
      { meter: 'M1', endMs: null, durationMs: 5_000 },
    ]);
    expect(problems).toMatchObject([{ code: 'clock-error' }, { code: 'bad-value', severity: 'error', line: 4 }]);
  });

  it('text with a unit or a decimal comma is a number', () => {
    const { readings } = decode(topic, message({ u: { A: '221,3', B: '0.2198 kV', C: '220.4 V' } }));
    expect(readings[0]?.values).toEqual({ A: { u: 221.3 }, B: { u: 219.8 }, C: { u: 220.4 } });
  });
});
