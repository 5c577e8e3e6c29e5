/** dsmr-reader: every value of a telegram on a topic of its own, as a bare number, without a clock. */
import { type Dialect, type Message, PHASE_LETTERS } from './dialect.ts';

export const dsmrSplit: Dialect = {
  id: 'dsmr-split',
  topics: (device) => [`${device}/reading/+`, `${device}/meter-stats/+`],
  hello: (device) => [{ topic: `${device}/meter-stats/power_failure_count`, payload: '5' }],
  events: () => [],
  state: () => [],
  readings: (device, s) =>
    PHASE_LETTERS.flatMap((phase, n): Message[] => {
      if (s.u[phase] === undefined) return [];
      const of = (what: string, payload: string) => ({ topic: `${device}/reading/${what}_l${n + 1}`, payload });
      return [
        of('phase_voltage', s.u[phase].toFixed(1)),
        of('phase_power_current', (s.i?.[phase] ?? 0).toFixed(2)),
        of('phase_currently_delivered', ((s.p?.[phase] ?? 0) / 1000).toFixed(3)),
      ];
    }),
};
