/**
 * Plain flickermeter, written to be read and slow on purpose: every sample at its own rate, no decimation, no classes.
 * The filters are taken apart into their eleven poles; each mode z' = p·z + x is solved exactly for a straight line between
 * two samples. Numbers typed in from standards.md 2.1 a second time.
 * @source IEC 61000-4-15:2010
 */
interface Complex {
  readonly re: number;
  readonly im: number;
}

const c = (re: number, im = 0): Complex => ({ re, im });
const add = (a: Complex, b: Complex): Complex => c(a.re + b.re, a.im + b.im);
const sub = (a: Complex, b: Complex): Complex => c(a.re - b.re, a.im - b.im);
const mul = (a: Complex, b: Complex): Complex => c(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
const div = (a: Complex, b: Complex): Complex => {
  const n = b.re * b.re + b.im * b.im;
  return c((a.re * b.re + a.im * b.im) / n, (a.im * b.re - a.re * b.im) / n);
};
const exp = (a: Complex): Complex => c(Math.exp(a.re) * Math.cos(a.im), Math.exp(a.re) * Math.sin(a.im));

const TAU = 2 * Math.PI;
const LAMP = {
  230: { k: 1.74802, lambda: TAU * 4.05981, w1: TAU * 9.15494, w2: TAU * 2.27979, w3: TAU * 1.22535, w4: TAU * 21.9 },
  120: {
    k: 1.6357,
    lambda: TAU * 4.167375,
    w1: TAU * 9.077169,
    w2: TAU * 2.939902,
    w3: TAU * 1.394468,
    w4: TAU * 17.31512,
  },
} as const;
const SCALE = { 230: 309_588, 120: 307_642 } as const;

/** Poles and residues of high pass, low pass and weighting together. */
function modes(lamp: 230 | 120, lineHz: 50 | 60): { readonly pole: Complex; readonly residue: Complex }[] {
  const w = LAMP[lamp];
  const cut = TAU * (lineHz === 50 ? 35 : 42);
  const ring = Math.sqrt(w.w1 ** 2 - w.lambda ** 2);
  const butterworth = [0, 1, 2, 3, 4, 5].map((k) => mul(c(cut), exp(c(0, (Math.PI * (2 * k + 7)) / 12))));
  const poles = [c(-TAU * 0.05), ...butterworth, c(-w.lambda, ring), c(-w.lambda, -ring), c(-w.w3), c(-w.w4)];
  const gain = (cut ** 6 * w.k * w.w1 * w.w3 * w.w4) / w.w2;
  return poles.map((pole) => {
    let residue = mul(mul(c(gain), mul(pole, pole)), add(pole, c(w.w2)));
    for (const other of poles) if (other !== pole) residue = div(residue, sub(pole, other));
    return { pole, residue };
  });
}

/** Weights of the two ends of a straight line over `h` s in the mode of `pole`, and how far it decays meanwhile. */
function lineStep(pole: Complex, h: number) {
  // Integrals of e^(p(h−t)) over the step against 1−t/h and t/h, as power series: exact to the last digits for |p·h| < 1.
  let [first, second] = [c(0), c(0)];
  let term = c(h);
  for (let n = 0; n < 24; n++) {
    first = add(first, mul(term, c(1 / (n + 2))));
    second = add(second, mul(term, c(1 / ((n + 1) * (n + 2)))));
    term = mul(term, div(mul(pole, c(h)), c(n + 1)));
  }
  return { decay: exp(mul(pole, c(h))), first, second };
}

export interface PlainSettings {
  readonly rateHz: number;
  readonly lineHz: 50 | 60;
  readonly lamp: 230 | 120;
}

/** Pinst of every sample. */
export function plainPinst(u: Float64Array, { rateHz, lineHz, lamp }: PlainSettings): Float64Array {
  const out = new Float64Array(u.length);
  const reference = slowRms(u, rateHz, lineHz);
  const parts = modes(lamp, lineHz).map(({ pole, residue }) => ({ residue, z: c(0), ...lineStep(pole, 1 / rateHz) }));
  const memory = lineStep(c(-1 / 0.3), 1 / rateHz);
  let [before, beforeSquare, smooth] = [0, 0, 0];
  for (let i = 0; i < u.length; i++) {
    const x = (u[i]! / reference[i]!) ** 2 - 1;
    let weighted = 0;
    for (const part of parts) {
      const driven = add(mul(part.first, c(before)), mul(part.second, c(x)));
      part.z = add(mul(part.decay, part.z), driven);
      weighted += part.residue.re * part.z.re - part.residue.im * part.z.im;
    }
    const square = SCALE[lamp] * weighted * weighted;
    smooth = memory.decay.re * smooth + (memory.first.re * beforeSquare + memory.second.re * square) / 0.3;
    before = x;
    beforeSquare = square;
    out[i] = smooth;
  }
  return out;
}

/** Block 1 to the letter: RMS of each half cycle through a first-order low pass, 10 to 90 % in one minute. */
function slowRms(u: Float64Array, rateHz: number, lineHz: number): Float64Array {
  const out = new Float64Array(u.length);
  const perHalf = rateHz / (2 * lineHz);
  const rms = (from: number, to: number) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += u[i]! * u[i]!;
    return Math.sqrt(sum / (to - from));
  };
  let slow = rms(0, Math.min(u.length, Math.round(20 * perHalf)));
  const share = 1 - Math.exp(-1 / (2 * lineHz) / (60 / Math.log(9)));
  for (let h = 0; Math.round(h * perHalf) < u.length; h++) {
    const [from, to] = [Math.round(h * perHalf), Math.min(u.length, Math.round((h + 1) * perHalf))];
    out.fill(slow, from, to);
    slow += share * (rms(from, to) - slow);
  }
  return out;
}

/** Pst of the values given, by exact percentiles of the sorted values. */
export function plainPst(pinst: Float64Array): number {
  const sorted = pinst.slice().sort();
  const p = (pct: number) => sorted[Math.min(sorted.length - 1, Math.round(sorted.length * (1 - pct / 100)))]!;
  const mean = (...pcts: number[]) => pcts.reduce((sum, pct) => sum + p(pct), 0) / pcts.length;
  return Math.sqrt(
    0.0314 * p(0.1) +
      0.0525 * mean(0.7, 1, 1.5) +
      0.0657 * mean(2.2, 3, 4) +
      0.28 * mean(6, 8, 10, 13, 17) +
      0.08 * mean(30, 50, 80),
  );
}
