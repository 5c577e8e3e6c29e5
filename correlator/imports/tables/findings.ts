import type { Finding } from '../../../core/facts.ts';
import { type ComplaintId, type IncidentId, id, type SectionId } from '../../../core/ids.ts';
import { CAUSES } from '../../../core/verdict.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

/** What a crew found. A cause in the crew's own words is kept as text; only the listed words count in statistics. */
export const findings: Table<Finding, 'findings'> = {
  kind: 'findings',
  file: 'findings.csv',
  needed: false,
  columns: [
    { name: 'id', required: true },
    { name: 'complaint', also: ['工单编号'] },
    { name: 'incident' },
    { name: 'section', also: ['区段'] },
    { name: 'found_at', required: true, also: ['查实时间'] },
    { name: 'cause', also: ['原因'] },
    { name: 'where', also: ['部位'] },
    { name: 'outcome', also: ['结果'] },
  ],
  start: (context) => (row) => {
    const cause = row.text('cause') || null;
    if (cause !== null && !CAUSES.some((c) => c === cause)) {
      row.warn('bad-value', 'cause', `one of ${CAUSES.join(', ')}; kept as text`);
    }
    return {
      id: row.needText('id'),
      complaint: row.text('complaint') === '' ? null : id<ComplaintId>(row.text('complaint')),
      incident: row.text('incident') === '' ? null : id<IncidentId>(row.text('incident')),
      section: knownSection(row, context),
      foundAtMs: row.needTimeMs('found_at'),
      cause,
      where: row.text('where') || null,
      outcome: row.text('outcome') || null,
    };
  },
  key: (finding) => finding.id,
};

function knownSection(row: Row, context: TableContext): SectionId | null {
  const section = id<SectionId>(row.text('section'));
  if (section === '') return null;
  if (context.known.sections?.has(section) !== false) return section;
  row.warn('unknown-reference', 'section', 'a section of sections.csv; the finding is kept without one');
  return null;
}
