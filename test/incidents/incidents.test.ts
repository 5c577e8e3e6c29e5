/** Incidents from records: what is one event and what is not, where it lay, how it is named. Expected by physics, by hand. */
import { describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import type { Incident } from '../../core/verdict.ts';
import { correlate } from '../../correlator/answer.ts';
import { disturbance, HOUR, MIN, meter, NOON, operation, read, stroke, town, works } from '../answer/town.ts';

const incidents = (more: Partial<CaseFacts>): readonly Incident[] => correlate(town(more), { triage: read }).incidents;
const AREAS = ['T11', 'T12', 'T21', 'T22'];

describe('one event', () => {
  test('dips of siblings within their clocks (ntp ±1 s) are one; ten minutes later is another', () => {
    const dips = AREAS.map((a, i) => disturbance(`M-${a}`, 'dip', NOON + i * 700));
    expect(incidents({ disturbances: dips })).toHaveLength(1);
    expect(incidents({ disturbances: [...dips, disturbance('M-T11', 'dip', NOON + 10 * MIN)] })).toHaveLength(2);
  });
  test('a ten-minute minimum follows the sharp record of the same busbar', () => {
    const meters = [...town().meters, meter('M-slow', 'T22-1', { method: '10min', phases: 'A' })];
    const sharp = disturbance('M-T11', 'dip', NOON + 4 * MIN);
    const slow = disturbance('M-slow', 'dip', NOON, { durationMs: null, method: '10min' });
    expect(incidents({ meters, disturbances: [sharp, slow] })).toHaveLength(1);
  });
  test('a dip a counter counted between two reads is the sharp one of the same feeder, early or late in that hour', () => {
    const counted = disturbance('M-T12', 'dip', NOON, {
      durationMs: null,
      method: 'counter',
      numbers: { windowMs: HOUR },
    });
    for (const afterMs of [4 * MIN, 55 * MIN]) {
      const sharp = disturbance('M-T11', 'dip', NOON + afterMs);
      expect(incidents({ disturbances: [sharp, counted] })).toHaveLength(1);
    }
    const later = disturbance('M-T11', 'dip', NOON + 6 * HOUR);
    expect(incidents({ disturbances: [later, counted] })).toHaveLength(2);
  });
  test('trip, failed reclose, trip again: one fault, even with the reclose stamped before its trip', () => {
    const operations = [
      operation('BB-F1', 'reclose_failed', NOON - 500),
      operation('BB-F1', 'trip', NOON),
      operation('BB-F1', 'trip', NOON + 3_000),
      operation('BB-F1', 'close', NOON + HOUR),
    ];
    const [k, ...rest] = incidents({ operations });
    expect(rest).toEqual([]);
    expect((k?.endMs ?? 0) - (k?.startMs ?? 0)).toBe(HOUR);
  });
  test('a lost closing record does not make an outage of days', () => {
    const operations = [
      operation('BB-F1', 'trip', NOON),
      operation('BB-F1', 'trip', NOON + 30 * HOUR),
      operation('BB-F1', 'close', NOON + 31 * HOUR),
    ];
    const [first] = incidents({ operations });
    expect(first?.endMs).toBeNull();
  });
  test('low evenings of two weeks are one trouble', () => {
    const low = [0, 1, 4, 9].map((d) =>
      disturbance('M-T11', 'undervoltage', NOON - d * 24 * HOUR, { pct: 86, durationMs: 2 * HOUR }),
    );
    expect(incidents({ disturbances: low })).toHaveLength(1);
  });
  test('an outage read from power-off records, its end from the power-on', () => {
    const meterEvents = [
      { meter: town().meters[0]?.meter, timeMs: NOON, kind: 'last_gasp', knownAtMs: NOON },
      { meter: town().meters[0]?.meter, timeMs: NOON + HOUR, kind: 'power_on', knownAtMs: NOON + HOUR },
    ] as unknown as CaseFacts['meterEvents'];
    const [k] = incidents({ meterEvents });
    expect(k).toMatchObject({ kind: 'outage', startMs: NOON, endMs: NOON + HOUR });
  });
  test('the same record delivered twice is one fact; the id is stable', () => {
    const d = disturbance('M-T11', 'outage', NOON);
    const once = incidents({ disturbances: [d] });
    expect(incidents({ disturbances: [d, d] })).toEqual(once);
    expect(once[0]?.id).toBe('inc-20260701T040000000Z-T11-outage');
  });
});

describe('place', () => {
  test('one area dark, its siblings not: the area, not the feeder', () => {
    const [k] = incidents({ disturbances: [disturbance('M-T11', 'outage', NOON)] });
    expect(k?.where.area ?? 0).toBeGreaterThan(0.75);
  });
  test('everybody past the recloser dark: between it and the next devices', () => {
    const own = ['T12-1', 'T12-3'].map((n) => meter(`M-${n}`, n, { phases: 'A' }));
    const meters = [...town().meters, ...own];
    const disturbances = ['M-T12', 'M-T12-1', 'M-T12-3'].map((m) => disturbance(m, 'outage', NOON));
    const [k] = incidents({ meters, disturbances, operations: [operation('P1-P2', 'trip', NOON)] });
    const [first] = Object.entries(k?.sections ?? {}).sort((a, b) => b[1] - a[1]);
    expect(first?.[0]).toBe('P1-P2');
    expect(first?.[1]).toBeGreaterThan(0.8);
  });
  test('who only blinked while the neighbour’s fault was cleared was not dark', () => {
    const disturbances = [
      disturbance('M-T21', 'outage', NOON, { durationMs: HOUR }),
      disturbance('M-T11', 'interruption', NOON, { durationMs: 120, pct: 6 }),
      disturbance('M-T12', 'interruption', NOON, { durationMs: 130, pct: 7 }),
    ];
    const [k] = incidents({ disturbances });
    expect(k?.causes.upstream ?? 0).toBeLessThan(0.1);
  });
  test('shares of cause and place sum to one', () => {
    for (const k of incidents({ disturbances: AREAS.map((a) => disturbance(`M-${a}`, 'dip', NOON)) })) {
      expect(Object.values(k.causes).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(Object.values(k.where).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(Object.values(k.sections).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});

describe('lightning both ways', () => {
  const trip = [operation('BB-F1', 'trip', NOON), operation('BB-F1', 'close', NOON + HOUR)];
  const dark = [disturbance('M-T11', 'outage', NOON), disturbance('M-T12', 'outage', NOON)];
  const p = (strokes: CaseFacts['strokes']): number =>
    incidents({ operations: trip, disturbances: dark, strokes })[0]?.causes.lightning ?? 0;
  const storm = (n: number): CaseFacts['strokes'] =>
    Array.from({ length: n }, (_, i) =>
      stroke(`b${i}`, NOON - 25 * MIN + i * ((50 * MIN) / n) + 13_000, 1 + (i % 7) * 0.4, ((i * 3) % 5) * 0.3 - 0.6),
    );
  test('one stroke on the line at the second: lightning; the same 30 s off: hardly; 3 km off: no', () => {
    expect(p([stroke('s', NOON + 200, 1, 0.05)])).toBeGreaterThan(0.9);
    expect(p([stroke('s', NOON + 40_000, 1, 0.05)])).toBeLessThan(0.3);
    expect(p([stroke('s', NOON + 200, 1, 3)])).toBeLessThan(p([stroke('s', NOON + 200, 1, 0.05)]));
  });
  test('the thicker the storm, the less a near stroke says', () => {
    const near = stroke('s', NOON + 2_500, 1, 0.5);
    expect(p([near, ...storm(200)])).toBeLessThan(p([near, ...storm(10)]));
  });
  test('a storm without a fitting stroke keeps lightning possible (detection 60 %); no storm at all nearly excludes it', () => {
    expect(p(storm(30))).toBeGreaterThan(0.05);
    expect(p([stroke('far', NOON - 90 * HOUR, 1, 0)])).toBeLessThan(0.06);
  });
  test('a cloud discharge is never a cause; without a stroke file nothing is said', () => {
    expect(p([stroke('s', NOON, 1, 0, { cloud: true })])).toBeLessThan(0.3);
    expect(p([])).toBeGreaterThan(0.1);
  });
});

describe('patterns', () => {
  test('phases swinging apart for minutes are a broken neutral, whatever the line says', () => {
    const d = disturbance('M-T11', 'undervoltage', NOON, {
      pct: 62,
      perPhase: { A: 62, B: 114, C: 137 },
      durationMs: 20 * MIN,
    });
    expect(incidents({ disturbances: [d] })[0]).toMatchObject({ kind: 'broken_neutral' });
  });
  test('two phases at half voltage for hours at the transformer: a phase lost (Dyn11 0.5/1/0.5)', () => {
    const d = disturbance('M-T11', 'undervoltage', NOON, {
      pct: 48,
      perPhase: { A: 48, B: 100, C: 52 },
      durationMs: 2 * HOUR,
    });
    expect(incidents({ disturbances: [d] })[0]).toMatchObject({ kind: 'phase_loss' });
  });
  test('a short dip with one high phase stays a dip', () => {
    const d = disturbance('M-T11', 'dip', NOON, { pct: 60, perPhase: { A: 60, B: 112, C: 70 }, durationMs: 300 });
    expect(incidents({ disturbances: [d] })[0]).toMatchObject({ kind: 'dip' });
  });
});

describe('restoration', () => {
  test('works still running: back at their planned end', () => {
    const settings = { ...town().settings, toMs: NOON + HOUR };
    const w = works('W1', ['P1-T11'], NOON, NOON + 3 * HOUR, { actualEndMs: null });
    const d = disturbance('M-T11', 'outage', NOON, { durationMs: null, openEnd: true });
    const [k] = incidents({ settings, works: [w], disturbances: [d] });
    expect(k?.expectedRestore?.p50Ms).toBe(NOON + 3 * HOUR);
  });
  test('a running fault: p50 before p90, both after now', () => {
    const settings = { ...town().settings, toMs: NOON + HOUR };
    const [k] = incidents({
      settings,
      disturbances: [disturbance('M-T11', 'outage', NOON, { durationMs: null, openEnd: true })],
    });
    const r = k?.expectedRestore;
    expect(r?.p50Ms).toBeGreaterThan(NOON + HOUR);
    expect(r?.p90Ms).toBeGreaterThan(r?.p50Ms ?? Number.POSITIVE_INFINITY);
  });
});
