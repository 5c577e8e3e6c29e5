/** Voltage over the period with its limits and events, and the duration curve of the same values. */
import { channelUdinV } from '../../core/declared.ts';
import { voltsOf } from '../../core/limits/limit.ts';
import type { Lang } from '../../core/text.ts';
import { formatTime, wallToUtc, zoneOffsetMs } from '../../core/time.ts';
import type { Report } from '../report/report.ts';
import type { Track } from '../report/track.ts';
import { at, axes, escaped, type Frame, linear, niceTicks, path, plot, type Scale, svg, type Tick } from './svg.ts';
import { WORDS } from './text.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Event marks drawn at most; more would be a bar. */
const MARKS_MAX = 300;
/** Points of a duration curve: a tenth of a percent each is finer than the paper. */
const CURVE_POINTS = 400;

const TICKS_MAX = 40;

const OVER_TIME: Frame = { width: 700, height: 234, left: 52, right: 14, top: 26, bottom: 36 };
const DURATION: Frame = { width: 340, height: 190, left: 52, right: 12, top: 26, bottom: 36 };

interface Line {
  readonly volts: number;
  readonly dagger: boolean;
}

/** Both sides of every level limit on the drawn channels, V. */
export function limitLines(report: Report): readonly Line[] {
  const channel = report.voltages[0]?.channel ?? 'A';
  const udinV = channelUdinV(report.supply, channel, report.supply.udinV);
  const seen = new Map<number, Line>();
  for (const { limit } of report.rows) {
    if (limit.phenomenon !== 'voltage' || limit.low === null || limit.high === null) continue;
    const { lowV, highV } = voltsOf({ lowPct: limit.low, highPct: limit.high }, udinV);
    for (const volts of [lowV, highV]) seen.set(volts, { volts, dagger: limit.unconfirmed });
  }
  return [...seen.values()];
}

export function voltageChart(report: Report, lang: Lang): string {
  const f = OVER_TIME;
  const x = linear(report.period.fromMs, report.period.toMs, plot(f).x);
  const y = voltScale(report, f);
  const lines = report.voltages.map((t) => path(coursePoints(t, x, y), `line c-${colourOf(t.channel)}`));
  const marks = report.events.slice(0, MARKS_MAX).map((e) => {
    const px = at(x(e.startMs));
    return `<path class="mark" d="M${px} ${f.top}l-3.5 -6h7z"/><line class="markline" x1="${px}" x2="${px}" y1="${f.top}" y2="${f.height - f.bottom}"/>`;
  });
  const name = `${WORDS.time[lang]} (${report.zone})`;
  const body = [
    axes(
      f,
      { scale: x, ticks: timeTicks(report), name },
      { scale: y, ticks: plainTicks(y, 5), name: WORDS.voltageAxis[lang] },
    ),
    ...marks,
    ...lines,
    ...limits(report, y, f),
    legend(report, f, lang, marks.length > 0),
  ];
  return svg(f, WORDS.voltageChart[lang], body.join(''));
}

export function durationChart(report: Report, lang: Lang): string {
  const f = DURATION;
  const x = linear(0, 100, plot(f).x);
  const y = voltScale(report, f);
  const lines = report.voltages.map((t) => {
    const sorted = t.values.filter((v) => !Number.isNaN(v)).sort((a, b) => b - a);
    const n = Math.min(CURVE_POINTS, sorted.length);
    const points = Array.from({ length: n }, (_, i) => {
      const index = n === 1 ? 0 : Math.round((i * (sorted.length - 1)) / (n - 1));
      return [x((100 * (index + 1)) / sorted.length), y(sorted[index] ?? Number.NaN)] as const;
    });
    return path(points, `line c-${colourOf(t.channel)}`);
  });
  const ticks = [0, 20, 40, 60, 80, 100].map((value) => ({ value, label: String(value) }));
  const body = [
    axes(
      f,
      { scale: x, ticks, name: WORDS.shareAxis[lang] },
      { scale: y, ticks: plainTicks(y, 5), name: WORDS.voltageAxis[lang] },
    ),
    ...lines,
    ...limits(report, y, f),
    legend(report, f, lang, false),
  ];
  return svg(f, WORDS.durationChart[lang], body.join(''));
}

const colourOf = (channel: string): string => ({ AB: 'A', BC: 'B', CA: 'C' })[channel] ?? channel;

/** The values and the limits, with some air; outages do not squeeze the picture to a line. */
function voltScale(report: Report, f: Frame): Scale {
  const gone = (report.supply.udinV * 10) / 100;
  const values = report.voltages.flatMap((t) => t.values.filter((v) => v > gone));
  const all = [...values, ...limitLines(report).map((l) => l.volts)];
  const low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(low)) return linear(0, report.supply.udinV * 1.2, plot(f).y);
  const air = Math.max((high - low) * 0.06, report.supply.udinV * 0.005);
  // Twice as much above: the upper limit's number stands over its line.
  return linear(low - air, high + 2 * air, plot(f).y);
}

function limits(report: Report, y: Scale, f: Frame): string[] {
  const [left, right] = plot(f).x;
  return limitLines(report).map((l) => {
    const py = at(y(l.volts));
    const label = `${l.volts}${l.dagger ? '†' : ''}`;
    return `<line class="limit" x1="${left}" x2="${right}" y1="${py}" y2="${py}"/><text class="limitlabel" x="${right - 3}" y="${at(y(l.volts) - 3)}" text-anchor="end">${label} V</text>`;
  });
}

/** Mid-interval points; the pen is lifted where values are missing and where there was no supply. */
function coursePoints(t: Track, x: Scale, y: Scale): ([number, number] | null)[] {
  const halfMs = t.intervalS * 500;
  return t.values.flatMap((v, i) => {
    const ms = t.startsMs[i] ?? 0;
    const before = t.startsMs[i - 1];
    const isGap = before !== undefined && ms - before > t.intervalS * 1500;
    const point: [number, number] | null = Number.isNaN(v) ? null : [x(ms + halfMs), y(Math.max(v, y.from))];
    return isGap ? [null, point] : [point];
  });
}

const plainTicks = (scale: Scale, count: number): Tick[] =>
  niceTicks(scale.from, scale.to, count).map((value) => ({ value, label: String(value) }));

/** Local midnights (every hour grid that fits for a day or less), at most about ten labels. */
function timeTicks(report: Report): Tick[] {
  const { fromMs, toMs } = report.period;
  const days = (toMs - fromMs) / DAY_MS;
  const stepMs = days <= 1.05 ? 3 * HOUR_MS : days <= 3 ? 12 * HOUR_MS : DAY_MS * Math.max(1, Math.ceil(days / 10));
  const ticks: Tick[] = [];
  const wall = (ms: number) => ms + zoneOffsetMs(ms, report.zone);
  for (let wallMs = Math.ceil(wall(fromMs) / stepMs) * stepMs; ticks.length < TICKS_MAX; wallMs += stepMs) {
    const at = wallToUtc(wallMs, report.zone);
    if (!at.ok) continue;
    if (at.ms > toMs) break;
    const text = formatTime(at.ms, report.zone);
    ticks.push({ value: at.ms, label: stepMs < DAY_MS ? text.slice(11, 16) : text.slice(5, 10) });
  }
  return ticks;
}

function legend(report: Report, f: Frame, lang: Lang, hasEvents: boolean): string {
  const items = [
    ...report.voltages.map((t) => ({
      text: `U${t.channel.toLowerCase()}`,
      mark: `<line class="line c-${colourOf(t.channel)}" x1="0" x2="14" y1="-3" y2="-3"/>`,
    })),
    { text: WORDS.limitLine[lang], mark: '<line class="limit" x1="0" x2="14" y1="-3" y2="-3"/>' },
    ...(hasEvents ? [{ text: WORDS.eventMark[lang], mark: '<path class="mark" d="M7 0l-3.5 -6h7z"/>' }] : []),
  ];
  return items
    .map(
      (item, i) =>
        `<g transform="translate(${f.left + i * 58} 12)">${item.mark}<text class="tick" x="18">${escaped(item.text)}</text></g>`,
    )
    .join('');
}
