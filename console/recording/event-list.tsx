/** Events of all parts: choosing one shows it on the chart. What more is known of it unfolds below. */
import { Table, Tag, Tooltip } from 'antd';
import { DISTURBANCE_TEXT, SIGNATURE_TEXT } from '../../core/event.ts';
import { CLASSIFIERS } from '../../core/limits/index.ts';
import { methodText } from '../../core/method-text.ts';
import type { RecordedEvent, Recording } from '../../correlator/contract/recording.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration } from '../lib/time.ts';
import { Nothing } from '../parts/states.tsx';
import { en, type TextKey } from '../text/en.ts';
import { shortNumber } from './curves.ts';
import { EVENT_COLOR } from './marks.ts';
import { numberText } from './number-text.ts';
import { preciseTime } from './time-axis.ts';
import type { EventRow } from './view.ts';

interface Props {
  readonly recording: Recording;
  readonly rows: readonly EventRow[];
  readonly chosen: string | null;
  readonly zone: string;
  readonly onChoose: (key: string) => void;
}

const PAGE_ROWS = 12;

export function EventList({ recording, rows, chosen, zone, onChoose }: Props) {
  const { t, pick } = useLanguage();
  const isJudged = recording.parts.some((p) => p.groups.some((g) => g.udinV !== null) || p.kind === 'readings');
  const columns = [
    {
      title: t('rec.kind'),
      render: (_: unknown, r: EventRow) => (
        <span className="rec-kind">
          <i className="dot" style={{ background: EVENT_COLOR[r.event.kind] }} />
          <button type="button" className="link" aria-pressed={r.key === chosen} onClick={() => onChoose(r.key)}>
            {pick(DISTURBANCE_TEXT[r.event.kind])}
          </button>
        </span>
      ),
    },
    {
      title: t('rec.start'),
      render: (_: unknown, r: EventRow) => <span className="num">{preciseTime(Date.parse(r.event.start), zone)}</span>,
    },
    { title: t('rec.duration'), render: (_: unknown, r: EventRow) => <Length row={r} /> },
    {
      title: t('rec.extreme'),
      align: 'right' as const,
      render: (_: unknown, r: EventRow) => (
        <span className="num">{r.event.pct === null ? '–' : r.event.pct.toFixed(1)}</span>
      ),
    },
    { title: t('rec.phases'), render: (_: unknown, r: EventRow) => r.event.phases || '–' },
    {
      title: <ClassTitle id={recording.profile} words={t(`rec.profile.${recording.profile}`)} />,
      render: (_: unknown, r: EventRow) => <ClassWords id={recording.profile} event={r.event} />,
    },
    {
      title: <ClassTitle id="itic" words={t('rec.iticShort')} />,
      render: (_: unknown, r: EventRow) => <ClassWords id="itic" event={r.event} />,
    },
    {
      title: <ClassTitle id="semi_f47" words={t('rec.semiShort')} />,
      render: (_: unknown, r: EventRow) => <ClassWords id="semi_f47" event={r.event} />,
    },
    {
      title: t('rec.signature'),
      render: (_: unknown, r: EventRow) => (r.event.signature === null ? '–' : pick(SIGNATURE_TEXT[r.event.signature])),
    },
    ...(recording.parts.length > 1
      ? [{ title: t('rec.part'), render: (_: unknown, r: EventRow) => <span className="num">{r.part + 1}</span> }]
      : []),
  ];
  return (
    <section className="rec-card">
      <h2>{t('rec.events', { n: rows.length })}</h2>
      {rows.length === 0 ? (
        <Nothing text={isJudged ? t('rec.noEvents') : t('rec.noEventsUnjudged')} />
      ) : (
        <>
          <Table
            size="small"
            rowKey="key"
            dataSource={[...rows]}
            columns={columns}
            scroll={{ x: 'max-content' }}
            pagination={{ defaultPageSize: PAGE_ROWS, hideOnSinglePage: true }}
            rowClassName={(r) => (r.key === chosen ? 'row-chosen' : '')}
            onRow={(r) => ({ onClick: () => onChoose(r.key), style: { cursor: 'pointer' } })}
            expandable={{ expandedRowRender: (r) => <More event={r.event} /> }}
          />
          <p className="hint">{t('rec.unconfirmedMark')}</p>
        </>
      )}
    </section>
  );
}

function Length({ row }: { readonly row: EventRow }) {
  const { t } = useLanguage();
  const { durationMs, openEnd, atMs } = row.event;
  if (durationMs !== null) return <span className="num">{duration(durationMs)}</span>;
  if (!openEnd) return <>{t('rec.lengthUnknown')}</>;
  return (
    <Tooltip title={t('rec.stillRunning')}>
      <span className="num">{t('rec.atLeast', { duration: duration(row.endMs - atMs) })}</span>
    </Tooltip>
  );
}

function ClassTitle({ id, words }: { readonly id: string; readonly words: string }) {
  const { t } = useLanguage();
  const classifier = CLASSIFIERS.find((c) => c.id === id);
  if (classifier === undefined) return <>{words}</>;
  const note = classifier.unconfirmed ? ` · ${t('rec.unconfirmed')}` : '';
  return (
    <Tooltip title={`${classifier.source}${note}`}>
      <span>
        {words}
        {classifier.unconfirmed ? ' ※' : ''}
      </span>
    </Tooltip>
  );
}

function ClassWords({ id, event }: { readonly id: string; readonly event: RecordedEvent }) {
  const { t } = useLanguage();
  const said = event.class[id] ?? null;
  if (said === null) return <>–</>;
  if (said === 'inside' || said === 'outside') {
    return <Tag color={said === 'inside' ? 'green' : 'volcano'}>{t(`rec.${said}`)}</Tag>;
  }
  const named = `${id}.${said}`;
  return <>{named in en ? t(named as TextKey) : said}</>;
}

/** Everything the server said of an event: per phase, every class, further numbers with their units in the names. */
function More({ event }: { readonly event: RecordedEvent }) {
  const { t, pick } = useLanguage();
  const numbers = Object.entries(event.numbers);
  const perPhase = Object.entries(event.perPhase);
  return (
    <dl className="rec-more">
      {perPhase.length > 0 && (
        <div>
          <dt>{t('rec.perPhase')}</dt>
          <dd className="num">{perPhase.map(([phase, pct]) => `${phase} ${shortNumber(pct)} %`).join(' · ')}</dd>
        </div>
      )}
      <div>
        <dt>{t('rec.class')}</dt>
        <dd>
          {CLASSIFIERS.map((c) => (
            <span key={c.id} title={c.source}>
              {c.source}
              {c.unconfirmed ? ' ※' : ''}: <ClassWords id={c.id} event={event} />
            </span>
          ))}
        </dd>
      </div>
      {numbers.length > 0 && (
        <div>
          <dt>{t('rec.numbers')}</dt>
          <dd className="num">{numbers.map(([name, value]) => pick(numberText(name, value))).join(' · ')}</dd>
        </div>
      )}
      {event.channel !== null && (
        <div>
          <dt>{t('rec.channel')}</dt>
          <dd>{event.channel}</dd>
        </div>
      )}
      <div>
        <dt>{t('rec.method')}</dt>
        <dd>{pick(methodText(event.method))}</dd>
      </div>
    </dl>
  );
}
