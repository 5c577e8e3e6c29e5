import type { Repair } from '../../../core/facts.ts';
import { ACTIONS } from '../../../core/verdict.ts';
import type { Table } from '../table.ts';
import { sectionOf } from './section-reference.ts';

/** What was mended, where and when. */
export const repairs: Table<Repair, 'repairs'> = {
  kind: 'repairs',
  file: 'repairs.csv',
  needed: false,
  columns: [
    { name: 'id', required: true },
    { name: 'section', required: true, also: ['区段'] },
    { name: 'action', required: true, also: ['措施'] },
    { name: 'done_at', required: true, also: ['完成时间'] },
    { name: 'cost', also: ['费用'] },
    { name: 'crew_days' },
  ],
  start: (context) => (row) => {
    const action = row.needText('action');
    if (action !== '' && !ACTIONS.some((a) => a === action)) {
      row.warn('bad-value', 'action', `one of ${ACTIONS.join(', ')}; kept as text`);
    }
    return {
      id: row.needText('id'),
      section: sectionOf(row, context),
      action,
      doneAtMs: row.needTimeMs('done_at'),
      cost: row.number('cost', { min: 0 }),
      crewDays: row.number('crew_days', { min: 0 }),
    };
  },
  key: (repair) => repair.id,
};
