/** The list of complaints beside the desk: newest first, filtered, with what was concluded. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { CATEGORY_TEXT } from '../../core/complaint.ts';
import type { ComplaintListItem } from '../../correlator/contract/complaint.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { shortTime } from '../lib/time.ts';
import { Loaded, Nothing } from './states.tsx';
import { CauseDot, ConclusionTag } from './tags.tsx';

const PAGE = 100;
const FILTERS = {
  all: () => true,
  hazard: (c: ComplaintListItem) => c.triage.category === 'hazard',
  open: (c: ComplaintListItem) => c.verdict === null || c.verdict.conclusion === 'open',
  confirmed: (c: ComplaintListItem) => c.verdict?.conclusion === 'confirmed',
  routed: (c: ComplaintListItem) => c.verdict?.conclusion === 'routed',
} as const;
type Filter = keyof typeof FILTERS;
const FILTER_KEYS = {
  all: 'desk.filterAll',
  hazard: 'desk.filterHazard',
  open: 'desk.filterOpen',
  confirmed: 'desk.filterConfirmed',
  routed: 'desk.filterRouted',
} as const;

export function ComplaintQueue(props: {
  readonly chosen: string | null;
  readonly onOpen: (item: ComplaintListItem) => void;
}) {
  const { t } = useLanguage();
  const [filter, setFilter] = useState<Filter>('all');
  const query = useInfiniteQuery({
    queryKey: ['complaints'],
    queryFn: ({ pageParam, signal }) =>
      api.listComplaints({ query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return (
    <section className="queue" aria-label={t('desk.queue')}>
      <header>
        <h2>{t('desk.queue')}</h2>
        <Segmented
          size="small"
          value={filter}
          onChange={(v) => setFilter(v as Filter)}
          options={(Object.keys(FILTERS) as Filter[]).map((f) => ({ value: f, label: t(FILTER_KEYS[f]) }))}
        />
      </header>
      <Loaded query={query} rows={8}>
        {(data) => {
          const rows = data.pages.flatMap((p) => p.items).filter(FILTERS[filter]);
          return (
            <>
              {rows.length === 0 && <Nothing text={t('desk.queueEmpty')} />}
              <ul>
                {rows.map((item) => (
                  <QueueRow
                    key={item.complaint.id}
                    item={item}
                    chosen={item.complaint.id === props.chosen}
                    onOpen={props.onOpen}
                  />
                ))}
              </ul>
              {query.hasNextPage && (
                <Button block size="small" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                  {t('desk.more')}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function QueueRow(props: {
  readonly item: ComplaintListItem;
  readonly chosen: boolean;
  readonly onOpen: (item: ComplaintListItem) => void;
}) {
  const zone = useZone();
  const { pick } = useLanguage();
  const { complaint, triage, verdict } = props.item;
  return (
    <li className={`${props.chosen ? 'chosen' : ''} ${triage.category === 'hazard' ? 'hazard' : ''}`}>
      <button type="button" onClick={() => props.onOpen(props.item)} aria-current={props.chosen}>
        <span className="row-top">
          <time>{shortTime(complaint.received, zone)}</time>
          <span>{pick(CATEGORY_TEXT[triage.category])}</span>
          {verdict && <ConclusionTag conclusion={verdict.conclusion} />}
        </span>
        <span className="row-text">{complaint.text}</span>
        {verdict?.cause && (
          <span className="row-cause">
            <CauseDot cause={verdict.cause} /> {Math.round(verdict.p * 100)} %
          </span>
        )}
      </button>
    </li>
  );
}
