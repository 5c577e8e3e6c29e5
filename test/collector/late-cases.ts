/** Courses of voltage with events in them, and ways for their readings to arrive. */
import fc from 'fast-check';
import { aggregateKey, hourKey } from '../../collector/late/difference.ts';
import type { FoldOutput, LiveOutput } from '../../collector/live-fold.ts';
import { disturbanceKey } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { PHASES, type Phase } from '../../core/quantity.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';

export const T0 = Date.UTC(2026, 6, 1, 4, 0);
export const OPTIONS = { zone: 'Asia/Shanghai', profile: 'gb', nominalV: (m: Meter) => m.udinV ?? 220 } as const;

const meter = (name: string, method: Method): Meter => ({
  meter: id(name),
  node: id('n'),
  supplyPoint: null,
  phases: 'ABC',
  method,
  statistic: 'mean',
  connection: 'LN',
  udinV: 220,
  clock: 'ntp',
  clockSigmaS: null,
  comms: null,
});
export const METERS: readonly Meter[] = [meter('m1', '1s'), meter('m2', '10min')];

/** Percent of 220 V by phase in the n-th second. */
export function second(n: number, pct: Readonly<Record<Phase, number>>, more: Partial<Reading> = {}): Reading {
  return reading('m1', '1s', n, pct, more);
}

export function reading(
  name: string,
  method: '1s' | '10min',
  n: number,
  pct: Readonly<Record<Phase, number>>,
  more: Partial<Reading> = {},
): Reading {
  const lengthMs = method === '1s' ? 1000 : 600_000;
  const endMs = T0 + (n + 1) * lengthMs;
  const isSnapshot = method === '1s';
  return {
    meter: id(name),
    startMs: isSnapshot ? endMs : endMs - lengthMs,
    endMs,
    values: Object.fromEntries(PHASES.map((p) => [p, { u: pct[p] * 2.2 }])),
    method,
    statistic: isSnapshot ? 'snapshot' : 'mean',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: endMs,
    ...more,
  };
}

/** A stretch of one behaviour. `doubled`: the meter's firmware; `gap`: no readings at all. */
const stretch = fc.record({
  what: fc.constantFrom(
    'calm',
    'calm',
    'low',
    'dip',
    'deep',
    'out',
    'high',
    'lost',
    'doubled',
    'gap',
    'flagged',
    'torn',
  ),
  length: fc.integer({ min: 1, max: 45 }),
  by: fc.integer({ min: 0, max: 7 }),
});

/** Readings of both meters in order of time. */
export const course: fc.Arbitrary<readonly Reading[]> = fc
  .record({ fast: fc.array(stretch, { minLength: 3, maxLength: 16 }), slow: fc.array(stretch, { maxLength: 6 }) })
  .map(({ fast, slow }) => [...played('m1', '1s', fast), ...played('m2', '10min', slow)]);

type Stretch = typeof stretch extends fc.Arbitrary<infer T> ? T : never;

function played(name: string, method: '1s' | '10min', stretches: readonly Stretch[]): Reading[] {
  const all: Reading[] = [];
  let n = 0;
  for (const { what, length, by } of stretches) {
    for (let k = 0; k < length; k++, n++) {
      if (what === 'gap') continue;
      const noise = (p: number) => 100 + ((n * 7 + p * 13) % 17) / 10;
      const [a, b, c] = levelsOf(what, by, k);
      const pct = { A: noise(1) * a, B: noise(2) * b, C: noise(3) * c };
      all.push(reading(name, method, n, pct, what === 'flagged' ? { quality: QUALITY.notAvailable } : {}));
    }
  }
  return all;
}

function levelsOf(what: Stretch['what'], by: number, k: number): readonly [number, number, number] {
  switch (what) {
    case 'low':
      return [0.88 - by / 100, 1, 1];
    case 'dip':
      return [0.7 + by / 50, 1, k % 3 === 0 ? 0.85 : 1];
    case 'deep':
      return [0.3, 0.3 + by / 50, 0.2];
    case 'out':
      return [0, 0, 0];
    case 'high':
      return [1, 1.12 + by / 50, 1];
    case 'lost':
      return [0, 1, 1];
    case 'doubled':
      return [2, 2, 2];
    case 'torn':
      return [by % 2 === 0 ? 0.5 : 1.2, 1, 1];
    default:
      return [1, 1, 1];
  }
}

export interface Arrival {
  /** Readings that may come before one that belongs before them. */
  readonly slots: number;
  readonly parts: boolean;
  readonly repeats: boolean;
}

/** Ways to arrive: late by at most `slots` readings, some twice, some phase by phase, in pushes of any size. */
export function arrivals(o: Arrival): fc.Arbitrary<(readings: readonly Reading[]) => Reading[][]> {
  return fc
    .record({ seed: fc.integer({ min: 1, max: 2 ** 30 }), push: fc.integer({ min: 1, max: 60 }) })
    .map(({ seed, push }) => (readings) => {
      const next = random(seed);
      const all = readings.flatMap((r, n) => {
        const parts = o.parts && next() < 0.2 ? phaseByPhase(r) : [r];
        return parts.flatMap((part) => {
          const at = () => n + (next() < 0.3 ? next() * o.slots : 0);
          const one = { part, at: at() };
          return o.repeats && next() < 0.1 ? [one, { part, at: at() }] : [one];
        });
      });
      const ordered = all.sort((a, b) => a.at - b.at).map(({ part }, n) => ({ ...part, knownAtMs: T0 + n }));
      const pushes: Reading[][] = [];
      while (ordered.length > 0) pushes.push(ordered.splice(0, 1 + Math.floor(next() * push)));
      return pushes;
    });
}

function phaseByPhase(r: Reading): Reading[] {
  return PHASES.map((p) => ({ ...r, values: { [p]: r.values[p] ?? {} } }));
}

export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The facts that stand after all outputs so far. */
export class Standing {
  readonly #facts = new Map<string, unknown>();

  static of(all: FoldOutput): unknown {
    const standing = new Standing();
    const none = { disturbances: [], voltages: [], aggregates: [] };
    standing.take({ ...all, withdrawn: none });
    return standing.facts();
  }

  take({ disturbances, voltages, aggregates, withdrawn }: LiveOutput): void {
    for (const d of withdrawn.disturbances) this.#facts.delete(disturbanceKey(d));
    for (const v of withdrawn.voltages) this.#facts.delete(`hour ${hourKey(v)}`);
    for (const a of withdrawn.aggregates) this.#facts.delete(`ten ${aggregateKey(a)}`);
    for (const d of disturbances) this.#facts.set(disturbanceKey(d), { ...d, knownAtMs: 0 });
    for (const v of voltages) this.#facts.set(`hour ${hourKey(v)}`, v);
    for (const a of aggregates) this.#facts.set(`ten ${aggregateKey(a)}`, a);
  }

  facts(): unknown {
    return Object.fromEntries([...this.#facts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
