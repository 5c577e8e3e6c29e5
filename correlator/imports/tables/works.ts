import { WORKS_KINDS, type Works } from '../../../core/facts.ts';
import { id, type SectionId } from '../../../core/ids.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

/** Works register. An empty `notified_at` says that no notice was given; it is not "unknown". */
export const works: Table<Works, 'works'> = {
  kind: 'works',
  file: 'works.csv',
  needed: false,
  columns: [
    { name: 'id', required: true, also: ['停电单号', '工作票号'] },
    { name: 'section', required: true, also: ['区段'] },
    { name: 'planned_start', also: ['计划开始时间'] },
    { name: 'planned_end', also: ['计划结束时间'] },
    { name: 'actual_start', also: ['实际开始时间'] },
    { name: 'actual_end', also: ['实际结束时间'] },
    { name: 'notified_at', also: ['通知时间'] },
    { name: 'kind' },
    { name: 'status', also: ['状态'] },
    { name: 'known_at' },
  ],
  start: (context) => (row) => {
    const plannedStartMs = row.timeMs('planned_start');
    const actualStartMs = row.timeMs('actual_start');
    const notifiedAtMs = row.timeMs('notified_at');
    const firstMs = notifiedAtMs ?? earliest(plannedStartMs, actualStartMs);
    if (plannedStartMs === null && actualStartMs === null) {
      row.fail('missing-value', 'planned_start', 'a planned or actual start');
    }
    const plannedEndMs = endAfter(row, 'planned_end', plannedStartMs);
    return {
      id: id(row.needText('id')),
      sections: sectionsOf(row, context),
      plannedStartMs,
      plannedEndMs,
      actualStartMs,
      actualEndMs: endAfter(row, 'actual_end', actualStartMs),
      notifiedAtMs,
      kind: row.word('kind', WORKS_KINDS) ?? 'planned',
      status: row.text('status') || null,
      knownAtMs: row.timeMs('known_at') ?? firstMs,
    };
  },
  key: (w) => w.id,
};

function sectionsOf(row: Row, context: TableContext): SectionId[] {
  const named = row
    .needText('section')
    .split(/[;；]/)
    .map((s) => id<SectionId>(s.trim()))
    .filter((s) => s !== '');
  const found = named.filter((s) => context.known.sections?.has(s) !== false);
  if (found.length === named.length) return found;
  const expected = 'sections of sections.csv; the unknown ones are left out';
  if (found.length > 0) row.warn('unknown-reference', 'section', expected);
  else row.fail('unknown-reference', 'section', 'a section of sections.csv');
  return found;
}

/** An end before its start is no end. */
function endAfter(row: Row, column: string, startMs: number | null): number | null {
  const endMs = row.timeMs(column);
  if (endMs === null || startMs === null || endMs >= startMs) return endMs;
  row.warn('implausible', column, 'a time after the start; counts as unknown');
  return null;
}

function earliest(a: number | null, b: number | null): number {
  return Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY);
}
