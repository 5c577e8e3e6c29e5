import { id } from '../../../core/ids.ts';
import { type GridNode, type LonLat, NEUTRAL_EARTHINGS, NODE_KINDS } from '../../../core/network.ts';
import { toWgs84 } from '../datum.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

/** Nodes of the network. A node without a usable place stays in the network: only its distance to strokes is unknown. */
export const nodes: Table<GridNode, 'nodes'> = {
  kind: 'nodes',
  file: 'nodes.csv',
  needed: true,
  columns: [
    { name: 'id', required: true, also: ['节点编号'] },
    { name: 'kind', required: true, also: ['类型'] },
    { name: 'lon', also: ['经度', 'longitude'] },
    { name: 'lat', also: ['纬度', 'latitude'] },
    { name: 'neutral_earthing', also: ['中性点接地方式'] },
  ],
  start: (context) => (row) => ({
    id: id(row.needText('id')),
    kind: row.needWord('kind', NODE_KINDS),
    at: place(row, context),
    neutralEarthing: row.word('neutral_earthing', NEUTRAL_EARTHINGS),
  }),
  key: (node) => node.id,
};

/** WGS 84 place of a row, null where unknown. 0,0 is what programs write for "unknown", never a place of ours. */
function place(row: Row, context: TableContext): LonLat | null {
  const lon = row.number('lon', { min: -180, max: 180 });
  const lat = row.number('lat', { min: -90, max: 90 });
  if (lon === null || lat === null) return null;
  if (lon === 0 && lat === 0) {
    row.warn('implausible', 'lon', 'a place; 0,0 lies in the Gulf of Guinea and counts as unknown');
    return null;
  }
  return toWgs84({ lon, lat }, context.datum);
}
