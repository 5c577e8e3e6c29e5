import type { Complaint } from '../../../core/facts.ts';
import { type ComplaintId, id, type SupplyPointId } from '../../../core/ids.ts';
import type { Row } from '../row.ts';
import type { Table, TableContext } from '../table.ts';

/** Complaints as they came in. None is dropped for a doubtful account or hour: a person is waiting for an answer. */
export const complaints: Table<Complaint, 'complaints'> = {
  kind: 'complaints',
  file: 'complaints.csv',
  needed: true,
  columns: [
    { name: 'id', required: true, also: ['工单编号', '工单号'] },
    { name: 'received', required: true, also: ['受理时间', '投诉时间', '来电时间'] },
    { name: 'account', also: ['户号', '用户编号'] },
    { name: 'supply_point', also: ['供电点'] },
    { name: 'address', also: ['地址', '用电地址'] },
    { name: 'text', also: ['诉求内容', '投诉内容', '受理内容'] },
    { name: 'occurred_from', also: ['发生时间'] },
    { name: 'occurred_to' },
    { name: 'channel', also: ['受理渠道'] },
    { name: 'request_type', also: ['业务类型'] },
    { name: 'parent', also: ['原工单编号'] },
  ],
  start: (context) => (row) => {
    const account = row.text('account') || null;
    const receivedMs = row.needTimeMs('received');
    return {
      id: id(row.needText('id')),
      receivedMs,
      account,
      supplyPoint: supplyPointOf(row, account, context),
      address: row.text('address') || null,
      text: row.text('text'),
      ...occurred(row, receivedMs),
      channel: row.text('channel') || null,
      requestType: row.text('request_type') || null,
      parent: row.text('parent') === '' ? null : id<ComplaintId>(row.text('parent')),
    };
  },
  key: (complaint) => complaint.id,
};

/** The supply point named, or the only one of the account; null where the caller must still be found. */
function supplyPointOf(row: Row, account: string | null, context: TableContext): SupplyPointId | null {
  const { customers, accounts } = context.known;
  const named = id<SupplyPointId>(row.text('supply_point'));
  if (named !== '') {
    if (customers === null) return named;
    const customer = customers.get(named);
    if (customer !== undefined && account !== null && customer.account !== account) {
      row.warn('implausible', 'account', `the account of ${named} (${customer.account}); the supply point is used`);
    }
    if (customer !== undefined) return named;
    row.warn('unknown-reference', 'supply_point', 'a supply point of customers.csv; kept without one');
  }
  if (account === null || accounts === null) return null;
  const points = accounts.get(account);
  if (points === undefined) {
    row.warn('unknown-reference', 'account', 'an account of customers.csv; kept without a supply point');
    return null;
  }
  return points.length === 1 ? (points[0] ?? null) : null;
}

/** The time window the customer named. Ends the wrong way round are a slip of the keyboard and are turned. */
function occurred(row: Row, receivedMs: number): Pick<Complaint, 'occurredFromMs' | 'occurredToMs'> {
  const fromMs = row.timeMs('occurred_from');
  const toMs = row.timeMs('occurred_to');
  if (fromMs !== null && fromMs > receivedMs) {
    row.warn('implausible', 'occurred_from', 'a time before the complaint was received; kept');
  }
  if (fromMs !== null && toMs !== null && toMs < fromMs) {
    row.warn('implausible', 'occurred_to', 'a time after occurred_from; the two were exchanged');
    return { occurredFromMs: toMs, occurredToMs: fromMs };
  }
  return { occurredFromMs: fromMs, occurredToMs: toMs };
}
