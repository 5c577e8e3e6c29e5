/** Spectrum of a real signal sampled a power of two times; the only place that knows the FFT library. */
import FFT from 'fft.js';
import { assert } from '../../core/assert.ts';

/** What is used of the library; its own types say little. */
interface RealFft {
  realTransform(out: Float64Array, input: Float64Array): void;
}
type NewFft = new (size: number) => RealFft;

/**
 * RMS phasors of the bins 0 … size/2 of a window: bin k turns k times in the window, phase counts as a cosine from the
 * start of the window. Bin 0 is the mean.
 */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const SIZE_MAX = 1 << 20;
/** Tables of twiddle factors per size: made once, they depend on nothing else. */
const engines = new Map<number, { readonly fft: RealFft; readonly out: Float64Array }>();

/** `samples.length` must be a power of two from 2 to 2^20. A NaN makes every bin NaN. */
export function spectrumOf(samples: Float64Array): Spectrum {
  const size = samples.length;
  assert(size >= 2 && size <= SIZE_MAX && (size & (size - 1)) === 0, `FFT of ${size} samples`);
  const { fft, out } = engineOf(size);
  fft.realTransform(out, samples);
  const bins = size / 2 + 1;
  const [re, im] = [new Float64Array(bins), new Float64Array(bins)];
  const scale = Math.SQRT2 / size;
  for (let k = 0; k < bins; k++) {
    re[k] = scale * out[2 * k]!;
    im[k] = scale * out[2 * k + 1]!;
  }
  // The mean, and the highest bin, stand alone: they have no mirror image.
  re[0] = out[0]! / size;
  re[bins - 1] = out[size]! / size;
  return { re, im };
}

/** Smallest power of two that is not below `n`. */
export function powerOfTwoFrom(n: number): number {
  let size = 2;
  while (size < n) size *= 2;
  return size;
}

function engineOf(size: number): { readonly fft: RealFft; readonly out: Float64Array } {
  const known = engines.get(size);
  if (known !== undefined) return known;
  const made = { fft: new (FFT as unknown as NewFft)(size), out: new Float64Array(2 * size) };
  engines.set(size, made);
  return made;
}
