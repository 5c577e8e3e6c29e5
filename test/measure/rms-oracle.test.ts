/** Fast path against the slow oracle on random recordings: off-frequency, harmonics, any point on wave, noise. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectRecording } from '../../collector/detect/recording-events.ts';
import type { Recording } from '../../collector/formats/recording.ts';
import { id } from '../../core/ids.ts';
import { cycleRms, slidingDip } from '../oracles/rms-events.ts';
import { dipEnvelope, type SignalOptions, sampled, voltsAt } from './signals.ts';

const cases = fc.record({
  system: fc.constantFrom(50, 60),
  offHz: fc.double({ min: -0.8, max: 0.8, noNaN: true }),
  rateHz: fc.constantFrom(1200, 3200, 6400, 10_000),
  fifth: fc.double({ min: 0, max: 0.06, noNaN: true }),
  phaseRad: fc.double({ min: 0, max: 6, noNaN: true }),
  fromS: fc.double({ min: 0.3, max: 0.4, noNaN: true }),
  lengthS: fc.double({ min: 0.06, max: 0.4, noNaN: true }),
  residual: fc.double({ min: 0.02, max: 0.8, noNaN: true }),
});

const oneChannel = (timesMs: Float64Array, values: Float64Array, lineHz: number): Recording => ({
  kind: 'waveform',
  station: 's',
  device: 'd',
  revision: '1999',
  encoding: 'utf-8',
  lineHz,
  startMs: 0,
  startNs: 0,
  triggerMs: null,
  timesMs,
  breaks: [],
  rates: [],
  digitals: [],
  analogs: [
    { index: 1, name: 'UA', phase: 'A', component: '', unit: 'V', side: 'P', primary: 1, secondary: 1, values },
  ],
});

test('one dip in, one event out: start and end within half a cycle, residual within 0.5 % of Udin', () => {
  fc.assert(
    fc.property(cases, (c) => {
      const hz = c.system + c.offHz;
      const o: SignalOptions = {
        hz,
        rateHz: c.rateHz,
        seconds: 1,
        rmsV: 100,
        fifth: c.fifth,
        phaseRad: c.phaseRad,
        envelope: dipEnvelope(c.fromS, c.fromS + c.lengthS, c.residual),
      };
      const { timesMs, values } = sampled(o);
      const udinV = 100 * Math.hypot(1, c.fifth);
      const found = detectRecording(oneChannel(timesMs, values, c.system), {
        meter: id('m'),
        file: 'f',
        profile: 'gb',
        udinV,
      });
      const signal = { hz, voltsAt: (s: number) => voltsAt(o, s) };
      const levels = { thresholdV: 0.9 * udinV, releaseV: 0.92 * udinV };
      const truth = slidingDip(signal, { fromS: 0.2, toS: 0.95, stepS: 0.0005 }, levels);
      const halfCycleMs = 500 / hz;
      const sampleMs = 1000 / c.rateHz;
      expect(found.disturbances.length).toBe(1);
      const event = found.disturbances[0];
      const start = event?.kind === 'interruption' ? event.enclosingDip?.startMs : event?.startMs;
      const duration = event?.kind === 'interruption' ? event.enclosingDip?.durationMs : event?.durationMs;
      // Near a zero crossing the RMS hardly moves: a thousandth of Udin is then a millisecond.
      const slack = halfCycleMs + sampleMs + 1.5;
      expect(Math.abs((start ?? 0) - 1000 * (truth?.startS ?? 0))).toBeLessThan(slack);
      expect(Math.abs((start ?? 0) + (duration ?? 0) - 1000 * (truth?.endS ?? 0))).toBeLessThan(slack);
      // The floor of the dip is reached by whole windows inside it; the oracle measures one there.
      const floorV = cycleRms(signal, c.fromS + c.lengthS - 0.5 / hz);
      expect(Math.abs((event?.pct ?? 0) - (100 * Math.min(floorV, truth?.lowestV ?? floorV)) / udinV)).toBeLessThan(
        0.5,
      );
    }),
    { seed: 20_261_125, numRuns: 25 },
  );
});
