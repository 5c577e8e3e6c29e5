/** How well each meter reports: last value, lag, gaps, errors, clock offset, and the type of its silence. */
import { useQuery } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import type { MeterQuality } from '../../correlator/contract/quality.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { shortTime } from '../lib/time.ts';
import { Loaded } from '../parts/states.tsx';

const REFRESH_MS = 15_000;

export function QualityPage() {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const query = useQuery({
    queryKey: ['quality'],
    queryFn: ({ signal }) => api.getDataQuality({ signal }),
    refetchInterval: REFRESH_MS,
  });
  const byAge = (a: MeterQuality, b: MeterQuality) => (a.ageS ?? Number.MAX_VALUE) - (b.ageS ?? Number.MAX_VALUE);
  return (
    <>
      <header className="page-head">
        <h2>{t('quality.title')}</h2>
      </header>
      <Loaded query={query} rows={14}>
        {(data) => (
          <Table
            size="small"
            rowKey="meter"
            dataSource={data.items}
            pagination={{ defaultPageSize: 50 }}
            columns={[
              {
                title: t('quality.meter'),
                dataIndex: 'meter',
                sorter: (a, b) => a.meter.localeCompare(b.meter),
                render: (m: string, r) => (
                  <>
                    <b>{m}</b>
                    <br />
                    <small>{[r.feeder, r.area].filter(Boolean).join(' · ')}</small>
                  </>
                ),
              },
              {
                title: t('quality.silence'),
                sorter: (a, b) => (a.silence ?? '').localeCompare(b.silence ?? ''),
                render: (_, r) =>
                  r.silence ? (
                    <Tag color="orange">{t(`silence.${r.silence}`)}</Tag>
                  ) : r.stale ? (
                    <Tag>{t('state.stale')}</Tag>
                  ) : (
                    <Tag color="green">{t('quality.ok')}</Tag>
                  ),
              },
              { title: t('quality.last'), sorter: byAge, render: (_, r) => shortTime(r.lastValueAt, zone, true) },
              {
                title: t('quality.source'),
                render: (_, r) => (
                  <>
                    {r.source ?? '–'}
                    <br />
                    <small>
                      {r.method} · {r.clock}
                    </small>
                  </>
                ),
              },
              {
                title: t('quality.lag'),
                align: 'right',
                className: 'num',
                render: (_, r) => (r.lagMs === null ? '–' : (r.lagMs / 1000).toFixed(1)),
              },
              {
                title: t('quality.gap'),
                dataIndex: 'gap',
                align: 'right',
                className: 'num',
                sorter: (a, b) => a.gap - b.gap,
              },
              {
                title: t('quality.errors'),
                dataIndex: 'errors',
                align: 'right',
                className: 'num',
                sorter: (a, b) => a.errors - b.errors,
              },
              {
                title: t('quality.clock'),
                align: 'right',
                className: 'num',
                render: (_, r) => (r.clockOffsetMs === null ? '–' : Math.round(r.clockOffsetMs)),
              },
              { title: '', render: (_, r) => r.hint && <small>{pick(r.hint)}</small> },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
