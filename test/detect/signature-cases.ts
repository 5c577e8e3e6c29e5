/**
 * Random recordings of a known kind: what the signatures must name, and what looks like it and must not be named so. Each
 * is a formula with random numbers in the ranges the kind has in the field. From one seed.
 */
import type { Recording } from '../../collector/formats/recording.ts';
import type { EventSignature } from '../../core/event.ts';
import { recordingOf } from './waves.ts';

export type Random = () => number;

/** Small seeded generator, 0 ≤ x < 1. */
export function seeded(seed: number): Random {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PEAK = Math.SQRT2 * 230;
type Course = (s: number) => number;
const range = (r: Random, from: number, to: number) => from + (to - from) * r();
const chance = (r: Random, p: number) => r() < p;
const three = (c: Course): Course[] => [c, c, c];
/** On one random phase, the others stay. */
const onOne = (r: Random, c: Course): Course[] => {
  const phase = Math.floor(3 * r());
  return [0, 1, 2].map((k) => (k === phase ? c : () => 1));
};

interface Made {
  readonly seconds: number;
  readonly envelopes: readonly Course[];
  readonly extra?: (s: number, phase: number) => number;
  readonly rateHz?: number;
}

/** With a frequency, an angle and a level as supplies have them, and a little noise. */
function made(r: Random, m: Made): Recording {
  const level = range(r, 0.97, 1.03);
  const noiseV = range(r, 0.05, 0.4) * Math.SQRT2;
  const noise = Float64Array.from({ length: 997 }, () => noiseV * (2 * r() - 1));
  let at = 0;
  const wobble = range(r, 0, 0.0015);
  const wobbleHz = range(r, 0.3, 6);
  return recordingOf({
    seconds: m.seconds,
    envelopes: m.envelopes.map((e) => (s: number) => level * e(s) * (1 + wobble * Math.sin(wobbleHz * s))),
    extra: (s, phase) => (m.extra?.(s, phase) ?? 0) + (noise[at++ % noise.length] ?? 0),
    hz: range(r, 49.85, 50.15),
    rateHz: m.rateHz ?? 1600,
    startRad: range(r, 0, 6.28),
  });
}

function motor(r: Random): Recording {
  const at = range(r, 1.2, 1.3);
  const depth = range(r, 0.04, 0.24);
  const settles = range(r, 0, 0.12) * depth;
  const inrush = range(r, 0, 0.12) * depth;
  const tau = range(r, 0.2, 1.2);
  const plateau = range(r, 0.2, 2);
  const ramp = range(r, 0.15, 1);
  const isExponential = chance(r, 0.5);
  const back = (t: number) =>
    isExponential
      ? 1 - Math.exp(-t / tau)
      : t < plateau
        ? 0.1 * (t / plateau)
        : Math.min(1, 0.1 + (0.9 * (t - plateau)) / ramp);
  const course: Course = (s) =>
    s < at ? 1 : 1 - settles - (depth - settles) * (1 - back(s - at)) - inrush * Math.exp(-(s - at) / 0.04);
  return made(r, { seconds: 6.5, envelopes: chance(r, 0.65) ? three(course) : onOne(r, course) });
}

/** Falls at `at[k]` of `depth[k]`, each `length[k]` long. */
const pulses =
  (list: readonly { at: number; depth: number; length: number }[]): Course =>
  (s) =>
    1 - list.reduce((sum, p) => sum + (s >= p.at && s < p.at + p.length ? p.depth : 0), 0);

function welding(r: Random): Recording {
  const depth = range(r, 0.035, 0.2);
  const interval = range(r, 0.2, 1.6);
  const length = Math.max(0.05, interval * range(r, 0.2, 0.5));
  const count = Math.min(16, 6 + Math.floor(8 * r()));
  const list = Array.from({ length: count }, (_, i) => ({
    at: 1.2 + interval * (i + range(r, -0.12, 0.12)) + 0.3,
    depth: depth * range(r, 0.88, 1.12),
    length: length * range(r, 0.85, 1.15),
  }));
  const course = pulses(list);
  return made(r, { seconds: 2.8 + count * interval, envelopes: chance(r, 0.4) ? three(course) : onOne(r, course) });
}

const ringing = (o: { at: number; pu: number; hz: number; tau: number; sign: number }) => (s: number) =>
  s < o.at ? 0 : o.sign * o.pu * PEAK * Math.exp(-(s - o.at) / o.tau) * Math.cos(2 * Math.PI * o.hz * (s - o.at));

function capacitor(r: Random): Recording {
  const o = { at: range(r, 0.3, 0.32), pu: range(r, 0.2, 0.6), hz: range(r, 300, 1200), tau: range(r, 0.002, 0.008) };
  const rise = range(r, 0, 0.025);
  const signs = [range(r, 0.5, 1), -range(r, 0.5, 1), chance(r, 0.5) ? range(r, 0.2, 0.8) : -range(r, 0.2, 0.8)];
  const course: Course = (s) => (s < o.at ? 1 : 1 + rise);
  const extra = (s: number, k: number) => ringing({ ...o, sign: signs[k] ?? 1 })(s);
  return made(r, { seconds: 0.7, envelopes: three(course), extra, rateHz: 6400 });
}

function recloseOnLine(r: Random): Recording {
  const at = range(r, 0.5, 0.6);
  const clears = range(r, 0.06, 0.4);
  const dead = range(r, 0.3, 1.8);
  const isPermanent = chance(r, 0.35);
  const faulted = chance(r, 0.5) ? [1, 1, 1] : [1, 1, 0];
  const residual = range(r, 0.15, 0.7);
  const on = at + clears + dead;
  const course =
    (isFaulted: boolean): Course =>
    (s) => {
      if (s < at) return 1;
      if (s < at + clears) return isFaulted ? residual : 0.97;
      if (s < on) return 0.004;
      if (!isPermanent) return 1;
      return s < on + clears ? (isFaulted ? residual : 0.97) : 0.004;
    };
  return made(r, { seconds: on + clears + 1.2, envelopes: faulted.map((f) => course(f === 1)) });
}

function recloseBeside(r: Random): Recording {
  const residual = range(r, 0.2, 0.82);
  const dead = range(r, 0.3, 1.4);
  const count = chance(r, 0.7) ? 2 : 3;
  const list: { at: number; depth: number; length: number }[] = [];
  let at = range(r, 0.5, 0.6);
  for (let i = 0; i < count; i++) {
    const length = range(r, 0.06, 0.35);
    list.push({ at, depth: 1 - residual + range(r, -0.02, 0.02), length });
    at += length + dead;
  }
  const course = pulses(list);
  const two = chance(r, 0.5);
  return made(r, { seconds: at + 0.4, envelopes: two ? [course, course, () => 1] : three(course) });
}

function switchedOn(r: Random): Recording {
  const at = range(r, 0.2, 1.5);
  const poles = [0, range(r, 0, 0.02), range(r, 0, 0.02)];
  const sag = range(r, 0, 0.06);
  const envelopes = poles.map(
    (late): Course =>
      (s) =>
        s < at + late ? range(r, 0, 0.01) : 1 - sag * Math.exp(-(s - at - late) / 0.2),
  );
  return made(r, { seconds: at + 1.4, envelopes });
}

function fault(r: Random): Recording {
  const at = range(r, 1.2, 1.4);
  const length = range(r, 0.04, 0.9);
  const residual = range(r, 0.15, 0.87);
  const course: Course = (s) => (s >= at && s < at + length ? residual : 1);
  const kind = Math.floor(3 * r());
  const envelopes = kind === 0 ? three(course) : kind === 1 ? onOne(r, course) : [course, course, () => 1];
  return made(r, { seconds: 3, envelopes });
}

/** Motors slow down in the fault and draw more when it is gone: most of the way back at once, the rest slowly. */
function faultWithTail(r: Random): Recording {
  const at = range(r, 1.2, 1.4);
  const length = range(r, 0.08, 0.4);
  const residual = range(r, 0.3, 0.8);
  const tail = range(r, 0.1, 0.4) * (1 - residual);
  const tau = range(r, 0.2, 0.8);
  const course: Course = (s) =>
    s < at ? 1 : s < at + length ? residual : 1 - tail * Math.exp(-(s - at - length) / tau);
  return made(r, { seconds: 5, envelopes: chance(r, 0.6) ? three(course) : onOne(r, course) });
}

function loadStays(r: Random): Recording {
  const at = range(r, 1.2, 1.4);
  const step = range(r, 0.035, 0.07) * (chance(r, 0.7) ? -1 : 1);
  return made(r, {
    seconds: 3.5,
    envelopes: chance(r, 0.5) ? three((s) => (s < at ? 1 : 1 + step)) : onOne(r, (s) => (s < at ? 1 : 1 + step)),
  });
}

/** Up and down in steps of one size, no beat of falls that come back. */
function tapSteps(r: Random): Recording {
  const step = range(r, 0.0125, 0.025) * (chance(r, 0.5) ? -1 : 1);
  const every = range(r, 0.5, 1.2);
  const course: Course = (s) => (s < 1.3 ? 1 : 1 + step * Math.min(3, 1 + Math.floor((s - 1.3) / every)));
  return made(r, { seconds: 6, envelopes: three(course) });
}

function inrush(r: Random): Recording {
  const at = range(r, 1.2, 1.4);
  const depth = range(r, 0.05, 0.2);
  const tau = range(r, 0.15, 0.5);
  const shares = [1, range(r, 0.45, 0.65), range(r, 0.1, 0.3)];
  const envelopes = shares.map(
    (share): Course =>
      (s) =>
        s < at ? 1 : 1 - share * depth * Math.exp(-(s - at) / tau),
  );
  return made(r, { seconds: 4, envelopes });
}

/** Falls of every depth and length at random. */
function looseContact(r: Random): Recording {
  const list: { at: number; depth: number; length: number }[] = [];
  for (let at = 1.3; at < 7; at += 0.1 - 0.7 * Math.log(1 - 0.999 * r())) {
    list.push({ at, depth: range(r, 0.03, 0.3), length: range(r, 0.03, 0.3) });
  }
  const course: Course = (s) => Math.max(0.6, pulses(list)(s));
  return made(r, { seconds: 8, envelopes: onOne(r, course) });
}

/** Steep falls well apart, as of a welder, but of every depth and in no beat. */
function erraticFalls(r: Random): Recording {
  const isDepth = chance(r, 0.5);
  const list: { at: number; depth: number; length: number }[] = [];
  for (let at = 1.5; at < 9; at += isDepth ? range(r, 0.7, 0.9) : 0.25 - 0.8 * Math.log(1 - 0.999 * r())) {
    list.push({ at, depth: isDepth ? range(r, 0.04, 0.3) : 0.08, length: range(r, 0.08, 0.12) });
  }
  return made(r, { seconds: 10, envelopes: onOne(r, pulses(list)) });
}

/** Switched on into a fault: the breaker opens again. */
function switchedOnTrips(r: Random): Recording {
  const at = range(r, 0.2, 0.8);
  const off = at + range(r, 0.1, 0.7);
  return made(r, { seconds: 2, envelopes: three((s) => (s < at || s >= off ? 0.006 : 1)) });
}

/** By hand, no fault: the line off and on again. */
function offAndOn(r: Random): Recording {
  const at = range(r, 0.5, 0.7);
  const dead = range(r, 0.3, 1.8);
  return made(r, { seconds: at + dead + 1, envelopes: three((s) => (s >= at && s < at + dead ? 0.004 : 1)) });
}

/** The line is opened and the motors on it hold up a voltage that fades. */
function motorsRunDown(r: Random): Recording {
  const at = range(r, 0.5, 0.7);
  const tau = range(r, 0.15, 0.5);
  const on = at + range(r, 1.5, 2.2);
  return made(r, {
    seconds: on + 1,
    envelopes: three((s) => (s < at || s >= on ? 1 : 0.98 * Math.exp(-(s - at) / tau))),
  });
}

/** Two faults that have nothing to do with each other. */
function twoFaults(r: Random): Recording {
  const gap = range(r, 0.4, 2);
  const first = pulses([{ at: 0.6, depth: range(r, 0.15, 0.3), length: range(r, 0.05, 0.3) }]);
  const second = pulses([{ at: 1 + gap, depth: range(r, 0.5, 0.8), length: range(r, 0.05, 0.3) }]);
  const same = chance(r, 0.5);
  const both: Course = (s) => first(s) + second(s) - 1;
  return made(r, { seconds: 2.2 + gap, envelopes: same ? [both, () => 1, () => 1] : [first, second, () => 1] });
}

function twoMotors(r: Random): Recording {
  const depth = range(r, 0.12, 0.2);
  const tau = range(r, 0.15, 0.3);
  const start =
    (at: number): Course =>
    (s) =>
      s < at ? 0 : depth * Math.exp(-(s - at) / tau);
  const [a, b] = [start(1.2), start(1.2 + range(r, 2, 3))];
  return made(r, { seconds: 6, envelopes: three((s) => 1 - a(s) - b(s)) });
}

/** A surge: one half wave, no ring. */
function lightning(r: Random): Recording {
  const at = range(r, 0.3, 0.32);
  const lasts = range(r, 0.0004, 0.0015);
  const pu = range(r, 0.2, 0.8);
  const extra = (s: number) =>
    s < at ? 0 : pu * PEAK * ((s - at) / (0.3 * lasts)) * Math.exp(1 - (s - at) / (0.3 * lasts));
  return made(r, { seconds: 0.7, envelopes: three(() => 1), extra, rateHz: 6400 });
}

/** Rings too, but the voltage is lower afterwards. */
function heavyLoad(r: Random): Recording {
  const o = { at: range(r, 0.3, 0.32), pu: range(r, 0.15, 0.3), hz: range(r, 400, 1500), tau: 0.003, sign: 1 };
  const drop = range(r, 0.01, 0.03);
  return made(r, { seconds: 0.7, envelopes: three((s) => (s < o.at ? 1 : 1 - drop)), extra: ringing(o), rateHz: 6400 });
}

function arcing(r: Random): Recording {
  const hits = Array.from({ length: 8 }, (_, i) =>
    ringing({
      at: 0.2 + 0.06 * i + range(r, 0, 0.02),
      pu: range(r, 0.2, 0.5),
      hz: range(r, 400, 1500),
      tau: 0.002,
      sign: 1,
    }),
  );
  const extra = (s: number) => hits.reduce((sum, h) => sum + h(s), 0);
  return made(r, { seconds: 0.9, envelopes: three(() => 1), extra, rateHz: 6400 });
}

export interface CaseKind {
  readonly kind: string;
  /** What it must be called; null = nothing. */
  readonly truth: EventSignature | null;
  readonly make: (r: Random) => Recording;
  readonly count: number;
}

export const CASE_KINDS: readonly CaseKind[] = [
  { kind: 'motor', truth: 'motor_start', make: motor, count: 200 },
  { kind: 'two motors', truth: 'motor_start', make: twoMotors, count: 30 },
  { kind: 'welder', truth: 'welder', make: welding, count: 200 },
  { kind: 'capacitor', truth: 'capacitor_switching', make: capacitor, count: 200 },
  { kind: 'reclosed, on the line', truth: 'fault_reclose', make: recloseOnLine, count: 120 },
  { kind: 'reclosed, beside it', truth: 'fault_reclose', make: recloseBeside, count: 120 },
  { kind: 'switched on', truth: 'energising', make: switchedOn, count: 200 },
  { kind: 'fault', truth: null, make: fault, count: 80 },
  { kind: 'fault, slow tail', truth: null, make: faultWithTail, count: 80 },
  { kind: 'load stays', truth: null, make: loadStays, count: 50 },
  { kind: 'tap steps', truth: null, make: tapSteps, count: 40 },
  { kind: 'inrush', truth: null, make: inrush, count: 50 },
  { kind: 'loose contact', truth: null, make: looseContact, count: 50 },
  { kind: 'erratic falls', truth: null, make: erraticFalls, count: 50 },
  { kind: 'switched on, trips', truth: null, make: switchedOnTrips, count: 50 },
  { kind: 'off and on', truth: null, make: offAndOn, count: 50 },
  { kind: 'motors run down', truth: null, make: motorsRunDown, count: 50 },
  { kind: 'two faults', truth: null, make: twoFaults, count: 50 },
  { kind: 'surge', truth: null, make: lightning, count: 50 },
  { kind: 'heavy load', truth: null, make: heavyLoad, count: 50 },
  { kind: 'arcing', truth: null, make: arcing, count: 50 },
];
