/** A metering plug or three-phase clamp behind zigbee2mqtt: its whole state as flat JSON, with `last_seen`, retained. */
import { stamp } from '../local-time.ts';
import { type Dialect, PHASE_LETTERS } from './dialect.ts';

const topic = (device: string): string => `zigbee2mqtt/${device}`;

export const zigbee2mqtt: Dialect = {
  id: 'zigbee2mqtt',
  topics: (device) => [topic(device), `${topic(device)}/availability`],
  hello: (device) => [{ topic: `${topic(device)}/availability`, payload: '{"state":"online"}', retain: true }],
  lastWill: (device) => ({ topic: `${topic(device)}/availability`, payload: '{"state":"offline"}', retain: true }),
  events: () => [],
  state: () => [],
  readings: (device, s) => {
    const state: Record<string, unknown> = { ac_frequency: s.f ?? 50, linkquality: 116, state: 'ON' };
    for (const [n, phase] of PHASE_LETTERS.entries()) {
      if (s.u[phase] === undefined) continue;
      // The first phase has the plain names, the others a suffix.
      const suffix = n === 0 ? '' : `_phase_${phase.toLowerCase()}`;
      state[`voltage${suffix}`] = Number(s.u[phase].toFixed(1));
      state[`current${suffix}`] = Number((s.i?.[phase] ?? 0).toFixed(2));
      state[`power${suffix}`] = Number((s.p?.[phase] ?? 0).toFixed(0));
    }
    return [{ topic: topic(device), payload: JSON.stringify({ ...state, energy: 12.34, last_seen: stamp(s.endMs) }) }];
  },
};
