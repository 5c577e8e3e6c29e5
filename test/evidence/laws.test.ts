/**
 * Laws of the evidence, whatever the case: rows sum to the log2 odds of the named cause, shares sum to 1, a fact
 * enters one row, order of facts and of evidence kinds changes nothing, the unknown weighs 0.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import { correlate } from '../../correlator/answer.ts';
import { EVIDENCE } from '../../correlator/evidence/index.ts';
import {
  complaint,
  disturbance,
  HOUR,
  meter,
  NOON,
  operation,
  READINGS,
  read,
  stroke,
  town,
  works,
} from '../answer/town.ts';

const METERS = ['M-T11', 'M-T12', 'M-T21', 'M-T22', 'M-own'];
const KINDS = [
  'dip',
  'outage',
  'undervoltage',
  'swell',
  'rvc',
  'broken_neutral',
  'phase_loss',
  'interruption',
  'earth_fault',
  'transient',
] as const;
const atHour = fc.integer({ min: -400, max: 30 }).map((q) => NOON + (q * HOUR) / 4);

const anyCase: fc.Arbitrary<CaseFacts> = fc
  .record({
    d: fc.array(
      fc.tuple(fc.constantFrom(...METERS), fc.constantFrom(...KINDS), atHour, fc.integer({ min: 0, max: 130 })),
      { maxLength: 12 },
    ),
    s: fc.array(fc.tuple(atHour, fc.integer({ min: -3, max: 5 }), fc.integer({ min: -3, max: 5 })), { maxLength: 6 }),
    w: fc.array(fc.tuple(fc.constantFrom('F1-P1', 'P1-T11', 'P3-T21', 'T22-T22B'), atHour, fc.boolean()), {
      maxLength: 3,
    }),
    o: fc.array(fc.tuple(fc.constantFrom('BB-F1', 'BB-F2', 'P1-P2'), atHour), { maxLength: 3 }),
    c: fc.array(
      fc.tuple(
        fc.constantFrom('T11-1', 'T11-5', 'T12-2', 'T21-3', 'T22-4', 'nobody'),
        atHour,
        fc.constantFrom(...Object.keys(READINGS)),
        fc.boolean(),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ d, s, w, o, c }) =>
    town({
      meters: [...town().meters, meter('M-own', 'T11-1', { phases: 'A' })],
      disturbances: d.map(([m, kind, t, pct]) => disturbance(m, kind, t, { pct })),
      strokes: s.map(([t, e, n], i) => stroke(`s${i}`, t, e, n)),
      works: w.map(([section, t, notified], i) =>
        works(`W${i}`, [section], t, t + 3 * HOUR, { notifiedAtMs: notified ? t - 200 * HOUR : null }),
      ),
      operations: o.map(([section, t]) => operation(section, 'trip', t)),
      complaints: c.map(([sp, t, text, stated], i) =>
        complaint(`c${i}`, sp, t, text, stated ? { occurredFromMs: t - HOUR, occurredToMs: t - HOUR / 2 } : {}),
      ),
    }),
  );

describe('laws over random cases', () => {
  test('one verdict each in order; shares sum to 1; rows sum to the odds; a fact in one row only', () => {
    fc.assert(
      fc.property(anyCase, (facts) => {
        const { verdicts, priorities, incidents } = correlate(facts, { triage: read });
        expect(verdicts.map((v) => v.complaint)).toEqual(facts.complaints.map((c) => c.id));
        for (const v of verdicts) {
          if (v.conclusion === 'routed') {
            expect([v.cause, v.causes]).toEqual([null, {}]);
            continue;
          }
          const shares = Object.values(v.causes).reduce((a, b) => a + b, 0);
          expect(shares).toBeCloseTo(1, 6);
          expect(v.p).toBeCloseTo(Math.max(...Object.values(v.causes)), 4);
          expect(v.causes).toHaveProperty('inside');
          expect(v.causes).toHaveProperty('unknown');
          const sum = v.evidence.reduce((a, e) => a + e.logLr, 0);
          const p = 1 / (1 + 2 ** -sum);
          expect(Math.abs(p - v.p)).toBeLessThan(1e-3);
          const used = v.evidence.flatMap((e) => e.facts);
          expect(new Set(used).size).toBe(used.length);
          expect(v.evidence[0]?.kind).toBe('prior');
          expect(v.say.zh).toContain('截至');
          expect(v.say.en).toContain('s of ');
        }
        for (const k of incidents) expect(Object.values(k.causes).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
        expect(priorities.map((x) => x.section).sort()).toEqual(facts.sections.map((s) => s.id).sort());
      }),
      { seed: 7, numRuns: 60 },
    );
  });
  test('order of facts and complaints changes no verdict and no rank', () => {
    fc.assert(
      fc.property(anyCase, (facts) => {
        const back = <T>(list: readonly T[]): T[] => [...list].reverse();
        const turned: CaseFacts = {
          ...facts,
          complaints: back(facts.complaints),
          disturbances: back(facts.disturbances),
          strokes: back(facts.strokes),
          works: back(facts.works),
          operations: back(facts.operations),
          customers: back(facts.customers),
        };
        const a = correlate(facts, { triage: read });
        const b = correlate(turned, { triage: read });
        const byId = new Map(b.verdicts.map((v) => [v.complaint, v]));
        for (const v of a.verdicts) expect(byId.get(v.complaint)?.p ?? -1).toBeCloseTo(v.p, 6);
        expect(b.priorities.map((p) => p.section)).toEqual(a.priorities.map((p) => p.section));
      }),
      { seed: 8, numRuns: 40 },
    );
  });
});

test('every kind of evidence has an id of its own, a source, and both languages', () => {
  expect(new Set(EVIDENCE.map((e) => e.id)).size).toBe(EVIDENCE.length);
  for (const e of EVIDENCE) expect(e.source.length).toBeGreaterThan(3);
});
