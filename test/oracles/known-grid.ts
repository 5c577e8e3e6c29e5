/**
 * A grid voltage known as a formula: three phases of fundamental, harmonics and DC, multiplied by a course of levels and
 * turned by phase jumps, each from an instant on. Urms(1/2) of it follows in closed form: u² of a stretch where nothing
 * changes is a sum of cosines, and its integral one of sines. Shares nothing with the product.
 */

export interface Stretch {
  /** From this instant on, s. */
  readonly fromS: number;
  /** Factor of all of phase k's voltage. */
  readonly level: readonly number[];
  /** Added to the angle of phase k's fundamental, rad; order h turns h times as far. */
  readonly turnRad: readonly number[];
}

export interface KnownGrid {
  readonly hz: number;
  readonly rmsV: number;
  /** Angle of phase 0 at s = 0, rad; the others lag by 120° each. */
  readonly phaseRad: number;
  /** Order, share of the fundamental, angle. */
  readonly harmonics: readonly { readonly order: number; readonly share: number; readonly rad: number }[];
  readonly dcV: number;
  /** The first begins at or before the record. */
  readonly stretches: readonly Stretch[];
}

interface Term {
  readonly amplitude: number;
  readonly omega: number;
  readonly rad: number;
}

const lagRad = (phase: number): number => (-2 * Math.PI * phase) / 3;

function termsOf(g: KnownGrid, phase: number, s: Stretch): Term[] {
  const w = 2 * Math.PI * g.hz;
  const level = s.level[phase] ?? 1;
  const base = g.phaseRad + lagRad(phase) + (s.turnRad[phase] ?? 0);
  const peak = Math.SQRT2 * g.rmsV * level;
  return [
    { amplitude: peak, omega: w, rad: base },
    ...g.harmonics.map((h) => ({
      amplitude: peak * h.share,
      omega: h.order * w,
      rad: h.order * base + h.rad,
    })),
    // A constant is a sine of no frequency at a quarter turn.
    { amplitude: g.dcV * level, omega: 0, rad: Math.PI / 2 },
  ];
}

/** Volts of a phase at an instant, s. */
export function voltsOf(g: KnownGrid, phase: number, s: number): number {
  let sum = 0;
  for (const t of termsOf(g, phase, stretchAt(g, s))) sum += t.amplitude * Math.sin(t.omega * s + t.rad);
  return sum;
}

function stretchAt(g: KnownGrid, s: number): Stretch {
  let found = g.stretches[0] as Stretch;
  for (const stretch of g.stretches) if (stretch.fromS <= s) found = stretch;
  return found;
}

/** Sampled without looking up the stretch for each sample anew. */
export function sampledPhase(g: KnownGrid, phase: number, timesS: Float64Array): Float64Array {
  const out = new Float64Array(timesS.length);
  let k = -1;
  let terms: Term[] = [];
  for (let i = 0; i < timesS.length; i++) {
    const s = timesS[i]!;
    while (k + 1 < g.stretches.length && (k < 0 || (g.stretches[k + 1] as Stretch).fromS <= s)) {
      k++;
      terms = termsOf(g, phase, g.stretches[k] as Stretch);
    }
    let sum = 0;
    for (const t of terms) sum += t.amplitude * Math.sin(t.omega * s + t.rad);
    out[i] = sum;
  }
  return out;
}

/** ∫ u² ds from a to b, V²·s, exact. */
function squareIntegral(g: KnownGrid, phase: number, a: number, b: number): number {
  let sum = 0;
  g.stretches.forEach((stretch, k) => {
    const from = k === 0 ? a : Math.max(a, stretch.fromS);
    const to = Math.min(b, g.stretches[k + 1]?.fromS ?? b);
    if (to <= from) return;
    const terms = termsOf(g, phase, stretch);
    for (const p of terms) {
      for (const q of terms) {
        // sin·sin is half the cosine of the difference less half that of the sum.
        const both = (p.amplitude * q.amplitude) / 2;
        sum += both * cosIntegral(p.omega - q.omega, p.rad - q.rad, from, to);
        sum -= both * cosIntegral(p.omega + q.omega, p.rad + q.rad, from, to);
      }
    }
  });
  return sum;
}

function cosIntegral(omega: number, rad: number, a: number, b: number): number {
  return omega === 0 ? Math.cos(rad) * (b - a) : (Math.sin(omega * b + rad) - Math.sin(omega * a + rad)) / omega;
}

export interface KnownValue {
  readonly phase: number;
  readonly endS: number;
  readonly rmsV: number;
}

/**
 * Urms(1/2) of all phases in order of time: windows of one cycle between the zero crossings of each phase's fundamental
 * as it was before any phase jump, within `[fromS, toS]`.
 */
export function knownUrmsHalf(g: KnownGrid, phases: number, fromS: number, toS: number): KnownValue[] {
  const out: KnownValue[] = [];
  const cycle = 1 / g.hz;
  for (let phase = 0; phase < phases; phase++) {
    const zeroS = -(g.phaseRad + lagRad(phase)) / (2 * Math.PI * g.hz);
    const first = Math.ceil((fromS + cycle - zeroS) / (cycle / 2));
    for (let n = first; zeroS + (n * cycle) / 2 <= toS; n++) {
      const endS = zeroS + (n * cycle) / 2;
      const square = squareIntegral(g, phase, endS - cycle, endS) / cycle;
      out.push({ phase, endS, rmsV: Math.sqrt(Math.max(0, square)) });
    }
  }
  return out.sort((x, y) => x.endS - y.endS);
}
