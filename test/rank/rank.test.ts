/** Ranking laws: every section listed once, a cut section changes nothing, what no crew can mend there never lands there. */
import { describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import { id, type NodeId, type SectionId } from '../../core/ids.ts';
import type { GridNode, Section } from '../../core/network.ts';
import { correlate } from '../../correlator/answer.ts';
import { gammaVariate, seeded } from '../../correlator/rank/random.ts';
import { complaint, disturbance, HOUR, MIN, NOON, operation, read, town, works } from '../answer/town.ts';

const DAY = 24 * HOUR;
const faults = (): Partial<CaseFacts> => ({
  operations: [1, 4, 9].flatMap((d) => [
    operation('P1-P2', 'trip', NOON - d * DAY),
    operation('P1-P2', 'close', NOON - d * DAY + HOUR),
  ]),
  disturbances: [1, 4, 9].map((d) => disturbance('M-T12', 'outage', NOON - d * DAY)),
});
const rank = (facts: CaseFacts) => correlate(facts, { triage: read }).priorities;

/** Cut one section in two halves with a pole between. */
function cut(facts: CaseFacts, name: string): CaseFacts {
  const old = facts.sections.find((s) => s.id === name) as Section;
  const pole: GridNode = { id: id<NodeId>('CUT'), kind: 'pole', at: null, neutralEarthing: null };
  const halfM = (old.lengthM ?? 0) / 2;
  const first: Section = { ...old, id: id<SectionId>(`${name}-1`), to: pole.id, lengthM: halfM };
  const second: Section = { ...old, id: id<SectionId>(`${name}-2`), from: pole.id, lengthM: halfM, device: 'none' };
  // The device stands at the supply side: its records name the first half now.
  const operations = facts.operations.map((o) => (o.section === name ? { ...o, section: first.id } : o));
  return {
    ...facts,
    nodes: [...facts.nodes, pole],
    sections: [...facts.sections.filter((s) => s !== old), first, second],
    operations,
  };
}

describe('the list', () => {
  test('holds every section once, ranks 1…n, benefit falling, intervals around it', () => {
    const facts = town(faults());
    const list = rank(facts);
    expect(list.map((p) => p.rank)).toEqual(facts.sections.map((_, i) => i + 1));
    expect(new Set(list.map((p) => p.section)).size).toBe(facts.sections.length);
    for (let i = 1; i < list.length; i++)
      expect(list[i - 1]?.benefit ?? 0).toBeGreaterThanOrEqual(list[i]?.benefit ?? 0);
    for (const p of list) expect(p.low).toBeLessThanOrEqual(p.high);
    expect(list[0]?.because.length).toBeGreaterThan(0);
  });
  test('the section that trips three times comes first', () => {
    expect(rank(town(faults()))[0]?.section).toBe('P1-P2');
  });
  test.each(['P1-P2', 'F1-P1', 'F2-P3', 'T21-T21B'])('cutting %s in two changes no order', (name) => {
    const before = rank(town(faults())).map((p) => p.section);
    const after = rank(cut(town(faults()), name)).map((p) => p.section as string);
    const joined = after.map((s) => (s.startsWith(`${name}-`) ? name : s)).filter((s, i, all) => all.indexOf(s) === i);
    expect(joined).toEqual(before);
  });
});

describe('burden that is not the line’s own', () => {
  const of = (facts: CaseFacts, section: string): number =>
    rank(facts).find((p) => p.section === section)?.benefit ?? Number.NaN;
  test('works never land on a section', () => {
    const dark = [disturbance('M-T11', 'outage', NOON, { durationMs: 6 * HOUR })];
    const register = [works('W1', ['P1-T11'], NOON, NOON + 6 * HOUR, { notifiedAtMs: NOON - 9 * DAY })];
    expect(of(town({ disturbances: dark, works: register }), 'P1-T11')).toBeLessThan(
      0.2 * of(town({ disturbances: dark }), 'P1-T11'),
    );
  });
  test('a busbar dark from above leaves the lines nearly as if nothing had been', () => {
    const up = ['T11', 'T12', 'T21', 'T22'].map((a) => disturbance(`M-${a}`, 'outage', NOON));
    const total = rank(town({ disturbances: up })).reduce((sum, p) => sum + p.benefit, 0);
    const own = rank(town(faults())).reduce((sum, p) => sum + p.benefit, 0);
    expect(total).toBeLessThan(0.25 * own);
  });
  test('low voltage lands on transformer or low-voltage line, never on the 10 kV line', () => {
    const low = [1, 2, 3, 4, 5].map((d) =>
      disturbance('M-T11', 'undervoltage', NOON - d * DAY, { pct: 85, durationMs: 4 * HOUR }),
    );
    const list = rank(town({ disturbances: low }));
    expect(list[0]?.section).toBe('P1-T11');
    expect(list[0]?.action).toBe('upgrade_transformer');
  });
  test('the order of complaints, and who calls, changes no rank', () => {
    const facts = town(faults());
    const calls = [1, 2, 3, 4].map((i) => complaint(`c${i}`, 'T12-1', NOON - 4 * DAY + i * MIN, 'out'));
    expect(rank({ ...facts, complaints: calls }).map((p) => p.section)).toEqual(rank(facts).map((p) => p.section));
  });
});

test('Gamma variates have mean and variance equal to the shape (closed form)', () => {
  for (const shape of [0.6, 1, 4.5]) {
    const random = seeded(7);
    const n = 40_000;
    const xs = Array.from({ length: n }, () => gammaVariate(shape, random));
    const mean = xs.reduce((a, b) => a + b, 0) / n;
    const variance = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    expect(mean / shape).toBeCloseTo(1, 1);
    expect(variance / shape).toBeCloseTo(1, 0);
  }
});
