/** Shelly 3EM (first generation): one bare number per topic, no clock of its own. */
import { type Dialect, type Message, PHASE_LETTERS } from './dialect.ts';

export const shellyGen1: Dialect = {
  id: 'shelly-gen1',
  topics: (device) => [`shellies/${device}/#`],
  hello: (device) => [{ topic: `shellies/${device}/online`, payload: 'true', retain: true }],
  lastWill: (device) => ({ topic: `shellies/${device}/online`, payload: 'false', retain: true }),
  events: () => [],
  state: () => [],
  readings: (device, s) =>
    PHASE_LETTERS.flatMap((phase, n): Message[] => {
      const u = s.u[phase];
      if (u === undefined) return [];
      const base = `shellies/${device}/emeter/${n}`;
      const amps = s.i?.[phase] ?? 0;
      const watts = s.p?.[phase] ?? 0;
      const va = u * amps;
      return [
        { topic: `${base}/voltage`, payload: u.toFixed(2) },
        { topic: `${base}/current`, payload: amps.toFixed(2) },
        { topic: `${base}/power`, payload: watts.toFixed(2) },
        { topic: `${base}/pf`, payload: (va === 0 ? 0 : watts / va).toFixed(2) },
      ];
    }),
};
