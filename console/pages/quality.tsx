/** How well each meter reports: state, completeness, clock, doubts, and what to do; with collecting as a whole on top. */
import { useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { DataQuality, MeterQuality } from '../../correlator/contract/quality.ts';
import { api } from '../lib/api.ts';
import { downloadCsv } from '../lib/csv.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { fullTime } from '../lib/time.ts';
import { Loaded } from '../parts/states.tsx';
import { CollectorStrip } from '../quality/collector-strip.tsx';
import { MeterDrawer } from '../quality/meter-drawer.tsx';
import { MeterTable } from '../quality/meter-table.tsx';
import {
  csvRows,
  type Filters,
  hasProblem,
  matches,
  PROBLEM_FILTERS,
  type ProblemFilter,
} from '../quality/problems.ts';
import '../quality/quality.css';

const REFRESH_MS = 15_000;

export function QualityPage() {
  const { t } = useLanguage();
  const zone = useZone();
  const query = useQuery({
    queryKey: ['quality'],
    queryFn: ({ signal }) => api.getDataQuality({ signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <header className="page-head">
        <h2>{t('quality.title')}</h2>
        {query.data && <small>{t('state.asOf', { time: fullTime(query.data.time, zone) })}</small>}
        <small>{t('quality.disclaimer')}</small>
      </header>
      <Loaded query={query} rows={14}>
        {(data) => <Board data={data} />}
      </Loaded>
    </>
  );
}

function Board({ data }: { readonly data: DataQuality }) {
  const [params, setParams] = useSearchParams();
  // The address follows a moment later: a box that showed the address would lose letters typed fast.
  const [text, setText] = useState(params.get('q') ?? '');
  const filters: Filters = {
    problem: PROBLEM_FILTERS.find((p) => p === params.get('problem')) ?? 'all',
    feeder: params.get('feeder'),
    area: params.get('area'),
    text,
  };
  const put = (key: string, value: string | null) =>
    setParams(
      (was) => {
        const next = new URLSearchParams(was);
        if (value === null || value === '') next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const search = (words: string) => {
    setText(words);
    put('q', words);
  };
  const shown = data.items.filter((m) => matches(m, filters));
  return (
    <>
      <CollectorStrip data={data} />
      <FilterBar data={data} shown={shown} filters={filters} put={put} onSearch={search} />
      <MeterTable items={shown} chosen={params.get('meter')} onChoose={(meter) => put('meter', meter)} />
      <MeterDrawer meter={params.get('meter')} onClose={() => put('meter', null)} />
    </>
  );
}

function FilterBar(props: {
  readonly data: DataQuality;
  readonly shown: readonly MeterQuality[];
  readonly filters: Filters;
  readonly put: (key: string, value: string | null) => void;
  readonly onSearch: (words: string) => void;
}) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const { data, shown, filters, put } = props;
  const search = useRef<InputRef>(null);
  useSlashKey(() => search.current?.focus());
  const places = useMemo(() => placesOf(data.items), [data.items]);
  const select = (key: 'feeder' | 'area', options: readonly string[]) => (
    <Select
      allowClear
      showSearch
      style={{ minWidth: 130 }}
      placeholder={t(`quality.${key}`)}
      aria-label={t(`quality.${key}`)}
      value={filters[key] ?? undefined}
      options={options.map((value) => ({ value, label: value }))}
      onChange={(value: string | undefined) => put(key, value ?? null)}
    />
  );
  const download = () =>
    downloadCsv(
      `data-quality-${data.time.slice(0, 10)}.csv`,
      csvRows(
        shown,
        (iso) => (iso === null ? '' : fullTime(iso, zone)),
        (m) => ({
          silence: m.silence === null ? '' : t(`silence.${m.silence}`),
          hint: m.hint === null ? '' : pick(m.hint),
          act: m.act === null ? '' : pick(m.act),
        }),
      ),
    );
  return (
    <div className="quality-filters">
      <Select
        style={{ minWidth: 170 }}
        aria-label={t('quality.problemFilter')}
        value={filters.problem}
        options={PROBLEM_FILTERS.map((value) => ({
          value,
          label: `${t(`quality.filter.${value}`)} (${data.items.filter((m) => hasProblem(m, value)).length})`,
        }))}
        onChange={(value: ProblemFilter) => put('problem', value === 'all' ? null : value)}
      />
      {select('feeder', places.feeders)}
      {select('area', places.areas)}
      <Input
        ref={search}
        allowClear
        placeholder={t('quality.search')}
        aria-label={t('quality.search')}
        value={filters.text}
        onChange={(e) => props.onSearch(e.target.value)}
      />
      <Button disabled={shown.length === 0} onClick={download}>
        {t('quality.csv')}
      </Button>
      <span className="count num">{t('quality.count', { shown: shown.length, all: data.items.length })}</span>
    </div>
  );
}

function placesOf(items: readonly MeterQuality[]) {
  const distinct = (all: readonly (string | null)[]) => [...new Set(all.filter((v) => v !== null))].sort();
  return { feeders: distinct(items.map((m) => m.feeder)), areas: distinct(items.map((m) => m.area)) };
}

/** `/` goes to the search box, as elsewhere. */
function useSlashKey(go: () => void): void {
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== '/' || e.target instanceof HTMLInputElement || e.target instanceof HTMLTextAreaElement) return;
      e.preventDefault();
      go();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
