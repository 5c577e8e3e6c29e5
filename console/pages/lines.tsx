/** Where to send the crews first: sections ranked by burden avoided, on a map and in a table that explains itself. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useMemo, useState } from 'react';
import { ACTION_TEXT } from '../../core/verdict.ts';
import type { RankedSection } from '../../correlator/contract/network.ts';
import { api } from '../lib/api.ts';
import { downloadCsv } from '../lib/csv.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { NetworkMapView } from '../parts/network-map.tsx';
import { Loaded, Nothing } from '../parts/states.tsx';

const TOP_K = 10;
const MAX_ROWS = 2000;

export function LinesPage() {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const [feeder, setFeeder] = useState<string | null>(null);
  const [action, setAction] = useState<string | null>(null);
  const sections = useQuery({
    queryKey: ['sections'],
    queryFn: ({ signal }) => api.listSections({ query: { limit: MAX_ROWS }, signal }),
  });
  const network = useQuery({ queryKey: ['network'], queryFn: ({ signal }) => api.getNetwork({ signal }) });
  return (
    <div className="lines">
      <Loaded query={network} rows={12}>
        {(map) => <NetworkMapView map={map} feeder={feeder} chosen={chosen} onChoose={setChosen} />}
      </Loaded>
      <Loaded query={sections} rows={12}>
        {(page) => {
          const rows = page.items.filter(
            (s) => (feeder === null || s.feeder === feeder) && (action === null || s.action === action),
          );
          return (
            <section>
              <Head
                all={page.items}
                rows={rows}
                feeder={feeder}
                action={action}
                onFeeder={setFeeder}
                onAction={setAction}
              />
              {page.items.length === 0 ? (
                <Nothing text={t('lines.empty')} />
              ) : (
                <Ranking rows={rows} chosen={chosen} onChoose={setChosen} />
              )}
            </section>
          );
        }}
      </Loaded>
    </div>
  );
}

function Head(props: {
  readonly all: readonly RankedSection[];
  readonly rows: readonly RankedSection[];
  readonly feeder: string | null;
  readonly action: string | null;
  readonly onFeeder: (f: string | null) => void;
  readonly onAction: (a: string | null) => void;
}) {
  const { t, pick } = useLanguage();
  const feeders = [...new Set(props.all.map((s) => s.feeder).filter((f) => f !== null))].sort();
  const actions = [...new Set(props.all.map((s) => s.action))].sort();
  const save = () =>
    downloadCsv(
      'sections.csv',
      props.rows.map((s) => ({
        rank: s.rank,
        section: s.section,
        feeder: s.feeder,
        area: s.area,
        action: s.action,
        benefit_h_per_year: s.benefit,
        low: s.low,
        high: s.high,
        p_top_k: s.pTopK,
        reasons: s.because.map(pick).join(' | '),
      })),
    );
  return (
    <header className="page-head">
      <h2>{t('lines.title')}</h2>
      <Select
        value={props.feeder ?? ''}
        onChange={(v) => props.onFeeder(v === '' ? null : v)}
        options={[{ value: '', label: t('lines.all') }, ...feeders.map((f) => ({ value: f, label: f }))]}
        style={{ minWidth: 140 }}
        aria-label={t('lines.feeder')}
      />
      <Select
        value={props.action ?? ''}
        onChange={(v) => props.onAction(v === '' ? null : v)}
        options={[
          { value: '', label: t('lines.allActions') },
          ...actions.map((a) => ({ value: a, label: pick(ACTION_TEXT[a]) })),
        ]}
        style={{ minWidth: 160 }}
        aria-label={t('lines.action')}
      />
      <Button icon={<DownloadOutlined />} onClick={save}>
        {t('action.exportCsv')}
      </Button>
      <p>
        <small>{t('lines.hint')}</small>
      </p>
    </header>
  );
}

function Ranking(props: {
  readonly rows: readonly RankedSection[];
  readonly chosen: string | null;
  readonly onChoose: (section: string | null) => void;
}) {
  const { t, pick } = useLanguage();
  const top = Math.max(1, ...props.rows.map((s) => s.high));
  const columns = useMemo<ColumnsType<RankedSection>>(
    () => [
      { title: t('lines.rank'), dataIndex: 'rank', width: 64, sorter: (a, b) => a.rank - b.rank, className: 'num' },
      {
        title: t('lines.section'),
        dataIndex: 'section',
        render: (id: string, s) => (
          <>
            <b>{id}</b>
            <br />
            <small>{[s.feeder, s.area].filter(Boolean).join(' · ')}</small>
          </>
        ),
      },
      {
        title: t('lines.action'),
        dataIndex: 'action',
        width: 150,
        render: (a: RankedSection['action']) => pick(ACTION_TEXT[a]),
      },
      {
        title: t('lines.benefit'),
        dataIndex: 'benefit',
        width: 110,
        align: 'right',
        className: 'num',
        sorter: (a, b) => a.benefit - b.benefit,
        render: (n: number) => n.toFixed(1),
      },
      { title: t('lines.interval'), width: 150, render: (_, s) => <IntervalBar section={s} top={top} /> },
      {
        title: t('lines.pTopK', { k: TOP_K }),
        dataIndex: 'pTopK',
        width: 92,
        align: 'right',
        className: 'num',
        sorter: (a, b) => a.pTopK - b.pTopK,
        render: (p: number) => `${Math.round(p * 100)} %`,
      },
    ],
    [t, pick, top],
  );
  return (
    <Table
      size="small"
      rowKey="section"
      dataSource={[...props.rows]}
      columns={columns}
      pagination={{ defaultPageSize: 25, showSizeChanger: true }}
      rowClassName={(s) => (s.section === props.chosen ? 'row-chosen' : '')}
      expandable={{
        expandRowByClick: true,
        expandedRowKeys: props.chosen ? [props.chosen] : [],
        onExpand: (open, s) => props.onChoose(open ? s.section : null),
        expandedRowRender: (s) => <Reasons section={s} />,
      }}
    />
  );
}

function Reasons({ section }: { readonly section: RankedSection }) {
  const { t, pick } = useLanguage();
  return (
    <>
      <b>{t('lines.because')}</b>
      <ul className="reasons">
        {section.because.map((b) => (
          <li key={b.en}>{pick(b)}</li>
        ))}
      </ul>
      <small>
        {section.kind && t(`kind.${section.kind}`)} · {section.from} → {section.to} ·{' '}
        {section.lengthM === null ? '' : `${Math.round(section.lengthM)} m`} {section.installedYear ?? ''}{' '}
        {section.line.length === 0 && t('lines.noPlace')}
      </small>
    </>
  );
}

/** The 80 % interval with the benefit in it, all rows on one scale. */
function IntervalBar({ section, top }: { readonly section: RankedSection; readonly top: number }) {
  const at = (x: number) => `${Math.min(100, Math.max(0, (100 * Math.sqrt(Math.max(0, x))) / Math.sqrt(top)))}%`;
  const width = `calc(${at(section.high)} - ${at(section.low)})`;
  return (
    <div className="interval" title={`${section.low.toFixed(1)} – ${section.high.toFixed(1)}`}>
      <i style={{ left: at(section.low), width }} />
      <b style={{ left: at(section.benefit) }} />
    </div>
  );
}
