/** Colours and limits that several panels share. */
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { LOWER_LIMIT_V, UPPER_LIMIT_V } from '../queries/voltage.ts';

/** First step above the upper limit that is not inside it any more: 235.4 V itself still passes. */
const ABOVE_UPPER_V = UPPER_LIMIT_V + 0.01;

/** Red outside 198–235.4 V. The lowest step has no value of its own: it is everything below the next. */
export function voltageThresholds(): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'red' },
    { value: LOWER_LIMIT_V, color: 'green' },
    { value: ABOVE_UPPER_V, color: 'red' },
  ]);
}

/** Quiet at nothing, orange from `from` on. */
export function countThresholds(from: number): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value: from, color: 'orange' },
  ]);
}
