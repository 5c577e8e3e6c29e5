/** How old a value may be before it must not look live any more. */
import type { Meter } from '../../core/network.ts';
import { METHOD_INTERVAL_S } from '../../core/series.ts';

/** An event log sends when something happens: a day of silence is nothing, s [guess]. */
const EVENT_LOG_S = 86_400;
/** Three missed values are silence; below two minutes nobody would see the difference [guess]. */
const MISSED_VALUES = 3;
const AT_LEAST_S = 120;

export function staleAfterS(meter: Pick<Meter, 'method'>): number {
  return Math.max(AT_LEAST_S, (METHOD_INTERVAL_S[meter.method] ?? EVENT_LOG_S) * MISSED_VALUES);
}
