/** What the tests of the flickermeter share. */
import {
  type FlickerSettings,
  type FlickerState,
  finishFlicker,
  startFlicker,
  stepFlicker,
} from '../../collector/measure/flicker/flicker.ts';
import type { FlickerValue, PltValue, PstValue } from '../../collector/measure/flicker/intervals.ts';
import { type Modulation, modulated, type Supply } from '../oracles/flicker-signals.ts';

export const pstsOf = (values: readonly FlickerValue[]): PstValue[] => values.filter((v) => v.kind === 'pst');
export const pltsOf = (values: readonly FlickerValue[]): PltValue[] => values.filter((v) => v.kind === 'plt');

export const settingsOf = (supply: Supply, sampleRateHz: number): FlickerSettings => ({
  sampleRateHz,
  ...supply,
  udinV: null,
  startMs: null,
});

/** 4 kHz: enough for every table, and quick. */
export const RATE_HZ = 4000;
/** Settling, then what is measured. */
const SETTLE_S = 60;

/** All values of `seconds` of a signal without a clock. */
export function measure(settings: FlickerSettings, u: Float64Array): FlickerValue[] {
  const state = startFlicker(settings);
  return [...stepFlicker(state, u), ...finishFlicker(state)];
}

/** First Pst of a modulation of `periodS` after the settling. */
export function pstOfModulation(m: Modulation, supply: Supply, { rateHz = RATE_HZ, periodS = 600 } = {}): PstValue {
  const count = (SETTLE_S + periodS) * rateHz;
  const u = modulated(m, { lineHz: supply.lineHz, rateHz, volts: 230, from: 0, count });
  const [first] = pstsOf(measure({ ...settingsOf(supply, rateHz), periodS }, u));
  if (first === undefined) throw new Error('no Pst');
  return first;
}

/** The same state as a restart finds it. */
export const throughJson = (state: FlickerState): FlickerState => JSON.parse(JSON.stringify(state));
