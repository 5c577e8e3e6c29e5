/** `report compliance` as it is called: readings in, table, JSON, pages and a PDF out. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { command } from '../../cli/commands/report.ts';
import { findChromium } from '../../cli/run/pdf.ts';
import { reportsOfFile } from '../../cli/run/report-files.ts';
import { FIELD, hasField } from '../formats/files.ts';

const BIN = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'gridwitness-report-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function call(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, [BIN, 'report', ...args], { encoding: 'utf8', env });
}

/** A week of ten-minute values in Shanghai; 51 of them at 190 V. */
const readings = join(dir, 'readings.csv');
const FROM_MS = Date.parse('2026-11-16T00:00+08:00');
const rows = Array.from({ length: 1008 }, (_, i) => {
  const at = new Date(FROM_MS + (i + 1) * 600_000).toISOString();
  return `M-7,${at},600,${i < 51 ? 190 : 221.5}`;
});
writeFileSync(readings, `meter,time,interval_s,ua\n${rows.join('\n')}\n`);
const WEEK = ['compliance', readings, '--week', '2026-W47'];

const chromium = findChromium(process.env);
if (chromium === null) console.warn('skipped: no Chromium here, no PDF is printed');

describe('report compliance', () => {
  test('JSON: a week of 1008, 51 below, what was not measured', () => {
    const { status, stdout } = call([...WEEK, '--json']);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ meter: 'M-7', overall: 'fail', completeness: { expected: 1008, known: 1008 } });
    expect(report.limits).toHaveLength(1);
    expect(report.limits[0]).toMatchObject({ id: 'gbt12325-220v', below: 51, verdict: 'fail' });
    expect(report.notMeasured).toContain('frequency');
  });

  test('pages in both languages beside the JSON; a month of which most is missing passes nothing', () => {
    const out = join(dir, 'month');
    const asked = ['compliance', readings, '--month', '2026-11', '--udin', '215', '--profile', 'en50160'];
    const { status } = call([...asked, '--lang', 'zh,en', '--format', 'html,json', '--out', out]);
    expect(status).toBe(0);
    const stem = 'M-7-2026-11-en50160';
    expect(readdirSync(out).sort()).toEqual([`${stem}.en.html`, `${stem}.json`, `${stem}.zh.html`]);
    const report = JSON.parse(readFileSync(join(out, `${stem}.json`), 'utf8'));
    expect(report).toMatchObject({ overall: 'cannot_say', completeness: { expected: 4320, known: 1008 } });
    expect(report.limits.map((l: { verdict: string }) => l.verdict)).toEqual(['cannot_say', 'cannot_say']);
  });

  test.skipIf(chromium === null)('a PDF of A4 pages', () => {
    const out = join(dir, 'pdf');
    const { status, stderr } = call([...WEEK, '--format', 'pdf', '--lang', 'en', '--out', out]);
    expect([status, stderr.trim().split('\n').length]).toEqual([0, 2]);
    const pdf = readFileSync(join(out, 'M-7-2026-W47-gb.en.pdf'), 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
  });

  test('without a printer: an error, the page all the same', () => {
    const out = join(dir, 'none');
    const asked = [...WEEK, '--format', 'pdf', '--lang', 'zh', '--out', out];
    const { status, stderr } = call(asked, { CHROMIUM: join(dir, 'absent') });
    expect(status).toBe(1);
    expect(stderr).toContain('no Chromium found');
    expect(readdirSync(out)).toEqual(['M-7-2026-W47-gb.zh.html']);
  });

  test.each([
    [['compliance'], {}],
    [['weather', readings], {}],
    [['compliance', readings], { week: '2026-W47', month: '2026-11' }],
    [['compliance', readings], { week: '2026-W54' }],
    [['compliance', readings], { format: 'pdf' }],
    [['compliance', readings], { lang: 'fr' }],
    [['compliance', readings], { minCompleteness: '101' }],
  ])('bad use %j %j exits 2', async (args, options) => {
    expect(await command.run(args, { minCompleteness: '90', format: 'table', lang: 'zh', ...options })).toBe(2);
  });

  test.skipIf(!hasField)('the household day: 140 of 144 above 235.4 V by GB/T, none outside by EN 50160', async () => {
    const file = join(FIELD, 'voltage/uci_household_2007-02-01.txt');
    const base = { zone: 'Europe/Paris', udinV: null, system: 'large', asked: null, minCompletenessPct: 90 } as const;
    const none = { withIdentity: false, supplyPoints: [], worst: null, bands: null, nowMs: FROM_MS } as const;
    const judged = async (profile: 'gb' | 'en50160') =>
      (await reportsOfFile(file, { ...base, ...none, profile }))[0]?.rows[0]?.judged;
    expect(await judged('gb')).toMatchObject({ valid: 144, above: 140, below: 0, verdict: 'fail' });
    expect(await judged('en50160')).toMatchObject({ valid: 144, above: 0, below: 0, verdict: 'pass' });
  });

  test.skipIf(!hasField)(
    'PQDIF trends of six days are one report at the 34 kV the file declares, gaps counted',
    async () => {
      const file = join(FIELD, 'pqdif/example_a.pqd');
      const base = { zone: 'UTC', udinV: null, system: 'large', asked: null, minCompletenessPct: 90 } as const;
      const none = { withIdentity: false, supplyPoints: [], worst: null, bands: null, nowMs: FROM_MS } as const;
      const reports = await reportsOfFile(file, { ...base, ...none, profile: 'en50160' });
      const [first] = reports;
      expect([reports.length, first?.supply]).toEqual([1, { connection: 'LL', udinV: 34_000, system: 'large' }]);
      // 4 × 96 + 73 values of 900 s; two days are missing altogether.
      expect(first?.completeness?.known).toBe(457);
      expect(first?.completeness?.pct).toBeLessThan(90);
      expect(first?.rows.map((r) => [r.judged.below + r.judged.above, r.judged.verdict])).toEqual(
        first?.rows.map(() => [0, 'cannot_say']),
      );
    },
  );
});
