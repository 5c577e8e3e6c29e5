/** To copy for one more MQTT dialect. Compiles, is not registered. */
import type { Dialect } from './dialect.ts';

export const blueprint: Dialect = {
  id: 'blueprint',
  topics: (device) => [`blueprint/${device}/voltage`],
  hello: () => [],
  readings: (device, s) => [{ topic: `blueprint/${device}/voltage`, payload: String(s.u.A ?? '') }],
  events: () => [],
  state: () => [],
};
