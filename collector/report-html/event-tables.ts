/** Events in the profile's own cells, and one by one. */

import { DISTURBANCE_TEXT } from '../../core/event.ts';
import { methodText } from '../../core/method-text.ts';
import type { Lang, Text } from '../../core/text.ts';
import { formatTime } from '../../core/time.ts';
import type { Report } from '../report/report.ts';
import { DASH } from './numbers.ts';
import { escaped } from './svg.ts';
import { CELL_ROW_TEXT, WORDS } from './text.ts';

/** Events printed one by one; the rest is in the JSON. */
const LISTED_MAX = 40;

export function cellTable({ eventTable: t }: Report, lang: Lang): string {
  const cell = (n: number | null) =>
    n === null ? '<td class="num zero">–</td>' : `<td class="num${n === 0 ? ' zero' : ''}">${n}</td>`;
  const head = t.columns.map((c) => `<th class="num">${escaped(c)}</th>`).join('');
  const body = t.rows
    .map((r) => `<tr><th>${escaped(CELL_ROW_TEXT[r.name]?.[lang] ?? r.name)}</th>${r.counts.map(cell).join('')}</tr>`)
    .join('');
  const colon = lang === 'zh' ? '：' : ': ';
  const without = t.without === 0 ? '' : `<p class="foot">${escaped(WORDS.withoutCell[lang])}${colon}${t.without}</p>`;
  return `<table class="grid cells"><thead><tr><th>${escaped(WORDS.residual[lang])} \\ ${escaped(WORDS.duration[lang])}</th>${head}</tr></thead><tbody>${body}</tbody></table>${without}`;
}

export function eventList(report: Report, lang: Lang): string {
  const say = (text: Text) => escaped(text[lang]);
  if (report.events.length === 0) return `<p>${say(WORDS.noEvents)}</p>`;
  const right = new Set(['size', 'lasted']);
  const head = (['start', 'kind', 'phases', 'size', 'lasted', 'method'] as const)
    .map((w) => `<th${right.has(w) ? ' class="num"' : ''}>${say(WORDS[w])}</th>`)
    .join('');
  const body = report.events.slice(0, LISTED_MAX).map((e) => {
    const length = e.durationMs === null ? say(e.openEnd ? WORDS.running : WORDS.unknown) : durationText(e.durationMs);
    return `<tr><td>${formatTime(e.startMs, report.zone).replace('T', ' ').replace('.000', '')}</td><td>${say(DISTURBANCE_TEXT[e.kind])}</td><td>${escaped(e.phases || DASH)}</td><td class="num">${e.pct === null ? DASH : e.pct.toFixed(1)}</td><td class="num">${length}</td><td>${escaped(methodText(e.method)[lang])}</td></tr>`;
  });
  const rest = report.events.length - body.length;
  const more = rest > 0 ? `<p class="foot">${say(WORDS.more)}${rest}</p>` : '';
  return `<table class="grid list"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>${more}`;
}

/** Seconds with ms below a minute; minutes or hours above. */
function durationText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 3 : 1)} s`;
  return ms < 7_200_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
