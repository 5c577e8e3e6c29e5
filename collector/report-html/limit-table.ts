/** The table of limits: one body per limit, one row per channel, with verdict and clause. */

import { PHENOMENON_TEXT } from '../../core/limits/phenomenon.ts';
import type { Lang, Text } from '../../core/text.ts';
import type { LimitRow, Report } from '../report/report.ts';
import { DASH, fromTo, limitText, pctText, unitText, valueText } from './numbers.ts';
import { escaped } from './svg.ts';
import { DOUBT_TEXT, VERDICT_TEXT, WORDS, type Word } from './text.ts';

const PERIOD_MS = { day: 86_400_000, week: 7 * 86_400_000, year: 365 * 86_400_000 } as const;
const HOUR_MS = 3_600_000;
/** Columns and the share of the page's width each takes, %: fixed, so that no language squeezes the item's name. */
const COLUMNS: readonly (readonly [Word, number])[] = [
  ['item', 20],
  ['phase', 6.5],
  ['limit', 11],
  ['share', 8],
  ['counted', 10],
  ['outside', 9.5],
  ['inside', 8.5],
  ['value95', 8.5],
  ['range', 8.5],
  ['verdict', 9.5],
];
const NUMBERS: ReadonlySet<Word> = new Set(['share', 'counted', 'outside', 'inside', 'value95', 'range']);

export function limitTable(report: Report, lang: Lang): string {
  const say = (text: Text) => escaped(text[lang]);
  const widths = COLUMNS.map(([, pct]) => `<col style="width:${pct}%">`).join('');
  const heads = COLUMNS.map(([w]) => `<th${NUMBERS.has(w) ? ' class="num"' : ''}>${say(WORDS[w])}</th>`).join('');
  const bodies = groups(report.rows).map(
    (rows) => `<tbody>${rows.map((r, i) => row(report, r, i === 0 ? rows.length : 0, lang)).join('')}</tbody>`,
  );
  const missing = report.notMeasured.map((p) => say(PHENOMENON_TEXT[p])).join(lang === 'zh' ? '、' : ', ');
  const none =
    missing === ''
      ? ''
      : `<p class="foot">${say(WORDS.notMeasured)}${lang === 'zh' ? '：' : ': '}${missing}${lang === 'zh' ? '（' : ' ('}${say(WORDS.notMeasuredWhy)}${lang === 'zh' ? '）' : ')'}</p>`;
  const marks = [
    report.rows.some((r) => r.limit.unconfirmed) ? `<p class="foot">† ${say(WORDS.dagger)}</p>` : '',
    report.rows.some((r) => isShort(report, r)) ? `<p class="foot">‡ ${say(WORDS.doubleDagger)}</p>` : '',
  ];
  return `<table class="grid limits"><colgroup>${widths}</colgroup><thead><tr>${heads}</tr></thead>${bodies.join('')}</table>${none}${marks.join('')}`;
}

/** Rows of one limit together; of a harmonic only the worst channel, or a page would hold nothing else. */
function groups(rows: readonly LimitRow[]): LimitRow[][] {
  const byLimit = new Map<string, LimitRow[]>();
  for (const r of rows) byLimit.set(r.limit.id, [...(byLimit.get(r.limit.id) ?? []), r]);
  const worst = (own: LimitRow[]) =>
    [...own].sort((a, b) => (b.judged.high95 ?? -1) - (a.judged.high95 ?? -1)).slice(0, 1);
  return [...byLimit.values()].map((own) => (own[0]?.limit.phenomenon === 'harmonic' ? worst(own) : own));
}

function isShort(report: Report, { limit }: LimitRow): boolean {
  return report.period.toMs - report.period.fromMs < PERIOD_MS[limit.over] - HOUR_MS;
}

function row(report: Report, r: LimitRow, span: number, lang: Lang): string {
  const { judged: j, limit } = r;
  const say = (text: Text) => escaped(text[lang]);
  const isEvents = j.expected === null;
  const v = (value: number | null) => valueText(r, value, report.supply);
  const left = j.noSupply + (limit.flaggedExcluded ? j.flagged : 0);
  const counted = isEvents
    ? `${j.valid} ${say(WORDS.events)}`
    : `${j.valid} / ${j.expected}${left > 0 ? `<br>${say(WORDS.leftOut)} ${left}` : ''}`;
  const isTwoSided = limit.low !== null;
  const marks = `${limit.unconfirmed ? '†' : ''}${isShort(report, r) ? '‡' : ''}`;
  const first =
    span === 0
      ? ''
      : `<td class="item" rowspan="${span}">${say(limit.text)}<small>${escaped(limit.clause)}</small></td>`;
  const unit = unitText(r);
  const range = j.min === null ? v(j.max) : fromTo(v(j.min), v(j.max));
  const doubt = j.doubt === null ? '' : `<br><small>${say(DOUBT_TEXT[j.doubt])}</small>`;
  return `<tr>${first}<td>${r.channel === null ? DASH : r.channel === 'total' ? say(WORDS.total) : r.channel}</td><td>${escaped(limitText(r, report.supply))}${marks}</td><td class="num">${limit.requiredPct} %</td><td class="num">${counted}</td><td class="num">${j.above + j.below} (${j.above}/${j.below})</td><td class="num">${pctText(j.insidePct)}</td><td class="num">${isTwoSided && j.low5 !== null ? fromTo(v(j.low5), v(j.high95)) : v(j.high95)}</td><td class="num">${range}${j.max === null || unit === '' ? '' : `\u00a0${unit}`}</td><td class="${j.verdict}">${say(VERDICT_TEXT[j.verdict])}${doubt}</td></tr>`;
}
