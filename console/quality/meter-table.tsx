/** Every meter in one row: state, completeness, lag, clock, what is wrong and what to do. */
import { Table, Tag, Tooltip } from 'antd';
import type { MeterQuality } from '../../correlator/contract/quality.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { shortTime } from '../lib/time.ts';
import { offsetText } from './clock-chart.tsx';
import { DayBars, pctClass, pctText } from './day-bars.tsx';
import { todayPct, weekPct } from './problems.ts';

const by = (of: (m: MeterQuality) => number | null) => (a: MeterQuality, b: MeterQuality) =>
  (of(a) ?? Number.MAX_VALUE) - (of(b) ?? Number.MAX_VALUE);

export function MeterTable(props: {
  readonly items: readonly MeterQuality[];
  readonly chosen: string | null;
  readonly onChoose: (meter: string) => void;
}) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  return (
    <Table
      size="small"
      rowKey="meter"
      className="quality-table"
      dataSource={[...props.items]}
      pagination={{ defaultPageSize: 50, hideOnSinglePage: true }}
      locale={{ emptyText: t('quality.none') }}
      rowClassName={(m) => (m.meter === props.chosen ? 'chosen' : '')}
      scroll={{ x: 1140 }}
      onRow={(m) => ({
        tabIndex: 0,
        'aria-label': m.meter,
        onClick: () => props.onChoose(m.meter),
        onKeyDown: (e) => {
          if (e.key === 'Enter' || e.key === ' ') {
            e.preventDefault();
            props.onChoose(m.meter);
          }
          if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            const next =
              e.key === 'ArrowDown' ? e.currentTarget.nextElementSibling : e.currentTarget.previousElementSibling;
            if (next instanceof HTMLElement) next.focus();
            e.preventDefault();
          }
        },
      })}
      columns={[
        {
          title: t('quality.meter'),
          width: 150,
          sorter: (a, b) => a.meter.localeCompare(b.meter),
          render: (_, m) => (
            <>
              <b>{m.meter}</b>
              <br />
              <small>{[m.feeder, m.area].filter(Boolean).join(' · ')}</small>
            </>
          ),
        },
        {
          title: t('quality.state'),
          width: 150,
          sorter: (a, b) => (a.silence ?? '').localeCompare(b.silence ?? ''),
          render: (_, m) => <StateTag m={m} />,
        },
        {
          title: t('quality.last'),
          width: 205,
          sorter: by((m) => m.ageS),
          render: (_, m) => (
            <>
              {shortTime(m.lastValueAt, zone, true)}
              <br />
              <small>{[m.source, m.method].filter(Boolean).join(' · ')}</small>
            </>
          ),
        },
        {
          title: t('quality.complete'),
          width: 190,
          sorter: by(weekPct),
          render: (_, m) => (
            <div className="complete">
              <DayBars week={m.week} today={m.today} />
              <small className="num">
                <span className={`pct ${pctClass(todayPct(m))}`}>
                  {t('quality.todayShort')} {pctText(todayPct(m))}
                </span>
                <br />
                <span className={`pct ${pctClass(weekPct(m))}`}>
                  {t('quality.weekShort')} {pctText(weekPct(m))}
                </span>
              </small>
            </div>
          ),
        },
        {
          title: t('quality.lag'),
          align: 'right',
          width: 76,
          className: 'num',
          sorter: by((m) => m.lagMs),
          render: (_, m) => (m.lagMs === null ? '–' : (m.lagMs / 1000).toFixed(1)),
        },
        {
          title: t('quality.gap'),
          dataIndex: 'gap',
          align: 'right',
          width: 64,
          className: 'num',
          sorter: by((m) => m.gap),
        },
        {
          title: t('quality.errors'),
          dataIndex: 'errors',
          align: 'right',
          width: 64,
          className: 'num',
          sorter: by((m) => m.errors),
        },
        {
          title: t('quality.clock'),
          align: 'right',
          width: 120,
          className: 'num',
          sorter: by((m) => (m.clockOffsetMs === null ? null : -Math.abs(m.clockOffsetMs))),
          render: (_, m) => <ClockCell m={m} />,
        },
        {
          title: t('quality.hint'),
          render: (_, m) =>
            m.hint && (
              <>
                {pick(m.hint)}
                {m.act && (
                  <>
                    <br />
                    <small>{pick(m.act)}</small>
                  </>
                )}
              </>
            ),
        },
      ]}
    />
  );
}

export function StateTag({ m }: { readonly m: MeterQuality }) {
  const { t } = useLanguage();
  if (m.silence === null) return m.stale ? <Tag>{t('state.stale')}</Tag> : <Tag color="green">{t('quality.ok')}</Tag>;
  const odds = Object.entries(m.silenceOdds ?? {}).sort((a, b) => b[1] - a[1]);
  const text = odds.map(
    ([type, p]) =>
      `${t(`silence.${type as keyof typeof m.silenceOdds & NonNullable<typeof m.silence>}`)} ${Math.round(100 * p)} %`,
  );
  const first = m.silenceOdds?.[m.silence];
  return (
    <Tooltip title={text.join(' · ')}>
      <Tag color={m.silence === 'supply_lost' ? 'red' : 'orange'}>{t(`silence.${m.silence}`)}</Tag>
      {odds.length > 1 && first !== undefined && <small className="num">{Math.round(100 * first)} %</small>}
      {odds.length > 1 && (
        <>
          <br />
          <small>{text.slice(1, 2).join('')}</small>
        </>
      )}
    </Tooltip>
  );
}

function ClockCell({ m }: { readonly m: MeterQuality }) {
  if (m.clockOffsetMs === null) return <>–</>;
  return (
    <>
      {offsetText(m.clockOffsetMs)}
      {m.clockUncertaintyMs !== null && <small> ± {Math.round(m.clockUncertaintyMs)} ms</small>}
      {m.clockDriftPpm !== null && (
        <>
          <br />
          <small>{`${m.clockDriftPpm < 0 ? '−' : '+'}${Math.abs(m.clockDriftPpm).toFixed(1)} ppm`}</small>
        </>
      )}
    </>
  );
}
