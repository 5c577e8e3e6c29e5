/** What is happening on the grid now: totals, feeders, running incidents, latest disturbances, silence by type. */
import { useQuery } from '@tanstack/react-query';
import { Card, Table, Tag } from 'antd';
import { DISTURBANCE_TEXT, type DisturbanceKind } from '../../core/event.ts';
import type { Now } from '../../correlator/contract/now.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration, fullTime, shortTime } from '../lib/time.ts';
import { FeederTable } from '../parts/feeder-table.tsx';
import { Loaded, Nothing } from '../parts/states.tsx';
import { CauseDot } from '../parts/tags.tsx';

const REFRESH_MS = 10_000;

export function NowPage() {
  const query = useQuery({
    queryKey: ['now'],
    queryFn: ({ signal }) => api.getNow({ query: { events: 100 }, signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Loaded query={query} rows={14}>
      {(now) => <Board now={now} />}
    </Loaded>
  );
}

function Board({ now }: { readonly now: Now }) {
  const { t } = useLanguage();
  const zone = useZone();
  return (
    <>
      <header className="page-head">
        <h2>{t('now.title')}</h2>
        <small>{t('state.asOf', { time: fullTime(now.time, zone) })}</small>
        <small>{t('now.disclaimer')}</small>
      </header>
      <div className="tiles">
        <Tile
          label={t('now.out')}
          value={now.totals.customersOut}
          of={now.totals.customers}
          warn={now.totals.customersOut > 0}
        />
        <Tile label={t('now.running')} value={now.incidents.filter((i) => i.running).length} warn={false} />
        <Tile label={t('now.events24')} value={now.totals.events24h} warn={false} />
        <Tile label={t('now.complaints24')} value={now.totals.complaints24h} warn={false} />
        <Tile
          label={t('now.silent')}
          value={now.totals.silentMeters}
          of={now.totals.meters}
          warn={now.totals.silentMeters > 0}
        />
      </div>
      <div className="now-columns">
        <div>
          <Card size="small" title={t('now.feeders')}>
            <FeederTable feeders={now.feeders} />
          </Card>
          <Running now={now} />
          <Silence now={now} />
        </div>
        <div>
          <Latest now={now} />
        </div>
      </div>
    </>
  );
}

function Tile(props: { readonly label: string; readonly value: number; readonly of?: number; readonly warn: boolean }) {
  return (
    <div className={props.warn ? 'tile warn' : 'tile'}>
      <small>{props.label}</small>
      <b>
        {props.value}
        {props.of !== undefined && <small> / {props.of}</small>}
      </b>
    </div>
  );
}

function Running({ now }: { readonly now: Now }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const running = now.incidents.filter((i) => i.running);
  return (
    <Card size="small" title={t('now.running')}>
      {running.length === 0 ? (
        <Nothing text={t('now.noRunning')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={running}
          columns={[
            { title: t('now.start'), render: (_, i) => shortTime(i.start, zone) },
            { title: t('now.kind'), render: (_, i) => pick(DISTURBANCE_TEXT[i.kind]) },
            {
              title: t('now.cause'),
              render: (_, i) =>
                i.cause && (
                  <>
                    <CauseDot cause={i.cause} /> {Math.round((i.p ?? 0) * 100)} %
                  </>
                ),
            },
            { title: t('lines.feeder'), render: (_, i) => i.feeders.join(', ') },
            {
              title: t('now.restore'),
              render: (_, i) =>
                i.expectedRestore
                  ? `${shortTime(i.expectedRestore.p50, zone)} – ${shortTime(i.expectedRestore.p90, zone)}`
                  : '–',
            },
          ]}
        />
      )}
    </Card>
  );
}

function Silence({ now }: { readonly now: Now }) {
  const { t } = useLanguage();
  const types = Object.entries(now.silence).filter(([, n]) => n > 0) as [keyof Now['silence'], number][];
  return (
    <Card size="small" title={t('now.silence')}>
      {types.length === 0
        ? t('now.noSilence')
        : types.map(([type, n]) => (
            <Tag key={type}>
              {t(`silence.${type}`)} · {n}
            </Tag>
          ))}
    </Card>
  );
}

function Latest({ now }: { readonly now: Now }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  return (
    <Card size="small" title={t('now.events')}>
      {now.events.length === 0 ? (
        <Nothing text={t('now.noEvents')} />
      ) : (
        <Table
          size="small"
          rowKey={(e) => `${e.meter}|${e.start}|${e.kind}`}
          pagination={{ defaultPageSize: 20, size: 'small' }}
          dataSource={now.events}
          columns={[
            { title: t('now.start'), render: (_, e) => <span className="num">{shortTime(e.start, zone, true)}</span> },
            { title: t('now.kind'), render: (_, e) => pick(DISTURBANCE_TEXT[e.kind as DisturbanceKind]) },
            {
              title: t('now.residual'),
              align: 'right',
              render: (_, e) => <span className="num">{e.pct === null ? '–' : e.pct.toFixed(1)}</span>,
            },
            {
              title: t('now.duration'),
              align: 'right',
              render: (_, e) => (
                <span className="num">{e.openEnd ? t('now.stillRunning') : duration(e.durationMs)}</span>
              ),
            },
            {
              title: t('now.meter'),
              render: (_, e) => (
                <>
                  {e.meter}
                  <br />
                  <small>{[e.feeder, e.phases].filter(Boolean).join(' · ')}</small>
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
