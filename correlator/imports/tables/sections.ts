import { id, type NodeId } from '../../../core/ids.ts';
import { DEVICES, SECTION_KINDS, type Section } from '../../../core/network.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

const NOT_NEGATIVE = { min: 0 };

/** Line sections. One with an end that is no node can feed nothing and is left out. */
export const sections: Table<Section, 'sections'> = {
  kind: 'sections',
  file: 'sections.csv',
  needed: true,
  columns: [
    { name: 'id', required: true, also: ['区段编号'] },
    { name: 'from', required: true, also: ['起点'] },
    { name: 'to', required: true, also: ['终点'] },
    { name: 'kind', required: true, also: ['类型'] },
    { name: 'phases', required: true, also: ['相别'] },
    { name: 'voltage_kv' },
    { name: 'length_m', also: ['长度'] },
    { name: 'r_ohm_per_km' },
    { name: 'x_ohm_per_km' },
    { name: 's_kva', also: ['容量'] },
    { name: 'vector_group', also: ['接线组别', '联结组别'] },
    { name: 'installed', also: ['投运年份'] },
    { name: 'device' },
    { name: 'normally_open' },
  ],
  start: (context) => (row) => ({
    id: id(row.needText('id')),
    from: end(row, 'from', context),
    to: end(row, 'to', context),
    kind: row.needWord('kind', SECTION_KINDS),
    phases: phasesOf(row),
    voltageKv: row.number('voltage_kv', NOT_NEGATIVE),
    lengthM: row.number('length_m', NOT_NEGATIVE),
    rOhmPerKm: row.number('r_ohm_per_km', NOT_NEGATIVE),
    xOhmPerKm: row.number('x_ohm_per_km', NOT_NEGATIVE),
    sKva: row.number('s_kva', NOT_NEGATIVE),
    vectorGroup: row.text('vector_group') || null,
    installedYear: installedYear(row),
    device: row.word('device', DEVICES) ?? 'none',
    normallyOpen: row.flag('normally_open') ?? false,
  }),
  key: (section) => section.id,
};

function end(row: Row, column: 'from' | 'to', context: TableContext): NodeId {
  const node = id<NodeId>(row.needText(column));
  if (node !== '' && context.known.nodes?.has(node) === false) {
    row.fail('unknown-reference', column, 'a node of nodes.csv');
  }
  return node;
}

/** A year; a full date counts as its year. */
function installedYear(row: Row): number | null {
  const date = /^(\d{4})[-/.年]/.exec(row.text('installed'));
  return date ? Number(date[1]) : row.number('installed', { min: 1880, max: 2200 });
}

/** Unknown phases leave the section in the feeding tree; only phase by phase evidence cannot use it. */
function phasesOf(row: Row): string {
  const got = row.text('phases');
  if (got === '' || got === '?') row.warn('missing-value', 'phases', 'phases such as ABC, A, BN; counts as unknown');
  return row.phases('phases', true) ?? '?';
}
