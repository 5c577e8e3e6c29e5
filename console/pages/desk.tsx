/** The desk: find the caller, take the complaint, read the verdict, answer. The address line holds what is open. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ComplaintCreated, ComplaintDetail, Triage } from '../../correlator/contract/complaint.ts';
import type { SupplyPoint } from '../../correlator/contract/supply-point.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { shortTime } from '../lib/time.ts';
import { ComplaintForm } from '../parts/complaint-form.tsx';
import { ComplaintQueue } from '../parts/complaint-queue.tsx';
import { CustomerCard } from '../parts/customer-card.tsx';
import { CustomerSearch } from '../parts/customer-search.tsx';
import { DeskOrder } from '../parts/desk-order.tsx';
import { Loaded, Nothing } from '../parts/states.tsx';
import { StatusSteps } from '../parts/status-steps.tsx';
import { CategoryTag, SymptomTags } from '../parts/tags.tsx';
import { VerdictCard } from '../parts/verdict-card.tsx';

const DAY_MS = 86_400_000;

export function DeskPage() {
  const { t } = useLanguage();
  const [where, setWhere] = useSearchParams();
  const complaint = where.get('complaint');
  const supplyPoint = where.get('point');
  const [typed, setTyped] = useState<Triage | null>(null);
  const open = useCallback(
    (next: { complaint?: string | null; point?: string | null }) => {
      const to = new URLSearchParams(where);
      for (const [name, value] of Object.entries(next)) value ? to.set(name, value) : to.delete(name);
      setWhere(to);
      setTyped(null);
    },
    [where, setWhere],
  );
  const onFiled = (made: ComplaintCreated) => open({ complaint: made.complaint.id, point: made.complaint.supplyPoint });
  const detail = useQuery({
    queryKey: ['complaint', complaint],
    queryFn: ({ signal }) => api.getComplaint({ params: { id: complaint ?? '' }, signal }),
    enabled: complaint !== null,
  });
  const point = useQuery({
    queryKey: ['supply-point', supplyPoint],
    queryFn: ({ signal }) => api.getSupplyPoint({ params: { id: supplyPoint ?? '' }, signal }),
    enabled: supplyPoint !== null,
  });
  const neighbours = useNeighbours(point.data);
  return (
    <div className="desk">
      <aside>
        <CustomerSearch onPick={(id) => open({ point: id, complaint: null })} />
        <ComplaintQueue
          chosen={complaint}
          onOpen={(c) => open({ complaint: c.complaint.id, point: c.complaint.supplyPoint })}
        />
      </aside>
      <main>
        {complaint === null && supplyPoint === null && <Nothing text={t('desk.pick')} />}
        {complaint !== null && <Loaded query={detail}>{(d) => <Answer detail={d} />}</Loaded>}
        {supplyPoint !== null && complaint === null && (
          <ComplaintForm key={supplyPoint} supplyPoint={supplyPoint} onTriage={setTyped} onFiled={onFiled} />
        )}
        {supplyPoint !== null && (
          <Loaded query={point}>
            {(p) => (
              <Caller
                point={p}
                onOpen={(id) => open({ complaint: id })}
                onTake={complaint === null ? null : () => open({ complaint: null })}
              />
            )}
          </Loaded>
        )}
      </main>
      <aside className="order-side">
        {(complaint !== null || supplyPoint !== null) && (
          <>
            <h2>{t('order.title')}</h2>
            <DeskOrder point={point.data} triage={typed ?? detail.data?.triage ?? null} neighbours={neighbours} />
          </>
        )}
      </aside>
    </div>
  );
}

function Answer({ detail }: { readonly detail: ComplaintDetail }) {
  const { t } = useLanguage();
  const zone = useZone();
  const c = detail.complaint;
  return (
    <>
      <section className="said">
        <header>
          <code>{c.id}</code> <time>{shortTime(c.received, zone)}</time> {c.requestType && <span>{c.requestType}</span>}
          <CategoryTag category={detail.triage.category} /> <SymptomTags symptoms={detail.triage.symptoms} />
        </header>
        <q>{c.text}</q>
        {c.occurredFrom && (
          <small>
            {t('desk.when')} {shortTime(c.occurredFrom, zone)} – {shortTime(c.occurredTo, zone)}
          </small>
        )}
      </section>
      {detail.verdict ? (
        <VerdictCard dated={detail.verdict} history={detail.history} />
      ) : (
        <Nothing text={t('verdict.none')} />
      )}
      <StatusSteps complaint={c} />
    </>
  );
}

function Caller(props: {
  readonly point: SupplyPoint;
  readonly onOpen: (complaint: string) => void;
  readonly onTake: (() => void) | null;
}) {
  const { t } = useLanguage();
  const zone = useZone();
  return (
    <>
      <CustomerCard point={props.point} />
      {props.onTake && (
        <button type="button" className="link" onClick={props.onTake}>
          + {t('desk.take')}
        </button>
      )}
      {props.point.complaints.length > 0 && (
        <section className="earlier">
          <h3>{t('desk.history')}</h3>
          {props.point.complaints.map((c) => (
            <button type="button" className="link" key={c.id} onClick={() => props.onOpen(c.id)}>
              {shortTime(c.received, zone)} <CategoryTag category={c.category} /> {t(`status.${c.status}`)}
            </button>
          ))}
        </section>
      )}
    </>
  );
}

/** Complaints of the last 24 hours from the same transformer area; null until both are known. */
function useNeighbours(point: SupplyPoint | undefined): number | null {
  const list = useQuery({
    queryKey: ['complaints', 'recent'],
    queryFn: ({ signal }) => api.listComplaints({ query: { limit: 200 }, signal }),
    enabled: point !== undefined,
  });
  if (!point || !list.data) return null;
  const since = Date.now() - DAY_MS;
  return list.data.items.filter(
    (c) => c.complaint.area === point.customer.area && Date.parse(c.complaint.received) >= since,
  ).length;
}
