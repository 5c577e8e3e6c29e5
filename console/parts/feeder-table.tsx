/** One row per feeder: its newest voltages on a common scale, events, complaints and customers out in 24 hours. */
import { Table } from 'antd';
import type { FeederNow } from '../../correlator/contract/now.ts';
import { useLanguage } from '../lib/i18n.tsx';

/** The bar spans 80–120 % of the declared voltage; its coloured middle is 90–110 %. */
const SCALE_LOW_PCT = 80;
const SCALE_HIGH_PCT = 120;

export function FeederTable({ feeders }: { readonly feeders: readonly FeederNow[] }) {
  const { t } = useLanguage();
  return (
    <Table
      size="small"
      rowKey="feeder"
      pagination={false}
      dataSource={[...feeders]}
      columns={[
        {
          title: t('now.feeder'),
          dataIndex: 'feeder',
          render: (f: string, row) => (
            <>
              <b>{f}</b>
              <br />
              <small>{row.customers}</small>
            </>
          ),
        },
        { title: t('now.residual'), render: (_, row) => <VoltageBar feeder={row} /> },
        { title: t('now.events24'), dataIndex: 'events24h', align: 'right', className: 'num' },
        { title: t('now.complaints24'), dataIndex: 'complaints24h', align: 'right', className: 'num' },
        { title: t('now.out'), dataIndex: 'customersOut', align: 'right', className: 'num' },
        {
          title: t('now.silent'),
          align: 'right',
          className: 'num',
          render: (_, row) => `${row.silentMeters}/${row.meters}`,
        },
      ]}
    />
  );
}

function VoltageBar({ feeder }: { readonly feeder: FeederNow }) {
  const { t } = useLanguage();
  const v = feeder.voltage;
  if (v === null) return <small>{t('order.liveNone')}</small>;
  const at = (pct: number) =>
    Math.min(100, Math.max(0, (100 * (pct - SCALE_LOW_PCT)) / (SCALE_HIGH_PCT - SCALE_LOW_PCT)));
  return (
    <>
      <div className="volt" title={`${v.minPct.toFixed(1)} – ${v.maxPct.toFixed(1)} %`}>
        <i style={{ left: `${at(v.minPct)}%`, width: `${Math.max(1, at(v.maxPct) - at(v.minPct))}%` }} />
      </div>
      <small className="num">
        {v.minPct.toFixed(1)} / {v.meanPct.toFixed(1)} / {v.maxPct.toFixed(1)} %
      </small>
    </>
  );
}
