/** Everything of the window as a list: the same facts as the lanes, for reading, copying and the keyboard. */
import { Table } from 'antd';
import { CATEGORY_TEXT } from '../../core/complaint.ts';
import { DISTURBANCE_TEXT, type DisturbanceKind } from '../../core/event.ts';
import type { SupplyPointVoltage } from '../../correlator/contract/supply-point.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration, fullTime } from '../lib/time.ts';

interface Row {
  readonly key: string;
  readonly atMs: number;
  readonly what: string;
  readonly detail: string;
}

export function EventTable({ voltage, zone }: { readonly voltage: SupplyPointVoltage; readonly zone: string }) {
  const { t } = useLanguage();
  const rows = useRows(voltage);
  return (
    <Table
      size="small"
      title={() => t('point.list')}
      rowKey="key"
      dataSource={rows}
      pagination={{ defaultPageSize: 15 }}
      columns={[
        {
          title: t('point.time'),
          width: 230,
          sorter: (a, b) => a.atMs - b.atMs,
          render: (_, r) => <span className="num">{fullTime(r.atMs, zone)}</span>,
        },
        { title: t('point.what'), width: 180, dataIndex: 'what' },
        { title: t('point.detail'), dataIndex: 'detail' },
      ]}
    />
  );
}

function useRows(v: SupplyPointVoltage): Row[] {
  const { t, pick } = useLanguage();
  const rows: Row[] = [
    ...v.events.map((e) => ({
      key: `${e.meter}|${e.start}|${e.kind}`,
      atMs: Date.parse(e.start),
      what: pick(DISTURBANCE_TEXT[e.kind as DisturbanceKind]),
      detail: [
        e.pct === null ? null : `${e.pct.toFixed(1)} % Udin`,
        e.openEnd ? t('now.stillRunning') : duration(e.durationMs),
        e.phases,
        e.meter,
        e.method,
      ]
        .filter(Boolean)
        .join(' · '),
    })),
    ...v.strokes.map((s) => ({
      key: s.id,
      atMs: Date.parse(s.time),
      what: t('point.strokes'),
      detail: [
        s.peakKa === null ? null : `${s.peakKa} kA`,
        s.distanceM === null ? null : `${Math.round(s.distanceM)} m`,
      ]
        .filter(Boolean)
        .join(' · '),
    })),
    ...v.works.map((w) => ({
      key: w.id,
      atMs: Date.parse(w.actualStart ?? w.plannedStart ?? v.from),
      what: t('point.works'),
      detail: [w.id, w.kind, w.state].join(' · '),
    })),
    ...v.complaints.map((c) => ({
      key: `c${c.id}${c.received}`,
      atMs: Date.parse(c.received),
      what: t('point.complaints'),
      detail: `${pick(CATEGORY_TEXT[c.category])} ${c.own ? c.id : ''}`,
    })),
  ];
  return rows.sort((a, b) => b.atMs - a.atMs);
}
