/**
 * Take a complaint: the customer's words, when it happened, kind of request. While typing, the text is understood and
 * shown, so that the next question can be asked before anything is filed. A draft survives a reload.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, DatePicker, Input, Popconfirm, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useDeferredValue, useEffect, useState } from 'react';
import type { Text } from '../../core/text.ts';
import { wallToUtc, zoneOffsetMs } from '../../core/time.ts';
import type { ComplaintCreated, Triage } from '../../correlator/contract/complaint.ts';
import { api, failureText } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { WHEN_CHOICES, type WhenChoice, windowOf } from '../lib/when.ts';
import { Understood } from './understood.tsx';

/** Kinds of request as the contract spells them, with the words a person reads. */
const REQUEST_TYPES: readonly Text[] = [
  { zh: '报修', en: 'repair' },
  { zh: '投诉', en: 'complaint' },
  { zh: '意见', en: 'opinion' },
  { zh: '咨询', en: 'question' },
  { zh: '催办', en: 'reminder' },
  { zh: '举报', en: 'report' },
  { zh: '建议', en: 'suggestion' },
  { zh: '表扬', en: 'praise' },
];

interface Draft {
  readonly text: string;
  readonly when: WhenChoice;
  readonly range: readonly [number, number] | null;
  readonly requestType: string;
}
const EMPTY: Draft = { text: '', when: 'unsaid', range: null, requestType: '报修' };

export function ComplaintForm(props: {
  readonly supplyPoint: string;
  readonly onTriage: (triage: Triage | null) => void;
  readonly onFiled: (created: ComplaintCreated) => void;
}) {
  const { t, lang, pick } = useLanguage();
  const zone = useZone();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [draft, setDraft] = useDraft(props.supplyPoint);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const triage = useTriage(draft.text);
  const { onTriage } = props;
  useEffect(() => onTriage(triage ?? null), [triage, onTriage]);
  const filing = useMutation({
    mutationFn: () => {
      const window = draft.when === 'range' ? draft.range : windowOf(draft.when, Date.now(), zone);
      return api.createComplaint({
        headers: { 'idempotency-key': key },
        body: {
          supplyPoint: props.supplyPoint,
          text: draft.text,
          occurredFrom: window ? new Date(window[0]).toISOString() : null,
          occurredTo: window ? new Date(window[1]).toISOString() : null,
          channel: 'desk',
          requestType: draft.requestType,
        },
      });
    },
    onSuccess: (created) => {
      setDraft(EMPTY);
      setKey(crypto.randomUUID());
      void message.success(t('desk.filed', { id: created.complaint.id }));
      void queries.invalidateQueries({ queryKey: ['complaints'] });
      props.onFiled(created);
    },
  });
  const ready = draft.text.trim() !== '' && !filing.isPending;
  return (
    <Card size="small" title={t('desk.take')}>
      <Input.TextArea
        value={draft.text}
        onChange={(e) => setDraft({ ...draft, text: e.target.value })}
        onKeyDown={(e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && ready && filing.mutate()}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={4000}
        placeholder={t('desk.textHint')}
        aria-label={t('desk.text')}
      />
      <Understood triage={triage ?? null} />
      <div className="form-row">
        <span>{t('desk.when')}</span>
        <Segmented
          size="small"
          value={draft.when}
          onChange={(v) => setDraft({ ...draft, when: v as WhenChoice })}
          options={WHEN_CHOICES.map((w) => ({ value: w.id, label: t(w.label) }))}
        />
        {draft.when === 'range' && (
          <ZonedRange zone={zone} value={draft.range} onChange={(range) => setDraft({ ...draft, range })} />
        )}
      </div>
      <div className="form-row">
        <span>{t('desk.requestType')}</span>
        <Select
          size="small"
          value={draft.requestType}
          onChange={(requestType) => setDraft({ ...draft, requestType })}
          options={REQUEST_TYPES.map((r) => ({ value: r.zh, label: pick(r) }))}
          style={{ width: 110 }}
        />
        <Button type="primary" disabled={!ready} loading={filing.isPending} onClick={() => filing.mutate()}>
          {t('desk.submit')} <small>{t('desk.submitHint')}</small>
        </Button>
        {draft.text !== '' && (
          <Popconfirm title={t('desk.discardSure')} onConfirm={() => setDraft(EMPTY)}>
            <Button type="text">{t('desk.discard')}</Button>
          </Popconfirm>
        )}
      </div>
      {filing.error && (
        <Alert type="error" showIcon title={t('desk.notFiled')} description={failureText(filing.error, lang)} />
      )}
    </Card>
  );
}

/** From–to in the utility's zone, whatever zone the browser has. */
function ZonedRange(props: {
  readonly zone: string;
  readonly value: readonly [number, number] | null;
  readonly onChange: (range: readonly [number, number] | null) => void;
}) {
  const toWall = (ms: number) => dayjs(new Date(ms + zoneOffsetMs(ms, props.zone)).toISOString().slice(0, 19));
  const toMs = (wall: Dayjs): number => {
    const asUtc = Date.parse(`${wall.format('YYYY-MM-DDTHH:mm:ss')}Z`);
    const at = wallToUtc(asUtc, props.zone);
    return at.ok ? at.ms : asUtc - zoneOffsetMs(asUtc, props.zone);
  };
  return (
    <DatePicker.RangePicker
      size="small"
      showTime={{ format: 'HH:mm' }}
      format="MM-DD HH:mm"
      value={props.value && [toWall(props.value[0]), toWall(props.value[1])]}
      onChange={(v) => props.onChange(v?.[0] && v[1] ? [toMs(v[0]), toMs(v[1])] : null)}
    />
  );
}

function useTriage(text: string): Triage | undefined {
  const late = useDeferredValue(text.trim());
  return useQuery({
    queryKey: ['triage', late],
    queryFn: ({ signal }) => api.triage({ body: { text: late }, signal }),
    enabled: late.length > 1,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => (late.length > 1 ? previous : undefined),
  }).data;
}

/** One draft per supply point, kept in this browser until it is filed or discarded. */
function useDraft(supplyPoint: string): [Draft, (draft: Draft) => void] {
  const name = `gridwitness.draft.${supplyPoint}`;
  const [draft, setDraft] = useState<Draft>(() => readDraft(name));
  return [
    draft,
    (next) => {
      setDraft(next);
      if (next.text === '') localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(next));
    },
  ];
}

function readDraft(name: string): Draft {
  const kept = localStorage.getItem(name);
  if (kept === null) return EMPTY;
  try {
    return { ...EMPTY, ...(JSON.parse(kept) as Partial<Draft>) };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    localStorage.removeItem(name);
    return EMPTY;
  }
}
