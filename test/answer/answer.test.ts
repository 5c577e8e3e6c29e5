/** One complaint's way through, on a town made by hand: each cause is found where its facts are, and not without them. */
import { describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import type { Verdict } from '../../core/verdict.ts';
import { correlate } from '../../correlator/answer.ts';
import {
  complaint,
  customer,
  disturbance,
  HOUR,
  MIN,
  meter,
  NOON,
  operation,
  read,
  stroke,
  town,
  works,
} from './town.ts';

const ask = (facts: CaseFacts, asKnownAtMs?: number): Verdict => {
  const { verdicts } = correlate(facts, { triage: read, ...(asKnownAtMs === undefined ? {} : { asKnownAtMs }) });
  return verdicts[0] as Verdict;
};
const p = (v: Verdict, cause: keyof Verdict['causes']): number => v.causes[cause] ?? 0;
const OUT_T11 = [disturbance('M-T11', 'outage', NOON)];

describe('outages', () => {
  test('an area dark, a call ten minutes later: confirmed, a fault of the line', () => {
    const v = ask(town({ disturbances: OUT_T11, complaints: [complaint('c1', 'T11-1', NOON + 10 * MIN, 'out')] }));
    expect(v.conclusion).toBe('confirmed');
    expect(v.cause).toBe('line_fault');
    expect(v.where).toBe('area');
    expect(v.incident).toMatch(/^inc-.*T11-outage$/);
  });
  test('the same outage says nothing about a customer of another feeder', () => {
    const v = ask(town({ disturbances: OUT_T11, complaints: [complaint('c1', 'T21-1', NOON + 10 * MIN, 'out')] }));
    expect(p(v, 'line_fault')).toBeLessThan(0.3);
    expect(v.conclusion).toBe('open');
  });
  test('a feeder trip is own feeder, its stroke to the second makes it lightning', () => {
    const trip = [operation('BB-F1', 'trip', NOON), operation('BB-F1', 'close', NOON + HOUR)];
    const base = { operations: trip, complaints: [complaint('c1', 'T12-2', NOON + 20 * MIN, 'out')] };
    const calm = ask(town({ ...base, strokes: [stroke('s0', NOON - 30 * HOUR, 1, 0)] }));
    expect(calm.cause).toBe('line_fault');
    expect(calm.where).toBe('own_feeder');
    expect(p(calm, 'lightning')).toBeLessThan(0.1);
    const storm = ask(town({ ...base, strokes: [stroke('s1', NOON + 800, 1, 0.1)] }));
    expect(storm.cause).toBe('lightning');
    expect(storm.p).toBeGreaterThan(0.8);
    expect(storm.evidence.find((e) => e.kind === 'lightning')?.facts).toEqual(['stroke:s1']);
  });
  test('works that began when supply was lost: three ways by notice and overrun', () => {
    const w = (more: object) =>
      ask(
        town({
          disturbances: [disturbance('M-T11', 'outage', NOON, { durationMs: 5 * HOUR })],
          works: [works('W1', ['P1-T11'], NOON, NOON + 2 * HOUR, { actualEndMs: NOON + 5 * HOUR, ...more })],
          complaints: [
            complaint('c1', 'T11-2', NOON + 20 * MIN, 'out'),
            complaint('c2', 'T11-3', NOON + 4 * HOUR, 'out'),
          ],
        }),
      );
    expect(w({ notifiedAtMs: NOON - 8 * 24 * HOUR }).cause).toBe('works_notified');
    expect(w({ notifiedAtMs: NOON - 2 * 24 * HOUR }).cause).toBe('works_unnotified');
    expect(w({}).cause).toBe('works_unnotified');
    const { verdicts } = correlate(
      town({
        disturbances: [disturbance('M-T11', 'outage', NOON, { durationMs: 5 * HOUR })],
        works: [
          works('W1', ['P1-T11'], NOON, NOON + 2 * HOUR, {
            actualEndMs: NOON + 5 * HOUR,
            notifiedAtMs: NOON - 8 * 24 * HOUR,
          }),
        ],
        complaints: [complaint('c2', 'T11-3', NOON + 4 * HOUR, 'out')],
      }),
      { triage: read },
    );
    expect(verdicts[0]?.cause).toBe('works_overrun');
  });
  test('works alone, no meter anywhere, still explain a call from below their section', () => {
    const facts = { meters: [], works: [works('W1', ['P1-P2'], NOON, NOON + 3 * HOUR)] };
    const below = ask(town({ ...facts, complaints: [complaint('c1', 'T12-2', NOON + 30 * MIN, 'out')] }));
    expect(below.cause).toBe('works_unnotified');
    expect(below.conclusion).toBe('confirmed');
    const beside = ask(town({ ...facts, complaints: [complaint('c1', 'T21-2', NOON + 30 * MIN, 'out')] }));
    expect(beside.cause).toBe('inside');
    expect(p(beside, 'works_unnotified')).toBeLessThan(0.2);
  });
  test('both feeders of the busbar dark at once: upstream', () => {
    const disturbances = ['T11', 'T12', 'T21', 'T22'].map((a) => disturbance(`M-${a}`, 'outage', NOON));
    const v = ask(town({ disturbances, complaints: [complaint('c1', 'T21-2', NOON + 10 * MIN, 'out')] }));
    expect(v.cause).toBe('upstream');
    expect(v.where).toBe('upstream');
  });
  test('disconnected for arrears is found first, and not after the reconnection', () => {
    const cut = customer('T11', 1, { disconnectedAtMs: NOON - 2 * HOUR });
    const others = town().customers.filter((c) => c.supplyPoint !== cut.supplyPoint);
    const v = ask(town({ customers: [cut, ...others], complaints: [complaint('c1', 'T11-1', NOON, 'out')] }));
    expect(v.cause).toBe('disconnected');
    expect(v.p).toBeGreaterThan(0.8);
    const back = { ...cut, disconnectedAtMs: NOON - 300 * HOUR, reconnectedAtMs: NOON - 200 * HOUR };
    const later = ask(town({ customers: [back, ...others], complaints: [complaint('c1', 'T11-1', NOON, 'out')] }));
    expect(p(later, 'disconnected')).toBeLessThan(0.1);
  });
  test('two neighbours without supply and no meter: calls alone are an incident', () => {
    const complaints = [
      complaint('c1', 'T21-1', NOON, 'out'),
      complaint('c2', 'T21-2', NOON + 6 * MIN, 'out'),
      complaint('c3', 'T21-4', NOON + 9 * MIN, 'out'),
    ];
    const { incidents, verdicts } = correlate(town({ meters: [], complaints }), { triage: read });
    expect(incidents).toHaveLength(1);
    expect(verdicts[0]?.incident).toBe(incidents[0]?.id);
    expect(verdicts[0]?.causes.inside ?? 1).toBeLessThan(0.3);
  });
});

describe('dips', () => {
  const dips = (pct: number) =>
    ['T11', 'T12', 'T21', 'T22'].map((a) => disturbance(`M-${a}`, 'dip', NOON, { pct, durationMs: 250 }));
  test('a trip on the neighbouring feeder: a line fault there', () => {
    const v = ask(
      town({
        disturbances: dips(50),
        operations: [operation('BB-F2', 'trip', NOON + 400), operation('BB-F2', 'close', NOON + HOUR)],
        complaints: [complaint('c1', 'T11-5', NOON + 15 * MIN, 'restart')],
      }),
    );
    expect(v.cause).toBe('line_fault');
    expect(v.where).toBe('other_feeder');
  });
  test('no feeder of the busbar tripped though trips are on file: upstream', () => {
    const v = ask(
      town({
        disturbances: dips(62).map((d) => ({ ...d, durationMs: 90 })),
        operations: [operation('BB-F2', 'trip', NOON - 72 * HOUR), operation('BB-F2', 'close', NOON - 71 * HOUR)],
        complaints: [complaint('c1', 'T11-5', NOON + 15 * MIN, 'restart')],
      }),
    );
    expect(v.cause).toBe('upstream');
  });
});

describe('voltage troubles', () => {
  test('evenings below the limit at the far end, transformer fine: low voltage, a long line', () => {
    const own = meter('M-own', 'T11-2', { supplyPoint: null, phases: 'B' });
    const disturbances = [0, 1, 2, 3].map((d) =>
      disturbance('M-own', 'undervoltage', NOON - (5 - d) * 24 * HOUR + 7 * HOUR, {
        pct: 84,
        durationMs: 3 * HOUR,
        phases: 'B',
      }),
    );
    const v = ask(
      town({ meters: [...town().meters, own], disturbances, complaints: [complaint('c1', 'T11-2', NOON, 'dim')] }),
    );
    expect(v.cause).toBe('low_voltage');
    expect(v.subcause).toBe('lv_line_long');
    expect(v.conclusion).toBe('confirmed');
  });
  test('a broken neutral answers a damage claim with "met"', () => {
    const disturbances = [
      disturbance('M-own', 'broken_neutral', NOON, {
        pct: 137,
        perPhase: { A: 62, B: 113, C: 137 },
        durationMs: 30 * MIN,
      }),
    ];
    const v = ask(
      town({
        meters: [meter('M-own', 'T11B')],
        disturbances,
        complaints: [complaint('c1', 'T11-3', NOON + 2 * HOUR, 'bright')],
      }),
    );
    expect(v.cause).toBe('neutral_fault');
    expect(v.damage?.answer).toBe('met');
  });
});

describe('nothing found, and who may say so', () => {
  const own = meter('M-own', 'T11-1', { phases: 'A', clock: 'ntp' });
  test('own event log through the whole window: not found', () => {
    const v = ask(town({ meters: [...town().meters, own], complaints: [complaint('c1', 'T11-1', NOON, 'out')] }));
    expect(v.cause).toBe('inside');
    expect(v.conclusion).toBe('not_found');
    expect(v.say.zh).toContain('供电侧未记录到异常');
    expect(v.say.zh).not.toContain('内部');
  });
  test('no own meter: open, with a next step', () => {
    const v = ask(town({ complaints: [complaint('c1', 'T11-1', NOON, 'out')] }));
    expect(v.conclusion).toBe('open');
    expect(v.next?.gainBits).toBeGreaterThan(0);
  });
  test('never for a damaged appliance, however good the record', () => {
    const v = ask(town({ meters: [...town().meters, own], complaints: [complaint('c1', 'T11-1', NOON, 'damaged')] }));
    expect(v.conclusion).not.toBe('not_found');
  });
  test('routed matters stop: no cause, no causes', () => {
    for (const text of ['bill', 'works']) {
      const v = ask(town({ disturbances: OUT_T11, complaints: [complaint('c1', 'T11-1', NOON + 10 * MIN, text)] }));
      expect(v).toMatchObject({ conclusion: 'routed', cause: null, causes: {} });
    }
  });
  test('a hazard begins with the emergency step', () => {
    const v = ask(town({ disturbances: OUT_T11, complaints: [complaint('c1', 'T11-1', NOON + 10 * MIN, 'sparks')] }));
    expect(v.next?.step).toBe('emergency');
    expect(v.say.zh.startsWith('请立即')).toBe(true);
  });
});

describe('two times', () => {
  test('what was learnt later was not known when we spoke', () => {
    const late = [disturbance('M-T11', 'outage', NOON, { knownAtMs: NOON + 5 * HOUR })];
    const facts = town({ disturbances: late, complaints: [complaint('c1', 'T11-1', NOON + 10 * MIN, 'out')] });
    expect(ask(facts, NOON + HOUR).incident).toBeNull();
    expect(ask(facts, NOON + 6 * HOUR).conclusion).toBe('confirmed');
  });
});

describe('third parties', () => {
  test('a trip while others dig at the line: external damage; switched off for them: works', () => {
    const dig = [works('W1', ['P1-P2'], NOON - 20 * HOUR, NOON + 40 * HOUR, { kind: 'third_party' })];
    const base = { works: dig, complaints: [complaint('c1', 'T12-2', NOON + 20 * MIN, 'out')] };
    const trip = [operation('P1-P2', 'trip', NOON), operation('P1-P2', 'close', NOON + HOUR)];
    const hit = ask(town({ ...base, operations: trip, disturbances: [disturbance('M-T12', 'outage', NOON)] }));
    expect(hit.cause).toBe('external_damage');
    const off = [works('W1', ['P1-P2'], NOON, NOON + 3 * HOUR, { kind: 'third_party' })];
    const cut = ask(town({ ...base, works: off, disturbances: [disturbance('M-T12', 'outage', NOON)] }));
    expect(cut.cause).toBe('works_unnotified');
  });
});

describe('the sentence for the agent', () => {
  test('states a cause from 80 % on; below it says that it is still being checked', () => {
    const complaints = [complaint('c1', 'T11-3', NOON + 10 * MIN, 'out')];
    const job = works('W1', ['P1-T11'], NOON, NOON + 2 * HOUR);
    const sides = [
      town({ disturbances: OUT_T11, complaints }),
      town({ disturbances: OUT_T11, works: [job], complaints }),
    ].map((facts) => ask(facts));
    const named = sides.filter((v) => v.conclusion === 'confirmed' && v.cause !== 'unknown' && v.cause !== 'inside');
    const sure = named.filter((v) => v.p >= 0.8);
    const unsure = named.filter((v) => v.p < 0.8);
    expect([sure.length > 0, unsure.length > 0]).toEqual([true, true]);
    for (const v of sure)
      expect([v.say.zh.includes('原因为'), v.say.en.includes('the cause is')]).toEqual([true, true]);
    for (const v of unsure) {
      expect(v.say.zh).not.toContain('原因为');
      expect(v.say.zh).toContain('请勿作为定论');
      expect(v.say.en).toContain('do not state it as a fact');
    }
  });
});
