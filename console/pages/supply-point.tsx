/** One supply point on one time axis: voltage with its limits, disturbances, strokes, works, complaints. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { SupplyPointVoltage } from '../../correlator/contract/supply-point.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { fullTime } from '../lib/time.ts';
import { CustomerCard } from '../parts/customer-card.tsx';
import { EventTable } from '../parts/event-table.tsx';
import { Loaded } from '../parts/states.tsx';
import { TimeLanes } from '../parts/time-lanes.tsx';
import { VoltageChart, VoltageLegend } from '../parts/voltage-chart.tsx';

const DAY_MS = 86_400_000;
const SPANS = { range24h: DAY_MS, range7d: 7 * DAY_MS, range30d: 30 * DAY_MS } as const;
type Span = keyof typeof SPANS;

export function SupplyPointPage() {
  const { t } = useLanguage();
  const id = useParams().id ?? '';
  const [where, setWhere] = useSearchParams();
  const span = (where.get('span') ?? 'range7d') as Span;
  const end = where.get('to');
  const spanMs = SPANS[span] ?? SPANS.range7d;
  const move = (to: number | null, next: Span = span) =>
    setWhere({ span: next, ...(to === null || to >= Date.now() ? {} : { to: new Date(to).toISOString() }) });
  const point = useQuery({
    queryKey: ['supply-point', id],
    queryFn: ({ signal }) => api.getSupplyPoint({ params: { id }, signal }),
  });
  const voltage = useQuery({
    queryKey: ['voltage', id, span, end],
    queryFn: ({ signal }) => {
      const toMs = end === null ? Date.now() : Date.parse(end);
      return api.getSupplyPointVoltage({
        params: { id },
        query: { from: new Date(toMs - spanMs).toISOString(), to: new Date(toMs).toISOString() },
        signal,
      });
    },
    // While another window loads the last one stays, but never another customer's.
    placeholderData: (previous) => (previous?.supplyPoint === id ? previous : undefined),
  });
  const endMs = end === null ? Date.now() : Date.parse(end);
  return (
    <>
      <header className="page-head">
        <h2>{t('point.title', { id })}</h2>
        <Link to={`/desk?point=${encodeURIComponent(id)}`}>{t('point.back')}</Link>
        <Segmented
          value={span}
          onChange={(v) => move(end === null ? null : endMs, v as Span)}
          options={(Object.keys(SPANS) as Span[]).map((s) => ({ value: s, label: t(`point.${s}`) }))}
        />
        <Button icon={<LeftOutlined />} onClick={() => move(endMs - spanMs / 2)}>
          {t('point.earlier')}
        </Button>
        <Button
          icon={<RightOutlined />}
          iconPlacement="end"
          disabled={end === null}
          onClick={() => move(endMs + spanMs / 2)}
        >
          {t('point.later')}
        </Button>
      </header>
      <Loaded query={voltage} rows={10}>
        {(v) => <OnOneAxis voltage={v} />}
      </Loaded>
      <div style={{ marginTop: 14 }}>
        <Loaded query={point}>{(p) => <CustomerCard point={p} />}</Loaded>
      </div>
    </>
  );
}

function OnOneAxis({ voltage }: { readonly voltage: SupplyPointVoltage }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const source = voltage.source;
  return (
    <>
      <div className="chart">
        <div className="legend">
          <b>{source.kind === 'own' ? t('point.ownMeter', { meter: source.meter ?? '' }) : pick(source.text)}</b>
          <span>
            {fullTime(voltage.from, zone)} – {fullTime(voltage.to, zone)}
          </span>
          <VoltageLegend voltage={voltage} />
        </div>
        <VoltageChart voltage={voltage} zone={zone} />
        <TimeLanes voltage={voltage} zone={zone} />
      </div>
      <div style={{ marginTop: 14 }}>
        <EventTable voltage={voltage} zone={zone} />
      </div>
    </>
  );
}
