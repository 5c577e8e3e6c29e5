/** The data-quality page in a browser: worst first, filters, one meter by keyboard, and a spreadsheet whose times say their offset. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureConsole } from '../../cli/run/console-build.ts';
import type { CollectingNow, MeterState, SilenceSpell } from '../../core/collecting.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { type Running, startSmall } from '../api/server.ts';
import { T0_MS } from '../api/small-case.ts';
import { launchBrowser } from './browser.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const [SP1, TR2] = [id<MeterId>('M-SP1'), id<MeterId>('M-TR2')];
const odds = { comms_lost: 0.62, supply_lost: 0.28, read_failed: 0.1 };
const spell: SilenceSpell = { meter: TR2, type: 'comms_lost', odds, beginMs: T0_MS - 3 * HOUR, endMs: null };
const plain = {
  source: 'mqtt:0',
  atMs: T0_MS,
  lagMs: 850,
  gap: 0,
  errors: 0,
  clockOffsetMs: null,
  silence: null,
  silenceOdds: null,
  spell: null,
  clock: null,
  doubts: [],
  lastArrivalMs: T0_MS,
  newestMs: T0_MS,
  lastProblem: null,
} as const satisfies Partial<MeterState>;
const states: readonly MeterState[] = [
  {
    ...plain,
    meter: SP1,
    doubts: [
      {
        kind: 'phase_rotation',
        phases: '',
        detail: 'BCA fits 0.94, ABC 0.21',
        p: 0.9,
        sinceMs: T0_MS - HOUR,
        lastMs: T0_MS - MINUTE,
        count: 4,
      },
    ],
  },
  { ...plain, meter: TR2, silence: 'comms_lost', silenceOdds: odds, spell },
];
const overall: CollectingNow = {
  startedMs: T0_MS - 8 * HOUR,
  spool: { bytes: 7_000_000, quotaBytes: 10_000_000, isAlarm: true },
  sources: [{ source: 'mqtt:0', isLinkUp: true, lastArrivalMs: T0_MS }],
  consumers: [{ name: 'series', lagBytes: 6_500_000, failures: 4, defect: null }],
  held: 3,
  foreignTopics: 0,
  ownClock: { steps: [], slewPpm: null, watchedMs: HOUR },
};

let run: Running;
let browser: Browser;
const broken: string[] = [];
beforeAll(async () => {
  const consoleDir = await ensureConsole(() => undefined);
  run = await startSmall(consoleDir, { states: () => states, overall: () => overall, spells: () => [spell] });
  browser = await launchBrowser();
}, 5 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await run?.stop();
});

async function opened(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on('pageerror', (error) => broken.push(error.message));
  await page.goto(`${run.api.url}/quality?${query}`);
  await page.waitForSelector('.quality-table tr.ant-table-row');
  return page;
}

it(
  'shows what is wrong and what to do, opens a meter by keyboard, filters, and exports times with their offset',
  async () => {
    const page = await opened('lang=en');
    const first = page.locator('.quality-table tr.ant-table-row').first();
    expect(await first.textContent()).toContain('communication lost');
    expect(await first.textContent()).toContain('supply lost 28 %');
    expect(await page.locator('.collector-strip .tile.warn').first().textContent()).toContain('70.0 %');
    await first.focus();
    await page.keyboard.press('Enter');
    await page.locator('.quality-drawer', { hasText: 'Silences of the last 7 days' }).waitFor();
    await page.locator('.quality-drawer', { hasText: '3.0 h' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('meter='));
    await page.locator('.quality-drawer').waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.keyboard.type('sp1');
    await page.locator('.quality-filters .count', { hasText: '1 of 3 meters' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv).toContain('M-SP1');
    expect(csv).toContain('phase labels differ from the area?');
    expect(csv).toMatch(/,2026-07-01 \d\d:\d\d:\d\d \+08:00,/);
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    await page.close();
    expect(broken).toEqual([]);
  },
  2 * MINUTE,
);

it(
  'says it in Chinese, and says when nothing fits',
  async () => {
    const page = await opened('lang=zh&problem=doubt');
    expect(await page.locator('.quality-table').textContent()).toContain('相序标签与台区不一致');
    await page.goto(`${run.api.url}/quality?lang=zh&q=nobody`);
    await page.locator('.quality-table', { hasText: '没有符合条件的终端' }).waitFor();
    await page.close();
    expect(broken).toEqual([]);
  },
  2 * MINUTE,
);
