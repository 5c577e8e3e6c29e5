/**
 * The reference waveform: three phases at 10 kHz, 49.97 ± 0.02 Hz, 5th 3 % and 7th 2 %, 0.1 % noise; 103 events in ten
 * minutes, 0.03 to 1.5 s, one to three phases, to 5 … 86 % or 114 … 150 %, anywhere on the wave.
 */
import { random } from '../../test/measure/random-grids.ts';

export const RATE_HZ = 10_000;
export const UDIN_V = 230;
export const PHASES = 3;
const EVENTS_IN_TEN_MINUTES = 103;

export interface TrueEvent {
  readonly phase: number;
  readonly startS: number;
  readonly durationS: number;
  readonly pct: number;
}

export interface ReferenceWave {
  readonly channels: readonly Float64Array[];
  /** One for every phase an event concerns. */
  readonly events: readonly TrueEvent[];
}

export function referenceWave(seconds: number, seed = 20_261_125): ReferenceWave {
  const next = random(seed);
  const between = (a: number, b: number) => a + (b - a) * next();
  const count = Math.round((EVENTS_IN_TEN_MINUTES * seconds) / 600);
  const slotS = (seconds - 2) / count;
  const events: TrueEvent[] = [];
  for (let e = 0; e < count; e++) {
    const durationS = between(0.03, 1.5);
    const startS = 1 + e * slotS + between(0, Math.max(0, slotS - durationS - 0.5));
    const pct = next() < 0.7 ? between(5, 86) : between(114, 150);
    const concerned = 1 + Math.floor(7 * next());
    for (let phase = 0; phase < PHASES; phase++) {
      if ((concerned >> phase) & 1) events.push({ phase, startS, durationS, pct });
    }
  }
  const channels = [0, 1, 2].map((phase) => wave(phase, seconds, events, next));
  return { channels, events };
}

function wave(phase: number, seconds: number, all: readonly TrueEvent[], next: () => number): Float64Array {
  const n = Math.round(seconds * RATE_HZ);
  const out = new Float64Array(n);
  const events = all.filter((e) => e.phase === phase);
  const rms = Math.hypot(1, 0.03, 0.02);
  const peak = (Math.SQRT2 * UDIN_V) / rms;
  let e = 0;
  for (let i = 0; i < n; i++) {
    const s = i / RATE_HZ;
    // 0.02 Hz up and down in 40 s.
    const w = 2 * Math.PI * (49.97 * s - ((0.02 * 40) / (2 * Math.PI)) * Math.cos((2 * Math.PI * s) / 40) - phase / 3);
    while (e < events.length && s >= (events[e] as TrueEvent).startS + (events[e] as TrueEvent).durationS) e++;
    const event = events[e];
    const level = event !== undefined && s >= event.startS ? event.pct / 100 : 1;
    const noise = 0.001 * UDIN_V * Math.sqrt(3) * (next() + next() + next() + next() - 2);
    out[i] = level * peak * (Math.sin(w) + 0.03 * Math.sin(5 * w) + 0.02 * Math.sin(7 * w)) + noise;
  }
  return out;
}
