/** HomeWizard P1 meter, the answer of its second interface forwarded by a bridge. Its clock is local time without a zone. */
import { stamp } from '../local-time.ts';
import { type Dialect, PHASE_LETTERS } from './dialect.ts';

const topic = (device: string): string => `homewizard/${device}/measurement`;

export const homewizard: Dialect = {
  id: 'homewizard',
  topics: (device) => [topic(device)],
  hello: () => [],
  events: () => [],
  state: () => [],
  readings: (device, s) => {
    const body: Record<string, unknown> = {
      protocol_version: 50,
      meter_model: 'SIM 1',
      timestamp: stamp(s.endMs).slice(0, 19),
      energy_import_kwh: 1234.567,
      power_w: PHASE_LETTERS.reduce((sum, p) => sum + (s.p?.[p] ?? 0), 0),
      voltage_sag_l1_count: 2,
      any_power_fail_count: 5,
    };
    for (const [n, phase] of PHASE_LETTERS.entries()) {
      if (s.u[phase] === undefined) continue;
      body[`power_l${n + 1}_w`] = Math.round(s.p?.[phase] ?? 0);
      body[`voltage_l${n + 1}_v`] = Number(s.u[phase].toFixed(1));
      body[`current_l${n + 1}_a`] = Number((s.i?.[phase] ?? 0).toFixed(3));
    }
    return [{ topic: topic(device), payload: JSON.stringify(body) }];
  },
};
