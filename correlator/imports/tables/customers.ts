import { id, type NodeId } from '../../../core/ids.ts';
import { CUSTOMER_KINDS, type Customer } from '../../../core/network.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

/** Declared phase-neutral voltage where the file says nothing, V. @source GB/T 156 (220/380 V). */
const NOMINAL_V = 220;

/** Supply points. One with an unknown node is kept: a customer who calls must be found, wherever he is connected. */
export const customers: Table<Customer, 'customers'> = {
  kind: 'customers',
  file: 'customers.csv',
  needed: true,
  columns: [
    { name: 'supply_point', required: true, also: ['供电点', '用电点编号'] },
    { name: 'account', required: true, also: ['户号', '用户编号'] },
    { name: 'node' },
    { name: 'area', also: ['台区'] },
    { name: 'phases', also: ['相别'] },
    { name: 'nominal_v' },
    { name: 'kind', also: ['用户类别'] },
    { name: 'name', also: ['户名', '姓名'] },
    { name: 'phone', also: ['电话', '联系电话'] },
    { name: 'address', also: ['地址', '用电地址'] },
    { name: 'contract' },
    { name: 'contract_kva', also: ['合同容量'] },
    { name: 'supply_kv' },
    { name: 'meter_no', also: ['电表号', '表号'] },
    { name: 'disconnected_at', also: ['停电时间'] },
    { name: 'paid_at', also: ['缴费时间'] },
    { name: 'reconnected_at', also: ['复电时间'] },
  ],
  start: (context) => (row) => ({
    supplyPoint: id(row.needText('supply_point')),
    account: row.needText('account'),
    node: reference(row, 'node', context),
    area: reference(row, 'area', context),
    phases: row.phases('phases') ?? '?',
    nominalV: row.number('nominal_v', { min: 1, max: 1_000_000 }) ?? NOMINAL_V,
    kind: row.word('kind', CUSTOMER_KINDS) ?? 'residential',
    name: row.text('name'),
    phone: row.text('phone'),
    address: row.text('address'),
    contract: row.text('contract') || null,
    contractKva: row.number('contract_kva', { min: 0 }),
    supplyKv: row.number('supply_kv', { min: 0 }),
    meterNo: row.text('meter_no') || null,
    disconnectedAtMs: row.timeMs('disconnected_at'),
    paidAtMs: row.timeMs('paid_at'),
    reconnectedAtMs: row.timeMs('reconnected_at'),
  }),
  key: (customer) => customer.supplyPoint,
};

function reference(row: Row, column: 'node' | 'area', context: TableContext): NodeId | null {
  const node = id<NodeId>(row.text(column));
  if (node === '') return null;
  if (context.known.nodes?.has(node) !== false) return node;
  row.warn('unknown-reference', column, 'a node of nodes.csv; the customer is kept without one');
  return null;
}
