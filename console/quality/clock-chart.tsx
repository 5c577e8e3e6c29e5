/** A meter's clock against ours over time: the highest offset seen in each stretch, which is the one that waited least. */
import type { MeterQualityDetail } from '../../correlator/contract/quality.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { shortTime } from '../lib/time.ts';

const WIDTH = 560;
const HEIGHT = 130;
const LEFT = 64;
const BOTTOM = 20;
const TOP = 8;
const POINTS_FROM = 3;

export function ClockChart({ clock, zone }: { readonly clock: MeterQualityDetail['clock']; readonly zone: string }) {
  const { t } = useLanguage();
  const points = clock.points.map((p) => ({ ms: Date.parse(p.at), y: p.offsetMs }));
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < POINTS_FROM || first === undefined || last === undefined)
    return <p className="hint">{t('quality.clockFew')}</p>;
  const low = Math.min(...points.map((p) => p.y));
  const high = Math.max(...points.map((p) => p.y));
  const room = Math.max(1, (high - low) * 0.1);
  const x = (ms: number) => LEFT + ((WIDTH - LEFT - 6) * (ms - first.ms)) / Math.max(1, last.ms - first.ms);
  const y = (v: number) => TOP + ((HEIGHT - TOP - BOTTOM) * (high + room - v)) / (high - low + 2 * room);
  return (
    <svg className="clock-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('quality.clock')}>
      {[low, high].map((v) => (
        <g key={v}>
          <line x1={LEFT} x2={WIDTH - 6} y1={y(v)} y2={y(v)} />
          <text x={LEFT - 6} y={y(v) + 4} textAnchor="end">
            {offsetText(v)}
          </text>
        </g>
      ))}
      <polyline points={points.map((p) => `${x(p.ms).toFixed(1)},${y(p.y).toFixed(1)}`).join(' ')} />
      {points.map((p) => (
        <circle key={p.ms} cx={x(p.ms)} cy={y(p.y)} r={1.8} />
      ))}
      <text x={LEFT} y={HEIGHT - 4}>
        {shortTime(first.ms, zone)}
      </text>
      <text x={WIDTH - 6} y={HEIGHT - 4} textAnchor="end">
        {shortTime(last.ms, zone)}
      </text>
    </svg>
  );
}

/** `+479.9 s`, `−12 ms`; days and years in their own unit, so that a clock of the year 2000 can be read. */
export function offsetText(ms: number | null): string {
  if (ms === null) return '–';
  const sign = ms < 0 ? '−' : '+';
  const size = Math.abs(ms);
  if (size < 1_000) return `${sign}${Math.round(size)} ms`;
  if (size < 600_000) return `${sign}${(size / 1_000).toFixed(1)} s`;
  if (size < 172_800_000) return `${sign}${(size / 3_600_000).toFixed(2)} h`;
  if (size < 86_400_000 * 700) return `${sign}${Math.round(size / 86_400_000)} d`;
  return `${sign}${(size / (365.25 * 86_400_000)).toFixed(1)} a`;
}
