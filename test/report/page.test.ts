/** The printed page: both languages whole, nothing loaded, names as they are, and the same numbers as the table. */
import { describe, expect, test } from 'vitest';
import { reportJson, reportRows } from '../../collector/report/lines.ts';
import type { Report } from '../../collector/report/report.ts';
import { reportPage } from '../../collector/report-html/page.ts';
import { DOUBT_TEXT, NOTE_TEXT, SOURCE_TEXT, VERDICT_TEXT, WORDS } from '../../collector/report-html/text.ts';
import { DISTURBANCE_KINDS } from '../../core/event.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { METHODS } from '../../core/series.ts';
import { type Asked, event, phaseA, report, tenMinutes, type Values, WEEK } from './build-input.ts';

const LANGS = ['zh', 'en'] as const;
const CHINESE = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;

/** Everything a reader sees, titles of pictures included: style and tags gone, entities as characters. */
function textOf(html: string): string {
  const titles = [...html.matchAll(/aria-label="([^"]*)"/g)].map((m) => m[1]);
  const body = html.replace(/<style>[\s\S]*<\/style>/, ' ').replace(/<[^>]*>/g, ' ');
  return [body, ...titles].join(' ').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

/** Rich in everything: each phenomenon, each kind of event, each doubt, gaps, flags, supply lost. */
function rich(asked: Partial<Asked> = {}): Report {
  const values = (i: number): Values | null => {
    if (i > 900 && i < 950) return null;
    const u = i < 60 ? 190 : i === 300 ? 2 : 221.3;
    const pst = i % 12 === 0 ? 1.9 : 0.4;
    return { A: { u, pst, thdu: 3.3 }, B: { u: 223.9 }, C: { u: 219.2 }, total: { f: 50.02, u2: i < 90 ? 2.4 : 0.9 } };
  };
  const events = DISTURBANCE_KINDS.map((kind, i) =>
    event({
      kind,
      startMs: WEEK.fromMs + i * 3_600_000,
      durationMs: i % 4 === 0 ? null : 60 * 7 ** i,
      openEnd: i === 4,
      pct: i === 7 ? null : 30 + 9 * i,
      method: METHODS[i % METHODS.length] ?? 'counter',
    }),
  );
  return report({ readings: tenMinutes(WEEK, values), events, contract: 'itic', ...asked });
}

const REPORTS: readonly (readonly [string, Report])[] = [
  ['gb', rich()],
  ['en50160', rich({ profileId: 'en50160' })],
  ['ieee', rich({ profileId: 'ieee', method: 'event_log' })],
  ['of an area, nothing measured', rich({ readings: [], events: [], subject: { ...rich().subject, source: 'area' } })],
  ['of a feeder', rich({ supply: { connection: 'LL', udinV: 10_000, system: 'small' }, contract: 'no such' })],
];

describe.each(REPORTS)('report %s', (_name, r) => {
  test('in Chinese no English word is left but names of standards, symbols and units', () => {
    const known =
      /GB\/T|EN 50160|IEEE|ITIC|SEMI F47|Asia\/Shanghai|Urms|Udin|UTC|Plt|Pst|THDu?|min|Hz|SP-1|M-1|kV|U(?:ab|bc|ca|[abc])|no such/g;
    expect(
      textOf(reportPage(r, 'zh'))
        .replace(known, ' ')
        .match(/[A-Za-z]{2,}/g),
    ).toBeNull();
  });

  test('in English no Chinese character is left', () => {
    expect(textOf(reportPage(r, 'en')).match(CHINESE)).toBeNull();
  });

  test('nothing is loaded and nothing runs', () => {
    for (const lang of LANGS) {
      const html = reportPage(r, lang);
      expect(html).not.toMatch(
        /<script|<link|<iframe|<img|<object|javascript:|https?:|url\(|@import|\ssrc=|\shref=|\son\w+=/i,
      );
      expect(html).toContain('@page{size:A4');
      expect(html.startsWith(`<!doctype html>\n<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`)).toBe(true);
    }
  });

  test('both languages show the same numbers', () => {
    const numbers = (lang: 'zh' | 'en') =>
      reportPage(r, lang)
        .match(/<td class="num[^"]*">[^<]*/g)
        ?.map((t) => t.match(/-?\d[\d.]*/g)?.join(' '));
    expect(numbers('zh')).toEqual(numbers('en'));
  });
});

/** Cells of the table of limits, by row; the first cell of a limit spans its channels and is left out. */
function limitCells(html: string): string[][] {
  const table = /<table class="grid limits">[\s\S]*?<\/table>/.exec(html)?.[0] ?? '';
  const rows = [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map((m) => m[1] ?? '').filter((t) => t.includes('<td'));
  const plain = (t: string) => textOf(t).replace(/\s+/g, ' ').trim();
  return rows.map((t) =>
    [...t.matchAll(/<td[^>]*>(.*?)<\/td>/g)].filter((m) => !m[0].includes('rowspan')).map((m) => plain(m[1] ?? '')),
  );
}

describe('the table of the terminal and the page', () => {
  test.each(['gb', 'en50160'] as const)('say the same (%s)', (profileId) => {
    const r = rich({ profileId });
    const rows = reportRows(r).filter((x) => x['expected'] !== null);
    const cells = limitCells(reportPage(r, 'en')).filter((c) => !(c[3] ?? '').endsWith('events'));
    expect(cells.length).toBe(rows.length);
    rows.forEach((x, i) => {
      const [channel, limit = '', needed, values = '', outside, inside, value95 = '', , verdict = ''] = cells[i] ?? [];
      const isVolts = x['unit'] === 'V';
      expect([i, channel]).toEqual([i, x['ch'] === 'total' ? 'all' : x['ch']]);
      expect(values.split(' left')[0]).toBe(`${x['n']} / ${x['expected']}`);
      expect(outside).toBe(`${Number(x['above']) + Number(x['below'])} (${x['above']}/${x['below']})`);
      expect(needed).toBe(`${x['needed %']} %`);
      expect(inside).toBe(`${Number(x['inside %']).toFixed(2)} %`);
      expect(limit).toContain(String(Number(Number(x['high']).toFixed(isVolts ? 1 : 3))));
      const digits = isVolts ? 1 : x['unit'] === 'Hz' ? 3 : 2;
      expect(value95.split(' ').at(-1)).toBe(Number(x['high95']).toFixed(digits));
      expect(verdict).toContain({ pass: 'complies', fail: 'fails' }[String(x['verdict'])] ?? 'cannot say');
    });
  });

  test('JSON has the rows, the counts and the unconfirmed marks', () => {
    const r = rich();
    const json = JSON.parse(JSON.stringify(reportJson(r)));
    expect(json.limits.length).toBe(r.rows.length);
    expect(json.limits[0]).toMatchObject({ id: 'contract-itic', unconfirmed: true });
    expect(json).toMatchObject({
      type: 'compliance_report',
      schema: 1,
      overall: 'fail',
      period: { label: '2026-W47' },
    });
  });
});

describe('unconfirmed numbers', () => {
  test.each(LANGS)('are marked and explained (%s)', (lang) => {
    const html = reportPage(rich(), lang);
    const marked = limitCells(html).filter((c) => (c[1] ?? '').includes('†')).length;
    const expected = rich().rows.filter((r) => r.limit.unconfirmed).length;
    expect([marked, expected > 0]).toEqual([expected, true]);
    expect(textOf(html)).toContain(`† ${WORDS.dagger[lang]}`);
  });

  test('a confirmed one is not', () => {
    const cells = limitCells(reportPage(report({ readings: tenMinutes(WEEK, () => phaseA(220)) }), 'en'));
    expect(cells.map((c) => c[1])).toEqual(['198 – 235.4 V']);
  });

  test('the terminal says so as well', () => {
    const marked = reportRows(rich()).filter((x) => String(x['limit']).endsWith('(unconfirmed)'));
    expect(marked.length).toBe(rich().rows.filter((r) => r.limit.unconfirmed).length);
  });
});

describe('what is missing', () => {
  test.each([
    ['zh', '未监测项目：', '没有电压数据', '数据不足'],
    ['en', 'Not measured: ', 'There is no voltage', 'not everything can be judged'],
  ] as const)('a page without a value says so (%s)', (lang, not, none, overall) => {
    const text = textOf(reportPage(report({ readings: [] }), lang));
    for (const t of [not, none, overall]) expect(text).toContain(t);
    expect(text).not.toContain(VERDICT_TEXT.pass[lang] === '合格' ? '均合格' : 'complies');
  });

  test('left out and flagged intervals are counted on the page', () => {
    const dip = event({ kind: 'dip', startMs: WEEK.fromMs + 1000, durationMs: 500 });
    const r = report({ profileId: 'en50160', readings: tenMinutes(WEEK, () => phaseA(230)), events: [dip] });
    expect(limitCells(reportPage(r, 'en'))[0]?.[3]).toBe('1007 / 1008 left out 1');
  });
});

test('names are shown as they are, never as markup', () => {
  const nasty = '<b>&"\'\u0007</style><script>';
  const subject = { ...rich().subject, supplyPoint: nasty, identity: { account: '1', name: nasty, address: nasty } };
  for (const lang of LANGS) {
    const html = reportPage(rich({ subject }), lang);
    expect(html).not.toContain('<b>&');
    expect(html).not.toContain('<script');
    expect(html.match(/<\/style>/g)?.length).toBe(1);
    expect(textOf(html).split(nasty).length - 1).toBeGreaterThanOrEqual(3);
  }
});

describe('texts', () => {
  const limits = Object.values(LIMIT_PROFILES).flatMap((p) =>
    [
      { connection: 'LN', udinV: 230, system: 'large' },
      { connection: 'LL', udinV: 110_000, system: 'small' },
    ].flatMap((s) => p.limits(s as Parameters<typeof p.limits>[0]).map((l) => l.text)),
  );
  const all = [WORDS, NOTE_TEXT, VERDICT_TEXT, DOUBT_TEXT, SOURCE_TEXT].flatMap((t) => Object.values(t));
  test('each is there twice, each in its own script', () => {
    for (const { zh, en } of [...all, ...limits]) {
      expect(en).not.toMatch(CHINESE);
      expect(en.trim()).not.toBe('');
      expect(zh).toMatch(CHINESE);
      // A half-width comma or colon between Chinese characters is a slip of the keyboard.
      expect(zh).not.toMatch(/[\u4e00-\u9fff][,:;?!][\u4e00-\u9fff]/);
    }
  });
});
