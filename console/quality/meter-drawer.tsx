/** One meter in full: doubts, silences of the last days, ten-minute values of today and yesterday, its clock, its last problem. */
import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Tag } from 'antd';
import type { MeterQualityDetail } from '../../correlator/contract/quality.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration, fullTime, shortTime } from '../lib/time.ts';
import { Loaded, Nothing } from '../parts/states.tsx';
import { ClockChart, offsetText } from './clock-chart.tsx';
import { pctText, SlotStrip } from './day-bars.tsx';
import { StateTag } from './meter-table.tsx';
import { weekPct } from './problems.ts';

const REFRESH_MS = 15_000;
const DAYS = 7;
const SLOT_MS = 600_000;

export function MeterDrawer({ meter, onClose }: { readonly meter: string | null; readonly onClose: () => void }) {
  const query = useQuery({
    queryKey: ['quality', meter],
    queryFn: ({ signal }) => api.getMeterQuality({ params: { meter: meter ?? '' }, query: { days: DAYS }, signal }),
    enabled: meter !== null,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Drawer open={meter !== null} onClose={onClose} title={meter} size={640} className="quality-drawer">
      <Loaded query={query} rows={12}>
        {(detail) => <Detail detail={detail} />}
      </Loaded>
    </Drawer>
  );
}

function Detail({ detail }: { readonly detail: MeterQualityDetail }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const m = detail.meter;
  return (
    <>
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'state', label: t('quality.state'), children: <StateTag m={m} /> },
          { key: 'last', label: t('quality.last'), children: fullTime(m.lastValueAt, zone) },
          {
            key: 'source',
            label: t('quality.source'),
            children: [m.source, m.comms].filter(Boolean).join(' · ') || '–',
          },
          { key: 'method', label: t('quality.method'), children: `${m.method} · ${m.clock}` },
          { key: 'week', label: t('quality.weekLong'), children: pctText(weekPct(m)) },
          { key: 'month', label: t('quality.monthLong'), children: pctText(m.monthPct) },
        ]}
      />
      {m.hint && (
        <p className="quality-hint">
          <b>{pick(m.hint)}</b>
          {m.act && <span>{pick(m.act)}</span>}
        </p>
      )}
      <Doubts detail={detail} />
      <h3>{t('quality.slots')}</h3>
      {detail.slots.map((day) => (
        <div key={day.date} className="slot-day">
          <small className="num">
            {day.date} · {day.stored.length} / {day.due}
          </small>
          <SlotStrip
            stored={day.stored}
            due={day.due}
            slots={day.slots}
            clockOf={(n) => shortTime(Date.parse(day.begin) + (n + 1) * SLOT_MS, zone)}
          />
        </div>
      ))}
      <Clock detail={detail} />
      <Spells detail={detail} />
      {detail.lastProblem && (
        <>
          <h3>{t('quality.problem')}</h3>
          <p className="quality-problem">
            <code>{detail.lastProblem.code}</code> {detail.lastProblem.file}
            {detail.lastProblem.field === null ? '' : ` · ${detail.lastProblem.field}`}
            <br />
            {t('quality.expectedGot', { expected: detail.lastProblem.expected, got: detail.lastProblem.got })}
          </p>
        </>
      )}
    </>
  );
}

function Doubts({ detail }: { readonly detail: MeterQualityDetail }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  if (detail.meter.doubts.length === 0) return null;
  return (
    <>
      <h3>{t('quality.doubts')}</h3>
      <ul className="quality-list">
        {detail.meter.doubts.map((d) => (
          <li key={`${d.kind}${d.phases}`}>
            <b>
              {d.phases} {pick(d.text)}
            </b>{' '}
            <Tag>{Math.round(100 * d.p)} %</Tag>
            <br />
            <span className="num">{d.detail}</span>
            <br />
            <small>
              {shortTime(d.since, zone)} – {shortTime(d.last, zone)} · {d.count} × · {pick(d.act)}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Clock({ detail }: { readonly detail: MeterQualityDetail }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const m = detail.meter;
  return (
    <>
      <h3>{t('quality.clockTitle')}</h3>
      {m.clockOffsetMs === null ? (
        <p className="hint">{t('quality.noClock')}</p>
      ) : (
        <>
          <p className="num">
            {offsetText(m.clockOffsetMs)}
            {m.clockUncertaintyMs !== null && ` ± ${Math.round(m.clockUncertaintyMs)} ms`}
            {m.clockDriftPpm !== null &&
              ` · ${m.clockDriftPpm.toFixed(1)} ± ${(m.clockDriftUncertaintyPpm ?? 0).toFixed(1)} ppm`}
            {` · ${t('quality.samples', { n: detail.clock.samples })}`}
          </p>
          <ClockChart clock={detail.clock} zone={zone} />
          <ul className="quality-list">
            {[...detail.clock.steps].reverse().map((s) => (
              <li key={s.at} className="num">
                {fullTime(s.at, zone)} {offsetText(s.shiftMs)} {pick(s.text)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Spells({ detail }: { readonly detail: MeterQualityDetail }) {
  const { t } = useLanguage();
  const zone = useZone();
  return (
    <>
      <h3>{t('quality.spells', { days: DAYS })}</h3>
      {detail.spells.length === 0 ? (
        <Nothing text={t('quality.noSpells')} />
      ) : (
        <ul className="quality-list">
          {detail.spells.map((s) => {
            const odds = Object.entries(s.odds).sort((a, b) => b[1] - a[1]);
            const endMs = s.end === null ? Date.parse(detail.time) : Date.parse(s.end);
            return (
              <li key={`${s.type}${s.begin}`}>
                <Tag color={s.type === 'supply_lost' ? 'red' : 'orange'}>{t(`silence.${s.type}`)}</Tag>
                <span className="num">
                  {shortTime(s.begin, zone, true)} –{' '}
                  {s.end === null ? t('quality.goesOn') : shortTime(s.end, zone, true)} ·{' '}
                  {duration(endMs - Date.parse(s.begin))}
                </span>
                {odds.length > 1 && (
                  <small className="num">
                    {' '}
                    {odds
                      .map(([type, p]) => `${t(`silence.${type as typeof s.type}`)} ${Math.round(100 * p)} %`)
                      .join(' · ')}
                  </small>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
