/** Energy and severity of sags; vector of the standards' summary: 50 % for 0.2 s is 0.150 s. */
import { describe, expect, test } from 'vitest';
import { rectangularSagEnergyS, sagEnergyS, siteSags } from '../../core/indices/sag-energy.ts';
import { DAY, event, PERIOD, site } from './sites.ts';

/** As large as the depth: enough to see which events a mean holds. */
const severityOf = (pct: number) => (pct >= 90 ? null : 100 - pct);
const OPTIONS = { period: PERIOD, perDays: 30, togetherMs: 60_000, severityOf };

describe('sag energy', () => {
  test('rectangular: 50 % for 0.2 s is 0.150 s; nothing left for 1 s is 1 s', () => {
    expect(rectangularSagEnergyS(50, 200)).toBeCloseTo(0.15, 12);
    expect(rectangularSagEnergyS(0, 1000)).toBe(1);
    expect(rectangularSagEnergyS(100, 5000)).toBe(0);
  });

  test('as the integral of (1 − u²) over the course, in steps', () => {
    const steps = 10_000;
    let sum = 0;
    for (let i = 0; i < steps; i++) sum += (1 - 0.37 ** 2) * (0.85 / steps);
    expect(rectangularSagEnergyS(37, 850)).toBeCloseTo(sum, 9);
  });

  test('measured over its course where it was; a swell has none; an unknown depth is unknown', () => {
    expect(sagEnergyS(event(0, { numbers: { sagEnergyS: 0.031 } }))).toBe(0.031);
    expect(sagEnergyS(event(0, { kind: 'swell', pct: 120 }))).toBeNull();
    expect(sagEnergyS(event(0, { pct: null }))).toBeNull();
    expect(sagEnergyS(event(0, { durationMs: null }))).toBeNull();
  });
});

describe('one site', () => {
  const events = [
    event(0, { pct: 80, durationMs: 1000 }),
    event(30_000, { pct: 50, durationMs: 200 }),
    event(DAY, { pct: 40, durationMs: 500 }),
    event(2 * DAY, { pct: null, durationMs: null, method: 'counter', numbers: { count: 4 } }),
    event(3 * DAY, { pct: 120, kind: 'swell' }),
  ];

  test('sum, mean and what is unknown; the worst of a minute stands for its severity', () => {
    const f = siteSags(site(events, { observedMs: 15 * DAY }), OPTIONS);
    const sum = 0.15 + 0.36 + 0.42;
    expect(f).toMatchObject({ sags: 3, unknown: 4 });
    expect(f.energyS).toBeCloseTo(sum, 12);
    expect(f.seiS).toBeCloseTo(2 * sum, 12);
    expect(f.aseiS).toBeCloseTo(sum / 3, 12);
    expect(f.averageSeverity).toBeCloseTo((50 + 60) / 2, 12);
    expect(siteSags(site(events), { ...OPTIONS, togetherMs: 0 }).averageSeverity).toBeCloseTo((50 + 20 + 60) / 3, 12);
  });

  test('without sags there is no mean; without time watched no rate', () => {
    expect(siteSags(site([]), OPTIONS)).toMatchObject({ seiS: 0, aseiS: null, averageSeverity: null });
    expect(siteSags(site(events, { observedMs: null }), OPTIONS).seiS).toBeNull();
    // Sags there were, and of none of them the energy is known.
    expect(siteSags(site(events.slice(3)), OPTIONS)).toMatchObject({ seiS: null, unknown: 4 });
  });
});
