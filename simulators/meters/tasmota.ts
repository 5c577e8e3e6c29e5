/** Tasmota energy monitor: one document per telemetry period, scalars with one phase, arrays with several. Its clock is local time without a zone. */
import { stamp } from '../local-time.ts';
import { type Dialect, PHASE_LETTERS, type Sample } from './dialect.ts';

export const tasmota: Dialect = {
  id: 'tasmota',
  topics: (device) => [`tele/${device}/SENSOR`, `tele/${device}/LWT`],
  hello: (device) => [{ topic: `tele/${device}/LWT`, payload: 'Online', retain: true }],
  lastWill: (device) => ({ topic: `tele/${device}/LWT`, payload: 'Offline', retain: true }),
  events: () => [],
  state: () => [],
  readings: (device, s) => [{ topic: `tele/${device}/SENSOR`, payload: JSON.stringify(sensorOf(s)) }],
};

function sensorOf(s: Sample): object {
  const phases = PHASE_LETTERS.filter((p) => s.u[p] !== undefined);
  const list = (of: (p: 'A' | 'B' | 'C') => number, digits: number): number | number[] => {
    const values = phases.map((p) => Number(of(p).toFixed(digits)));
    return values.length === 1 ? (values[0] ?? 0) : values;
  };
  return {
    Time: stamp(s.endMs).slice(0, 19),
    ENERGY: {
      TotalStartTime: '2026-01-05T08:00:00',
      Total: 1290.396,
      Yesterday: 9.854,
      Today: 4.173,
      Period: list((p) => (s.p?.[p] ?? 0) / 360, 0),
      Power: list((p) => s.p?.[p] ?? 0, 0),
      Voltage: list((p) => s.u[p] ?? 0, 0),
      Current: list((p) => s.i?.[p] ?? 0, 3),
      Frequency: Number((s.f ?? 50).toFixed(0)),
    },
  };
}
