/** Copy me to `tables/<kind>.ts`, fill in the columns, add one line to `index.ts` and one good and one bad file to the tests. */
import { id, type NodeId } from '../../core/ids.ts';
import type { Table } from './table.ts';

/** One weather station's hour. */
interface Weather {
  readonly node: NodeId;
  readonly timeMs: number;
  readonly windMS: number | null;
}

export const blueprint: Table<Weather, 'weather'> = {
  kind: 'weather',
  file: 'weather.csv',
  needed: false,
  columns: [
    { name: 'node', required: true },
    { name: 'time', required: true, also: ['时间'] },
    { name: 'wind_m_s', also: ['风速'] },
  ],
  start: (context) => (row) => {
    const node = id<NodeId>(row.needText('node'));
    if (context.known.nodes?.has(node) === false) row.fail('unknown-reference', 'node', 'a node of nodes.csv');
    return { node, timeMs: row.needTimeMs('time'), windMS: row.number('wind_m_s', { min: 0, max: 150 }) };
  },
  key: (w) => `${w.node}|${w.timeMs}`,
};
