/** Indices as JSON lines and as tables with units in their headings, in both languages. */
import type { Reliability } from '../../core/indices/reliability.ts';
import type { SagFigures } from '../../core/indices/sag-energy.ts';
import {
  type Between,
  SARFI_IDS,
  type Sarfi,
  type SarfiCount,
  type SarfiId,
  type SystemSarfi,
} from '../../core/indices/sarfi.ts';
import { type Site, sees } from '../../core/indices/site.ts';
import type { Lang, Text } from '../../core/text.ts';
import type { Row } from '../output.ts';

const DAY_MS = 86_400_000;

export interface SiteFigures {
  readonly site: Site;
  readonly sarfi: Sarfi;
  readonly sags: SagFigures;
}

export type SystemFigures = Readonly<Record<SarfiId, SystemSarfi>>;

const WORDS = {
  site: { zh: '监测点', en: 'site' },
  customers: { zh: '代表用户（户）', en: 'customers' },
  watched: { zh: '有效监测（天）', en: 'watched (d)' },
  asei: { zh: '平均每次（s）', en: 'ASEI (s)' },
  severity: { zh: '平均严重度 Se', en: 'mean Se' },
  note: { zh: '说明', en: 'note' },
  unknown: { zh: '未知', en: 'unknown' },
  notWatched: { zh: '有效监测时间未知', en: 'nobody knows how long it was watched' },
  noData: { zh: '期内无有效数据', en: 'no good data in the period' },
  blind: { zh: '此测量方式看不到短时事件', en: 'its way of measuring shows no short events' },
  undecided: { zh: '次事件深度或时长不明', en: 'events of unknown depth or length' },
  index: { zh: '指标', en: 'index' },
  bySites: { zh: '按监测点平均', en: 'mean of sites' },
  byCustomers: { zh: '按用户加权', en: 'weighted by customers' },
  sitesOf: { zh: '有结果的监测点', en: 'sites with a result' },
} as const satisfies Readonly<Record<string, Text>>;

const perText = (days: number): Text => ({ zh: `次/${days}天`, en: `per ${days} d` });
const NAMES: Readonly<Partial<Record<SarfiId, string>>> = { itic: 'SARFI-ITIC', semi_f47: 'SARFI-SEMI' };
const nameOf = (id: SarfiId): string => NAMES[id] ?? `SARFI-${id}`;
const fixed = (v: number | null, digits: number, lang: Lang): string =>
  v === null ? WORDS.unknown[lang] : v.toFixed(digits);

const rateOf = ({ rate, rateMax }: SarfiCount): Between | null =>
  rate === null || rateMax === null ? null : { min: rate, max: rateMax };

/** One number, or two where events of unknown depth or length may belong to it. */
function between(b: Between | null, lang: Lang): string {
  if (b === null) return WORDS.unknown[lang];
  const [min, max] = [b.min.toFixed(2), b.max.toFixed(2)];
  return min === max ? min : `${min}–${max}`;
}

const seiHeading = (perDays: number, lang: Lang): string =>
  lang === 'zh' ? `暂降能量 SEI（s/${perDays}天）` : `SEI (s per ${perDays} d)`;

export function siteLine(f: SiteFigures): Row {
  const { site, sarfi, sags } = f;
  const note = noteOf(f);
  return {
    type: 'site_indices',
    site: site.id,
    customers: site.customers,
    observedDays: site.observedMs === null ? null : site.observedMs / DAY_MS,
    sarfi,
    sags,
    note: note.length === 0 ? null : { zh: note.map((n) => n.zh).join('；'), en: note.map((n) => n.en).join('; ') },
  };
}

export function siteRow(f: SiteFigures, perDays: number, lang: Lang): Row {
  const { site, sarfi, sags } = f;
  const per = perText(perDays)[lang];
  return {
    [WORDS.site[lang]]: site.id,
    [WORDS.customers[lang]]: site.customers ?? WORDS.unknown[lang],
    [WORDS.watched[lang]]: fixed(site.observedMs === null ? null : site.observedMs / DAY_MS, 2, lang),
    ...Object.fromEntries(SHOWN.map((id) => [`${nameOf(id)} (${per})`, between(rateOf(sarfi[id]), lang)])),
    [seiHeading(perDays, lang)]: `${sags.seiS !== null && sags.unknown > 0 ? '≥' : ''}${fixed(sags.seiS, 3, lang)}`,
    [WORDS.asei[lang]]: sags.aseiS === null ? null : fixed(sags.aseiS, 3, lang),
    [WORDS.severity[lang]]: sags.averageSeverity === null ? null : fixed(sags.averageSeverity, 2, lang),
    [WORDS.note[lang]]: noteOf(f)
      .map((n) => n[lang])
      .join(lang === 'zh' ? '；' : '; '),
  };
}

/** A site's row shows these; the JSON line and the system's table all. */
const SHOWN: readonly SarfiId[] = ['90', '70', '50', '10', 'itic', 'semi_f47', '110'];

function noteOf({ site, sarfi }: SiteFigures): readonly Text[] {
  const notes: Text[] = [];
  if (site.observedMs === null) notes.push(WORDS.notWatched);
  else if (site.observedMs === 0) notes.push(WORDS.noData);
  if (!sees(site, 'low')) notes.push(WORDS.blind);
  const undecided = Math.max(...SARFI_IDS.map((id) => sarfi[id].undecided));
  if (undecided > 0) {
    notes.push({ zh: `${undecided} ${WORDS.undecided.zh}`, en: `${undecided} ${WORDS.undecided.en}` });
  }
  return notes;
}

export const systemLine = (system: SystemFigures): Row => ({ type: 'system_indices', sarfi: system });

export function systemRows(system: SystemFigures, perDays: number, lang: Lang): Row[] {
  const per = perText(perDays)[lang];
  return SARFI_IDS.map((id) => ({
    [WORDS.index[lang]]: nameOf(id),
    [`${WORDS.bySites[lang]} (${per})`]: between(system[id].bySites, lang),
    [`${WORDS.byCustomers[lang]} (${per})`]: between(system[id].byCustomers, lang),
    [WORDS.sitesOf[lang]]: `${system[id].sites}/${system[id].sitesOf}`,
    [WORDS.customers[lang]]: system[id].customers,
  }));
}

export type ReliabilityStandard = 'ieee1366' | 'dlt836' | 'ieee1366_without_major_days';

export const reliabilityLine = (standard: ReliabilityStandard, r: Reliability): Row => ({
  type: 'reliability',
  standard,
  ...r,
});

const STANDARDS: Readonly<Record<ReliabilityStandard, Text>> = {
  ieee1366: { zh: 'IEEE 1366（持续停电超过5分钟）', en: 'IEEE 1366 (sustained > 5 min)' },
  dlt836: { zh: 'DL/T 836（持续停电超过3分钟）', en: 'DL/T 836 (sustained > 3 min)' },
  ieee1366_without_major_days: { zh: 'IEEE 1366（不含重大事件日）', en: 'IEEE 1366 without major event days' },
};

export function reliabilityRow(standard: ReliabilityStandard, r: Reliability, lang: Lang): Row {
  const zh = lang === 'zh';
  const cemi = Object.fromEntries(r.cemiPct.map(({ n, pct }) => [`CEMI-${n} (%)`, fixed(pct, 2, lang)]));
  return {
    [zh ? '标准' : 'standard']: STANDARDS[standard][lang],
    [zh ? 'SAIFI（次/户）' : 'SAIFI (1/customer)']: fixed(r.saifi, 4, lang),
    [zh ? 'SAIDI（h/户）' : 'SAIDI (h/customer)']: fixed(r.saidiMin === null ? null : r.saidiMin / 60, 4, lang),
    [zh ? 'CAIDI(min)' : 'CAIDI (min)']: r.caidiMin === null ? null : fixed(r.caidiMin, 1, lang),
    [zh ? '供电可靠率 ASAI（%）' : 'ASAI (%)']: fixed(r.asaiPct, 4, lang),
    [zh ? 'MAIFI（次/户）' : 'MAIFI (1/customer)']: fixed(r.maifi, 4, lang),
    [zh ? 'MAIFI_E（次/户）' : 'MAIFI_E (1/customer)']: fixed(r.maifiE, 4, lang),
    [zh ? '可见短停用户（户）' : 'would show momentary']: r.momentaryCustomers,
    ...cemi,
    [zh ? '用户（户）' : 'customers']: r.customers,
    [zh ? '未监测用户（户）' : 'not watched']: r.customersUnknown,
    [zh ? '时长不明（户次）' : 'unknown length']: r.unknownLength,
  };
}
