/** What was held back: messages not understood and facts a store refused; their content, and trying them again. */
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ApiError } from '../../correlator/contract/client.ts';
import {
  LETTER_STATES,
  type LetterPage,
  type LetterState,
  type RetryResult,
} from '../../correlator/contract/letters.ts';
import { LetterDrawer } from '../held/letter-drawer.tsx';
import { LetterTable } from '../held/letter-table.tsx';
import { type Asked, retryThem } from '../held/retry.ts';
import { api, failureText } from '../lib/api.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { Loaded } from '../parts/states.tsx';
import '../quality/quality.css';

const PAGE = 100;
const REFRESH_MS = 15_000;

interface Filters {
  readonly state: LetterState;
  readonly reason: string;
  readonly subject: string;
}

export function HeldPage() {
  const { t } = useLanguage();
  const [params, setParams] = useSearchParams();
  const filters: Filters = {
    state: LETTER_STATES.find((s) => s === params.get('state')) ?? 'open',
    reason: params.get('reason') ?? '',
    subject: params.get('subject') ?? '',
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
  const query = useInfiniteQuery({
    queryKey: ['held', filters.state, filters.reason, filters.subject],
    queryFn: ({ signal, pageParam }) =>
      api.listDeadLetters({ query: { ...filters, limit: PAGE, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last: LetterPage) => last.next,
    refetchInterval: REFRESH_MS,
  });
  const isAway = query.data === undefined && isUnavailable(query.error ?? query.failureReason);
  return (
    <>
      <header className="page-head">
        <h2>{t('held.title')}</h2>
        <small>{t('held.about')}</small>
        <Link to="/quality">{t('held.back')}</Link>
      </header>
      {isAway ? (
        <Alert type="warning" showIcon title={t('held.noCollector')} />
      ) : (
        <Loaded<InfiniteData<LetterPage>> query={query} rows={10}>
          {(data) => (
            <Board
              pages={data.pages}
              filters={filters}
              put={put}
              more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            />
          )}
        </Loaded>
      )}
      <LetterDrawer id={params.get('letter')} onClose={() => put('letter', null)} />
    </>
  );
}

function isUnavailable(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 503;
}

function Board(props: {
  readonly pages: readonly LetterPage[];
  readonly filters: Filters;
  readonly put: (key: string, value: string | null) => void;
  readonly more: (() => void) | null;
}) {
  const { t } = useLanguage();
  const { filters, put } = props;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [result, setResult] = useState<RetryResult['results'] | null>(null);
  const items = props.pages.flatMap((p) => p.items);
  const hasWords = filters.reason !== '' || filters.subject !== '';
  const retry = useRetry((results) => {
    setResult(results);
    setChosen([]);
  });
  const words = { reason: filters.reason, subject: filters.subject };
  const shown = new Set(items.map((l) => l.id));
  const selected = chosen.filter((id) => shown.has(id));
  return (
    <>
      <div className="quality-filters">
        <Select
          style={{ minWidth: 110 }}
          aria-label={t('held.state')}
          value={filters.state}
          options={LETTER_STATES.map((value) => ({ value, label: t(`held.${value}`) }))}
          onChange={(value: LetterState) => put('state', value === 'open' ? null : value)}
        />
        <Words label={t('held.reasonWords')} value={filters.reason} onSearch={(v) => put('reason', v)} />
        <Words label={t('held.subjectWords')} value={filters.subject} onSearch={(v) => put('subject', v)} />
        <Button
          type="primary"
          disabled={selected.length === 0}
          loading={retry.isPending}
          onClick={() => retry.mutate({ ids: selected })}
        >
          {t('held.retry', { n: selected.length })}
        </Button>
        <Popconfirm
          title={t(hasWords ? 'held.sureFitting' : 'held.sure')}
          okText={t('held.yes')}
          cancelText={t('held.no')}
          onConfirm={() => retry.mutate({ all: words })}
        >
          <Button disabled={retry.isPending || !items.some((l) => l.done === null)}>
            {t(hasWords ? 'held.retryFitting' : 'held.retryAll')}
          </Button>
        </Popconfirm>
      </div>
      {result && <Result results={result} onClose={() => setResult(null)} />}
      <LetterTable
        items={items}
        empty={t(hasWords || filters.state !== 'open' ? 'held.noneFits' : 'held.none')}
        chosen={selected}
        onChoose={setChosen}
        onOpen={(id) => put('letter', id)}
      />
      {props.more && <Button onClick={props.more}>{t('held.more')}</Button>}
    </>
  );
}

function useRetry(onDone: (results: RetryResult['results']) => void) {
  const { t, lang } = useLanguage();
  const { notification } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: Asked) => retryThem(asked, crypto.randomUUID()),
    onSuccess: onDone,
    onError: (error) => notification.error({ title: t('held.failed'), description: failureText(error, lang) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['held'] }),
  });
}

/** How many are stored now; of those that are not, each reason once. */
function Result(props: { readonly results: RetryResult['results']; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const failed = props.results.filter((r) => !r.done);
  const reasons = [...new Set(failed.map((r) => r.reason ?? ''))].slice(0, 5);
  return (
    <Alert
      className="held-result"
      showIcon
      type={failed.length === 0 ? 'success' : 'warning'}
      title={t('held.result', { done: props.results.length - failed.length, failed: failed.length })}
      description={reasons.length === 0 ? undefined : reasons.join(' · ')}
      closable={{ onClose: props.onClose }}
    />
  );
}

function Words(props: { readonly label: string; readonly value: string; readonly onSearch: (words: string) => void }) {
  return (
    <Input.Search
      allowClear
      style={{ width: 220 }}
      placeholder={props.label}
      aria-label={props.label}
      defaultValue={props.value}
      onSearch={(words) => props.onSearch(words.trim())}
    />
  );
}
