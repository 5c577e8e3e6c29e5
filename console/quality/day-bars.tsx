/** Completeness of days as small bars, and of one day as a strip of its ten-minute values. */
import type { DayCount } from '../../correlator/contract/quality.ts';
import { useLanguage } from '../lib/i18n.tsx';

/** Below this a bar is red, below the next it is amber, %. */
const BAD_PCT = 80;
const FAIR_PCT = 95;

export function pctClass(pct: number | null): string {
  if (pct === null) return 'none';
  return pct < BAD_PCT ? 'bad' : pct < FAIR_PCT ? 'fair' : 'good';
}

export function pctText(pct: number | null): string {
  return pct === null ? '–' : pct >= 99.95 ? '100 %' : `${(Math.floor(pct * 10) / 10).toFixed(1)} %`;
}

export function DayBars({ week, today }: { readonly week: readonly DayCount[]; readonly today: DayCount | null }) {
  const { t } = useLanguage();
  const days = today === null ? week : [...week, today];
  if (days.length === 0) return <small>–</small>;
  return (
    <span className="day-bars" role="img" aria-label={days.map(said).join(', ')}>
      {days.map((d) => {
        const pct = d.due === 0 ? null : (100 * d.stored) / d.due;
        const title = t('quality.dayTitle', { date: d.date, stored: d.stored, due: d.due });
        return (
          <i key={d.date} className={pctClass(pct)} title={title}>
            <b style={{ height: `${pct === null ? 0 : Math.max(4, pct)}%` }} />
          </i>
        );
      })}
    </span>
  );
}

const said = (d: DayCount) => `${d.date}: ${d.stored}/${d.due}`;

/** Six cells an hour. `stored` = numbers of the slots that are there, `due` = how many could be there by now. */
export function SlotStrip(props: {
  readonly stored: readonly number[];
  readonly due: number;
  readonly slots: number;
  readonly clockOf: (slot: number) => string;
}) {
  const there = new Set(props.stored);
  return (
    <div className="slot-strip" role="img" aria-label={`${props.stored.length}/${props.slots}`}>
      {Array.from({ length: props.slots }, (_, n) => {
        const state = there.has(n) ? 'there' : n < props.due ? 'missing' : 'later';
        // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its number
        return <i key={n} className={`${state}${n % 6 === 0 ? ' hour' : ''}`} title={props.clockOf(n)} />;
      })}
    </div>
  );
}
