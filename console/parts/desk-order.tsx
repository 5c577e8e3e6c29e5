/**
 * What to look at before anything else, in the desk's order: hazard, arrears, known outage or works, live meter, house
 * or building. Each line says what is known and never that something is safe.
 */
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { CAUSE_TEXT } from '../../core/verdict.ts';
import type { Triage } from '../../correlator/contract/complaint.ts';
import type { SupplyPoint } from '../../correlator/contract/supply-point.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { shortTime } from '../lib/time.ts';

const STATE_COLOR = { low: 'orange', high: 'red', within: 'green', unknown: 'default' } as const;

export function DeskOrder(props: {
  readonly point: SupplyPoint | undefined;
  readonly triage: Triage | null;
  readonly neighbours: number | null;
}) {
  const { t } = useLanguage();
  const { point, triage } = props;
  const hazard = triage?.category === 'hazard';
  return (
    <ol className="order" aria-label={t('order.title')}>
      <Step name={t('order.hazard')} tone={hazard ? 'danger' : 'calm'}>
        {hazard ? <b>{t('order.hazardStep')}</b> : t('order.hazardNone')}
      </Step>
      {point && <Arrears point={point} />}
      {point && <Known point={point} />}
      {point && <LiveMeter point={point} />}
      {props.neighbours !== null && (
        <Step name={t('order.building')} tone={props.neighbours > 1 ? 'warn' : 'calm'}>
          {t('order.buildingCount', { n: props.neighbours })}
        </Step>
      )}
    </ol>
  );
}

function Arrears({ point }: { readonly point: SupplyPoint }) {
  const { t } = useLanguage();
  const zone = useZone();
  const off = point.arrears.state !== 'none';
  return (
    <Step name={t('order.arrears')} tone={off ? 'warn' : 'calm'}>
      {off ? t('order.arrearsYes', { time: shortTime(point.arrears.disconnectedAt, zone) }) : t('order.arrearsNo')}
    </Step>
  );
}

function Known({ point }: { readonly point: SupplyPoint }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const running = point.works.filter((w) => w.state === 'running' || w.state === 'overrunning');
  const any = running.length > 0 || point.incidents.length > 0;
  return (
    <Step name={t('order.known')} tone={any ? 'warn' : 'calm'}>
      {!any && t('order.knownNo')}
      {running.map((w) => (
        <div key={w.id}>
          {t('point.works')} {w.id}: {shortTime(w.actualStart ?? w.plannedStart, zone)} –{' '}
          {shortTime(w.plannedEnd, zone)}
        </div>
      ))}
      {point.incidents.map((i) => (
        <div key={i.id}>
          {i.cause ? pick(CAUSE_TEXT[i.cause]) : t('state.unknown')} · {shortTime(i.start, zone)}
          {i.expectedRestore && (
            <>
              {' '}
              ·{' '}
              {t('order.restore', {
                p50: shortTime(i.expectedRestore.p50, zone),
                p90: shortTime(i.expectedRestore.p90, zone),
              })}
            </>
          )}
        </div>
      ))}
    </Step>
  );
}

function LiveMeter({ point }: { readonly point: SupplyPoint }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const v = point.voltage;
  const odd = v.phases.some((p) => p.state === 'low' || p.state === 'high');
  return (
    <Step name={t('order.live')} tone={v.stale || odd || v.silence ? 'warn' : 'calm'}>
      {v.phases.length === 0 && t('order.liveNone')}
      {v.phases.map((p) => (
        <Tag key={p.phase} color={v.stale ? 'default' : STATE_COLOR[p.state]} className="num">
          {p.phase} {p.u.toFixed(1)} V
        </Tag>
      ))}
      <small>
        {v.asOf && t('state.asOf', { time: shortTime(v.asOf, zone, true) })} {v.stale && <b>{t('state.stale')}</b>}{' '}
        {v.silence && t(`silence.${v.silence}`)}
        <div>{pick(v.source.text)}</div>
      </small>
    </Step>
  );
}

function Step(props: {
  readonly name: string;
  readonly tone: 'danger' | 'warn' | 'calm';
  readonly children: ReactNode;
}) {
  return (
    <li className={`step ${props.tone}`}>
      <span>{props.name}</span>
      <div>{props.children}</div>
    </li>
  );
}
