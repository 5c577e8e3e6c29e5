/** The meter a row speaks of. A row of a meter that stands nowhere proves nothing about any place, so it is dropped. */
import { id, type MeterId } from '../../../core/ids.ts';
import type { Row } from '../row.ts';
import type { TableContext } from '../table.ts';

export function meterOf(row: Row, context: TableContext): MeterId {
  const meter = id<MeterId>(row.needText('meter'));
  if (meter !== '' && context.known.meters?.has(meter) === false) {
    row.fail('unknown-reference', 'meter', 'a meter of meters.csv');
  }
  return meter;
}
