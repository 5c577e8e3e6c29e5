/** How old a value may be before it must not look live any more. */
import type { Meter } from '../../core/network.ts';
import type { Method } from '../../core/series.ts';

/** Usual distance of two values, s. An event log sends when something happens: a day of silence is nothing. */
const INTERVAL_S: Readonly<Record<Method, number>> = {
  urms_half: 10,
  '1s': 1,
  '10s': 10,
  '1min': 60,
  '10min': 600,
  '15min': 900,
  '60min': 3_600,
  event_log: 86_400,
};
/** Three missed values are silence; below two minutes nobody would see the difference [guess]. */
const MISSED_VALUES = 3;
const AT_LEAST_S = 120;

export function staleAfterS(meter: Pick<Meter, 'method'>): number {
  return Math.max(AT_LEAST_S, INTERVAL_S[meter.method] * MISSED_VALUES);
}
