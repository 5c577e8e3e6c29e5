/** The whole report as one self-contained HTML page, made to be printed on A4. Nothing is loaded from anywhere. */
import { methodText } from '../../core/method-text.ts';
import type { Lang, Text } from '../../core/text.ts';
import { formatTime } from '../../core/time.ts';
import type { Report } from '../report/report.ts';
import { drawn, eventChart } from './event-chart.ts';
import { cellTable, eventList } from './event-tables.ts';
import { limitTable } from './limit-table.ts';
import { pctText } from './numbers.ts';
import { style } from './style.ts';
import { escaped } from './svg.ts';
import { NOTE_TEXT, SOURCE_TEXT, WORDS, type Word } from './text.ts';
import { durationChart, voltageChart } from './voltage-charts.ts';

const LANGUAGE_TAG: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' };
const OVERALL = {
  pass: 'overallPass',
  fail: 'overallFail',
  cannot_say: 'overallCannotSay',
  indicative: 'overallCannotSay',
} as const;

export function reportPage(report: Report, lang: Lang): string {
  const word = (w: Word) => escaped(WORDS[w][lang]);
  const { subject, period } = report;
  const name = subject.supplyPoint ?? subject.meter;
  const foot = `${WORDS.title[lang]}  ${name}  ${period.label}`;
  const heading = (w: Word, after = '') => `<h2>${word(w)}${after}</h2>`;
  return `<!doctype html>
<html lang="${LANGUAGE_TAG[lang]}"><head><meta charset="utf-8"><title>${escaped(foot)}</title><style>${style(lang, foot)}</style></head><body>
<h1>${word('title')}</h1>
${facts(report, lang)}
${summary(report, lang)}
<section>${heading('limitsHead')}${limitTable(report, lang)}</section>
<section>${charts(report, lang)}</section>
<section class="keep">${heading('eventTable', ` <small>${escaped(report.eventTable.source)}${report.eventTable.unconfirmed ? ' †' : ''}</small>`)}${cellTable(report, lang)}<p class="foot">† ${word('dagger')}</p></section>
<section>${heading('eventList')}${eventList(report, lang)}</section>
<section class="keep">${heading('notes')}<ul class="notes">${report.notes.map((n) => `<li>${escaped(NOTE_TEXT[n][lang])}</li>`).join('')}</ul></section>
<div class="sign">${(['prepared', 'checked', 'approved', 'date'] as const).map((w) => `<div>${word(w)}</div>`).join('')}</div>
</body></html>
`;
}

/** Who, when, what limits. Account, name and address only where the subject carries them. */
function facts(report: Report, lang: Lang): string {
  const { subject, period, supply, zone } = report;
  const say = (text: Text) => text[lang];
  const hours = Number(((period.toMs - period.fromMs) / 3_600_000).toFixed(2));
  const time = (ms: number) =>
    formatTime(ms, zone)
      .replace('T', ' ')
      .replace(/(:00)?\.\d{3}/, '');
  const source = say(subject.sourceText ?? SOURCE_TEXT[subject.source]);
  const connection = say(supply.connection === 'LL' ? WORDS.lineLine : WORDS.lineNeutral);
  const contract = report.contract === null ? null : say(report.contract.text);
  const pairs: (readonly [Word, string | null])[] = [
    ['supplyPoint', subject.supplyPoint],
    ['meter', subject.meter],
    ['account', subject.identity?.account ?? null],
    ['name', subject.identity?.name ?? null],
    ['address', subject.identity?.address ?? null],
    [
      'period',
      `${period.label}${lang === 'zh' ? '：' : ': '}${time(period.fromMs)} – ${time(period.toMs)} (${hours} ${say(WORDS.hours)})`,
    ],
    ['zone', zone],
    ['source', source],
    ['udin', `${Number(supply.udinV.toFixed(1))} V, ${connection}`],
    ['method', methodText(report.method)[lang]],
    ['profile', `${report.profile.title} (${say(report.profile.text)})`],
    ['contract', contract],
    ['contract', report.unknownContract === null ? null : `${report.unknownContract}: ${say(WORDS.contractUnknown)}`],
    ['printed', time(report.madeAtMs)],
  ];
  const cells = pairs.filter((p): p is readonly [Word, string] => p[1] !== null && p[1] !== '');
  const wide = new Set<Word>(['period', 'address', 'profile']);
  let row = '';
  let isOpen = false;
  for (const [word, text] of cells) {
    const cell = `<th>${escaped(WORDS[word][lang])}</th>`;
    if (wide.has(word)) {
      row += `${isOpen ? '</tr>' : ''}<tr>${cell}<td colspan="3">${escaped(text)}</td></tr>`;
      isOpen = false;
    } else {
      row += isOpen ? `${cell}<td>${escaped(text)}</td></tr>` : `<tr>${cell}<td>${escaped(text)}</td>`;
      isOpen = !isOpen;
    }
  }
  return `<table class="facts">${row}${isOpen ? '</tr>' : ''}</table>`;
}

function summary(report: Report, lang: Lang): string {
  const say = (text: Text) => escaped(text[lang]);
  const c = report.completeness;
  const phase =
    report.rateChannel === null || report.voltages.length < 2 ? '' : `${say(WORDS.worstPhase)} ${report.rateChannel}`;
  const first = report.rows.find((r) => r.limit.phenomenon === 'voltage');
  return `<div class="summary"><div class="wide"><span>${say(WORDS.overall)}</span><b class="${report.overall}">${say(WORDS[OVERALL[report.overall]])}</b></div><div><span>${say(WORDS.rate)}</span><b>${pctText(report.ratePct)}</b><span>${[phase, escaped(first?.limit.clause ?? '')].filter((t) => t !== '').join(' · ')}</span></div><div><span>${say(WORDS.completeness)}</span><b>${pctText(c?.pct ?? null)}</b><span>${c === null ? '' : `${c.known} / ${c.expected} × ${c.intervalS} s (≥\u00a0${report.minCompletenessPct}\u00a0%)`}</span></div></div>`;
}

function charts(report: Report, lang: Lang): string {
  const head = (w: Word) => `<h2>${escaped(WORDS[w][lang])}</h2>`;
  const hint = (w: Word) => `<p class="foot">${escaped(WORDS[w][lang])}</p>`;
  const isEmpty = report.voltages.length === 0;
  const course = isEmpty ? `<p>${escaped(WORDS.noVoltage[lang])}</p>` : voltageChart(report, lang);
  const duration = isEmpty ? '' : `${hint('durationHint')}${durationChart(report, lang)}`;
  const events = `${drawn(report.events).length === 0 ? hint('noShortEvents') : hint('eventHint')}${eventChart(report.events, lang)}`;
  return `<figure>${head('voltageChart')}${course}</figure><div class="pair keep"><div>${head('durationChart')}${duration}</div><div>${head('eventChart')}${events}</div></div>`;
}
