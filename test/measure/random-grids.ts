/** Random three-phase recordings with one to three events each, and what they must give. */
import type { Recording } from '../../collector/formats/recording.ts';
import { type KnownEvent, type KnownRule, knownEvents } from '../oracles/known-events.ts';
import { type KnownGrid, knownUrmsHalf, type Stretch, sampledPhase } from '../oracles/known-grid.ts';

export const UDIN_V = 230;
const PHASES = 3;
const RATES_HZ = [3200, 4000, 5000, 6400, 10_000, 12_800, 25_600] as const;
/** Levels this near a threshold or a release level decide by noise: none is made, % of Udin. */
const AWAY_PCT = 0.5;

export interface RandomGrid {
  readonly seed: number;
  readonly grid: KnownGrid;
  readonly nominalHz: number;
  readonly rateHz: number;
  readonly seconds: number;
  readonly noisePct: number;
  readonly hasJump: boolean;
  /** Length of the shortest stretch of an event, cycles. */
  readonly shortestCycles: number;
}

/** Small, seeded, even enough. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function randomGrid(seed: number, rule: KnownRule): RandomGrid {
  const next = random(seed);
  const between = (a: number, b: number) => a + (b - a) * next();
  const nominalHz = next() < 0.5 ? 50 : 60;
  const hz = nominalHz * (1 + (next() < 0.5 ? between(-0.01, 0.01) : between(-0.15, 0.15)));
  const hasJump = next() < 0.3;
  const cycleS = 1 / hz;
  const base = between(0.98, 1.02);
  const stretches: Stretch[] = [{ fromS: -1, level: [base, base, base], turnRad: [0, 0, 0] }];
  const events = 1 + Math.floor(3 * next());
  let at = between(0.15, 0.4);
  let turn = 0;
  let shortestCycles = Number.POSITIVE_INFINITY;
  for (let e = 0; e < events; e++) {
    const lengthS = next() < 0.25 ? between(1, 3) * cycleS : between(3 * cycleS, 0.5);
    shortestCycles = Math.min(shortestCycles, lengthS / cycleS);
    const kind = (['dip', 'swell', 'interruption'] as const)[Math.floor(3 * next())] as 'dip';
    const concerned = kind === ('interruption' as string) ? 7 : 1 + Math.floor(7 * next());
    const levels = (make: () => number) => [0, 1, 2].map((k) => ((concerned >> k) & 1 ? make() : base));
    const level = levels(() => levelOf(kind, rule, between) / 100);
    const jump = hasJump ? between(-0.6, 0.6) : 0;
    stretches.push({ fromS: at, level, turnRad: [0, 1, 2].map((k) => ((concerned >> k) & 1 ? turn + jump : turn)) });
    at += lengthS;
    if (kind === 'dip' && next() < 0.3) {
      // Above the threshold, below the release level: the dip goes on.
      const still = levels(() => between(rule.dipPct + AWAY_PCT, rule.dipPct + rule.hysteresisPct - AWAY_PCT) / 100);
      stretches.push({ fromS: at, level: still, turnRad: [turn, turn, turn] });
      at += between(2, 8) * cycleS;
    }
    if (hasJump && next() < 0.5) turn += between(-0.6, 0.6);
    stretches.push({ fromS: at, level: [base, base, base], turnRad: [turn, turn, turn] });
    at += between(0.25, 0.4);
  }
  const orders = [3, 5, 7, 11, 13].filter(() => next() < 0.6);
  const harmonics = orders.map((order) => ({ order, share: between(0, 0.2 / order), rad: between(0, 6.28) }));
  const rateHz = RATES_HZ[Math.floor(RATES_HZ.length * next())] as number;
  const grid = { hz, rmsV: UDIN_V, phaseRad: between(0, 6.28), harmonics, dcV: between(-2, 2), stretches };
  return { seed, grid, nominalHz, rateHz, seconds: at, noisePct: between(0, 0.1), hasJump, shortestCycles };
}

/** RMS of the fundamental, %, away from every threshold and release level whatever harmonics and noise add. */
function levelOf(kind: string, rule: KnownRule, between: (a: number, b: number) => number): number {
  if (kind === 'swell') return between(rule.swellPct + 2 * AWAY_PCT, 150);
  if (kind === 'interruption') return between(0, rule.interruptionPct - 2 * AWAY_PCT);
  return between(rule.interruptionPct + rule.hysteresisPct + AWAY_PCT, rule.dipPct - 3 * AWAY_PCT);
}

export interface Made {
  readonly recording: Recording;
  readonly channels: readonly Float64Array[];
  readonly expected: readonly KnownEvent[];
}

export function made(r: RandomGrid, rule: KnownRule): Made {
  const n = Math.round(r.seconds * r.rateHz);
  const timesS = Float64Array.from({ length: n }, (_, i) => i / r.rateHz);
  const next = random(r.seed ^ 0x5bd1e995);
  const noiseV = (r.noisePct / 100) * UDIN_V;
  const channels = [0, 1, 2].map((phase) => {
    const values = sampledPhase(r.grid, phase, timesS);
    // Four even numbers added up: bell enough, of variance 1/3.
    for (let i = 0; i < n; i++) values[i]! += noiseV * Math.sqrt(3) * (next() + next() + next() + next() - 2);
    return values;
  });
  const values = knownUrmsHalf(r.grid, PHASES, 0, (n - 1) / r.rateHz).map((v) => ({
    ...v,
    rmsV: Math.hypot(v.rmsV, noiseV),
  }));
  const timesMs = timesS.map((s) => 1000 * s);
  return {
    recording: recordingOf(timesMs, channels, r.nominalHz),
    channels,
    expected: knownEvents(values, PHASES, UDIN_V, rule),
  };
}

function recordingOf(timesMs: Float64Array, channels: readonly Float64Array[], lineHz: number): Recording {
  const analogs = channels.map((values, k) => ({
    index: k + 1,
    name: `U${'ABC'[k]}`,
    phase: '',
    component: '',
    unit: 'V',
    side: 'P' as const,
    primary: 1,
    secondary: 1,
    values,
  }));
  const times = { startMs: 0, startNs: 0, triggerMs: null, timesMs, breaks: [], rates: [] };
  return {
    kind: 'waveform',
    station: 's',
    device: 'd',
    revision: '1999',
    encoding: 'utf-8',
    lineHz,
    ...times,
    analogs,
    digitals: [],
  };
}
