/** What the files held: one row a record, choosing one shows its curves. */
import { Table, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import type { RecordedPart, Recording } from '../../correlator/contract/recording.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration } from '../lib/time.ts';
import { shortNumber } from './curves.ts';
import { preciseTime } from './time-axis.ts';

const PAGE_ROWS = 8;
/** Channel names that fit into a cell; the rest is in the hint. */
const NAMES_SHOWN = 8;

interface Props {
  readonly recording: Recording;
  readonly part: number;
  readonly zone: string;
  readonly onPart: (part: number) => void;
}

export function PartTable({ recording, part, zone, onPart }: Props) {
  const { t } = useLanguage();
  const rows = recording.parts.map((p, i) => ({ ...p, key: i }));
  type Row = (typeof rows)[number];
  const pageOfPart = Math.floor(part / PAGE_ROWS) + 1;
  const [page, setPage] = useState(pageOfPart);
  // Stepping through events may lead to a record on another page.
  useEffect(() => setPage(pageOfPart), [pageOfPart]);
  return (
    <section className="rec-card">
      <h2>{t('rec.parts', { n: rows.length })}</h2>
      <Table
        size="small"
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        pagination={{
          pageSize: PAGE_ROWS,
          current: page,
          onChange: setPage,
          hideOnSinglePage: true,
          showSizeChanger: false,
        }}
        rowClassName={(r) => (r.key === part ? 'row-chosen' : '')}
        onRow={(r) => ({ onClick: () => onPart(r.key), style: { cursor: 'pointer' } })}
        columns={[
          { title: '#', render: (_, r: Row) => <span className="num">{r.key + 1}</span> },
          {
            title: t('rec.part'),
            render: (_, r: Row) => (
              <button type="button" className="link" aria-pressed={r.key === part} onClick={() => onPart(r.key)}>
                {r.title || recording.file}
              </button>
            ),
          },
          { title: t('rec.source'), render: (_, r: Row) => t(`rec.partKind.${r.kind}`) },
          {
            title: t('rec.start'),
            render: (_, r: Row) => <span className="num">{preciseTime(Date.parse(r.start), zone)}</span>,
          },
          { title: t('rec.span'), render: (_, r: Row) => <span className="num">{duration(r.durationMs)}</span> },
          { title: t('rec.rate'), render: (_, r: Row) => <Rate part={r} /> },
          { title: t('rec.channels'), render: (_, r: Row) => <Channels part={r} /> },
          {
            title: t('rec.eventCount'),
            align: 'right',
            render: (_, r: Row) => <EventCount part={r} />,
          },
        ]}
      />
    </section>
  );
}

function Rate({ part }: { readonly part: RecordedPart }) {
  const { t } = useLanguage();
  const samples = t('rec.samples', { n: part.samples });
  if (part.rateHz === null) return <span className="num">{samples}</span>;
  const { min, max } = part.rateHz;
  const isOne = max - min < 0.01 * max;
  return (
    <Tooltip title={samples}>
      <span className="num">{isOne ? `${Math.round(max)} Hz` : `${Math.round(min)} – ${Math.round(max)} Hz`}</span>
    </Tooltip>
  );
}

function EventCount({ part }: { readonly part: RecordedPart }) {
  const { t } = useLanguage();
  const n = part.repeated.length;
  if (n === 0) return <span className="num">{part.events.length}</span>;
  return (
    <Tooltip title={t('rec.repeated', { n })}>
      <span className="num">
        {part.events.length} (+{n})
      </span>
    </Tooltip>
  );
}

function Channels({ part }: { readonly part: RecordedPart }) {
  const names = part.channels.map((c) => c.name);
  const rest = names.length - NAMES_SHOWN;
  return (
    <Tooltip title={part.channels.map((c) => `${c.name} [${c.unit}]`).join(', ')}>
      <span>
        {names.slice(0, NAMES_SHOWN).join(', ')}
        {rest > 0 ? ` +${rest}` : ''}
      </span>
    </Tooltip>
  );
}

/** The voltages that are judged, and what counts as 100 % for each group. */
export function References({ part }: { readonly part: RecordedPart }) {
  const { t } = useLanguage();
  const side = part.channels.find((c) => c.side !== null)?.side ?? null;
  if (part.groups.length === 0) return null;
  return (
    <ul className="rec-references">
      {part.groups.map((g) => (
        <li key={g.members.map((m) => m.name).join()} className={g.udinV === null ? 'unsure' : ''}>
          <b>{g.members.map((m) => m.name).join(', ')}</b>{' '}
          {g.udinV === null || g.udinFrom === null
            ? t('rec.referenceNone')
            : t('rec.reference', {
                v: `${shortNumber(g.udinV)} V ${g.connection === 'LL' ? 'L-L' : 'L-N'}${side === null ? '' : ` ${t(`rec.sides.${side}`)}`}`,
                from: t(`rec.from.${g.udinFrom}`),
              })}
        </li>
      ))}
    </ul>
  );
}
