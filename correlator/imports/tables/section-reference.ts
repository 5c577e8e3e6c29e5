/** The section a row speaks of; a record about no section of this network is dropped. */
import { id, type SectionId } from '../../../core/ids.ts';
import type { Row } from '../row.ts';
import type { TableContext } from '../table.ts';

export function sectionOf(row: Row, context: TableContext): SectionId {
  const section = id<SectionId>(row.needText('section'));
  if (section !== '' && context.known.sections?.has(section) === false) {
    row.fail('unknown-reference', 'section', 'a section of sections.csv');
  }
  return section;
}
