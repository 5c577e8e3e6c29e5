import { METER_EVENT_KINDS, type MeterEvent } from '../../../core/facts.ts';
import type { Table } from '../table.ts';
import { meterOf } from './meter-reference.ts';

/** What meters say about themselves: last gasp, power on, relay, cover, clock. */
export const meterEvents: Table<MeterEvent, 'meter_events'> = {
  kind: 'meter_events',
  file: 'meter_events.csv',
  needed: false,
  columns: [
    { name: 'meter', required: true, also: ['终端编号'] },
    { name: 'time', required: true, also: ['时间'] },
    { name: 'kind', required: true },
    { name: 'known_at' },
  ],
  start: (context) => (row) => {
    const timeMs = row.needTimeMs('time');
    return {
      meter: meterOf(row, context),
      timeMs,
      kind: row.needWord('kind', METER_EVENT_KINDS),
      knownAtMs: row.timeMs('known_at') ?? timeMs,
    };
  },
  key: (event) => `${event.meter}|${event.timeMs}|${event.kind}`,
};
