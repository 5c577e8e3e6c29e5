/** Copy to `<name>.ts`, add its line to config.ts and main.ts, and run `seriesContract` on it. Not registered. */
import { OperationalError } from '../../core/assert.ts';
import type { SeriesStore } from '../../core/ports.ts';

export function blueprintSeriesStore(where: string): SeriesStore {
  const notYet = (): Promise<never> =>
    Promise.reject(new OperationalError(`${where}: not written yet`, { retryable: false }));
  return {
    open: notYet,
    setMeterTags: () => undefined,
    writeReadings: notYet,
    writeAggregates: notYet,
    writeDisturbances: notYet,
    withdraw: notYet,
    writeCollector: notYet,
    readPoints: notYet,
    readReadings: notYet,
    readAggregates: notYet,
    lastVoltages: notYet,
    countReadings: notYet,
    close: async () => undefined,
  };
}
