import { OPERATIONS, type Operation } from '../../../core/facts.ts';
import { CLOCK_CLASSES } from '../../../core/time.ts';
import type { Table } from '../table.ts';
import { sectionOf } from './section-reference.ts';

/** Switching and protection records. Without a word about the clock they come from the control system. */
export const operations: Table<Operation, 'operations'> = {
  kind: 'operations',
  file: 'operations.csv',
  needed: false,
  columns: [
    { name: 'time', required: true, also: ['时间'] },
    { name: 'section', required: true, also: ['区段'] },
    { name: 'op', required: true },
    { name: 'phases' },
    { name: 'clock' },
    { name: 'source' },
    { name: 'known_at' },
  ],
  start: (context) => (row) => {
    const timeMs = row.needTimeMs('time');
    return {
      timeMs,
      section: sectionOf(row, context),
      op: row.needWord('op', OPERATIONS),
      phases: row.phases('phases') ?? '',
      clock: row.word('clock', CLOCK_CLASSES) ?? 'scada',
      source: row.text('source') || null,
      knownAtMs: row.timeMs('known_at') ?? timeMs,
    };
  },
  key: (o) => `${o.timeMs}|${o.section}|${o.op}|${o.phases}`,
};
