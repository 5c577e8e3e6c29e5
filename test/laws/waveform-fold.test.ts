/** Laws of the fold from samples to events: however the samples come, whatever the state went through. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DetectorParams } from '../../collector/detect/detector.ts';
import {
  finishWaveform,
  startWaveform,
  stepWaveform,
  type WaveformFoldState,
} from '../../collector/detect/waveform-fold.ts';
import type { Disturbance } from '../../core/event.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { PARAMS } from '../detect/blocks.ts';
import { made, randomGrid, UDIN_V } from '../measure/random-grids.ts';

const RULE = LIMIT_PROFILES.gb.thresholds;
const params: DetectorParams = { ...PARAMS, channels: ['A', 'B', 'C'] };
const RUNS = { seed: 61_000, numRuns: 12 };

interface Samples {
  readonly timesMs: Float64Array;
  readonly channels: readonly Float64Array[];
  readonly nominalHz: number;
}

const samplesOf = (seed: number): Samples => {
  const grid = randomGrid(seed, RULE);
  const { recording, channels } = made({ ...grid, rateHz: 3200 }, RULE);
  return { timesMs: recording.timesMs, channels, nominalHz: grid.nominalHz };
};

interface Ways {
  /** Lengths of chunks, taken round and round. */
  readonly chunks?: readonly number[];
  /** The state goes through JSON after every so many chunks. */
  readonly jsonAfter?: number;
  readonly udinV?: number;
  readonly startMs?: number;
}

function events(s: Samples, ways: Ways = {}): Disturbance[] {
  const out: Disturbance[] = [];
  const options = { params, udinV: ways.udinV ?? UDIN_V, nominalHz: s.nominalHz, startMs: ways.startMs ?? 0 };
  let state = startWaveform(options);
  const n = s.timesMs.length;
  for (let from = 0, k = 0; from < n; k++) {
    const to = Math.min(n, from + (ways.chunks?.[k % ways.chunks.length] ?? n));
    stepWaveform(state, { timesMs: s.timesMs, channels: s.channels, from, to }, out);
    if (ways.jsonAfter !== undefined && k % ways.jsonAfter === 0) {
      state = JSON.parse(JSON.stringify(state)) as WaveformFoldState;
    }
    from = to;
  }
  finishWaveform(state, out);
  return out;
}

const seeds = fc.integer({ min: 1000, max: 2000 });
const chunks = fc.array(fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 900 })), {
  minLength: 1,
  maxLength: 9,
});

describe('samples to events', () => {
  test('any chunking: the same events to the last bit', () => {
    fc.assert(
      fc.property(seeds, chunks, (seed, lengths) => {
        const s = samplesOf(seed);
        expect(events(s, { chunks: lengths })).toEqual(events(s));
      }),
      RUNS,
    );
  });

  test('sample by sample: the same events', () => {
    const s = samplesOf(1234);
    const whole = events(s);
    expect(whole.length).toBeGreaterThan(0);
    expect(events(s, { chunks: [1] })).toEqual(whole);
  });

  test('the state through JSON, missing samples in it: the same events', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 60, max: 400 }), (seed, length) => {
        const s = samplesOf(seed);
        const at = Math.floor(s.timesMs.length / 3);
        s.channels[1]?.fill(Number.NaN, at, at + 3);
        const state = startWaveform({ params, udinV: UDIN_V, nominalHz: s.nominalHz, startMs: 0 });
        stepWaveform(state, { timesMs: s.timesMs, channels: s.channels, from: 0, to: at + 5 }, []);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        expect(events(s, { chunks: [length], jsonAfter: 1 })).toEqual(events(s));
      }),
      RUNS,
    );
  });

  test('twice the voltage at twice the declared voltage: the same events', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const s = samplesOf(seed);
        const doubled = { ...s, channels: s.channels.map((c) => c.map((v) => 2 * v)) };
        expect(events(doubled, { udinV: 2 * UDIN_V })).toEqual(events(s));
      }),
      RUNS,
    );
  });

  test('a clock a whole second later, by either end: events a second later', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const s = samplesOf(seed);
        const later = events(s).map((d) => ({ ...d, startMs: d.startMs + 1000, knownAtMs: d.knownAtMs + 1000 }));
        const shifted = { ...s, timesMs: s.timesMs.map((t) => t + 1000) };
        for (const found of [events(s, { startMs: 1000 }), events(shifted)]) {
          expect(found.length).toBe(later.length);
          found.forEach((d, i) => {
            expect(d.kind).toBe(later[i]?.kind);
            expect(Math.abs(d.startMs - (later[i]?.startMs ?? 0))).toBeLessThan(0.002);
            expect(Math.abs((d.pct ?? 0) - (later[i]?.pct ?? 0))).toBeLessThan(0.0011);
          });
        }
      }),
      RUNS,
    );
  });
});
