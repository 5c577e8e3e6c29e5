import { id, type NodeId, type SupplyPointId } from '../../../core/ids.ts';
import type { Meter } from '../../../core/network.ts';
import { METHODS, STATISTICS } from '../../../core/series.ts';
import type { ClockClass } from '../../../core/time.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

const METER_CLOCKS = ['gps', 'ntp', 'scada', 'free'] as const satisfies readonly ClockClass[];

/** Meters. Without a node the meter stands at its supply point's node; without either it says nothing about any place. */
export const meters: Table<Meter, 'meters'> = {
  kind: 'meters',
  file: 'meters.csv',
  needed: false,
  columns: [
    { name: 'meter', required: true, also: ['终端编号'] },
    { name: 'node', required: true },
    { name: 'supply_point' },
    { name: 'phases', required: true, also: ['相别'] },
    { name: 'method', required: true },
    { name: 'statistic' },
    { name: 'connection' },
    { name: 'udin_v' },
    { name: 'clock' },
    { name: 'clock_sigma_s' },
    { name: 'comms' },
  ],
  start: (context) => (row) => {
    const supplyPoint = supplyPointOf(row, context);
    return {
      meter: id(row.needText('meter')),
      node: nodeOf(row, supplyPoint, context),
      supplyPoint,
      phases: row.phases('phases') ?? '?',
      method: row.needWord('method', METHODS),
      statistic: row.word('statistic', STATISTICS) ?? 'mean',
      connection: row.word('connection', ['LN', 'LL']) ?? 'LN',
      udinV: row.number('udin_v', { min: 1, max: 1_000_000 }),
      clock: row.word('clock', METER_CLOCKS) ?? 'free',
      clockSigmaS: row.number('clock_sigma_s', { min: 0 }),
      comms: row.text('comms') || null,
    };
  },
  key: (meter) => meter.meter,
};

function supplyPointOf(row: Row, context: TableContext): SupplyPointId | null {
  const point = id<SupplyPointId>(row.text('supply_point'));
  if (point === '') return null;
  if (context.known.customers?.has(point) !== false) return point;
  row.warn('unknown-reference', 'supply_point', 'a supply point of customers.csv; the meter is kept without one');
  return null;
}

function nodeOf(row: Row, point: SupplyPointId | null, context: TableContext): NodeId {
  const node = id<NodeId>(row.text('node'));
  if (node !== '' && context.known.nodes?.has(node) !== false) return node;
  const home = point === null ? undefined : context.known.customers?.get(point);
  const instead = home?.node ?? home?.area ?? null;
  if (instead === null) {
    if (node === '') row.fail('missing-value', 'node', 'a node');
    else row.fail('unknown-reference', 'node', 'a node of nodes.csv');
    return node;
  }
  row.warn('unknown-reference', 'node', `a node of nodes.csv; the supply point's own (${instead}) was taken`);
  return instead;
}
