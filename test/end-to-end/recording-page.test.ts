/** A recording dropped on the page: read, drawn, zoomed into, stepped through; and what is said where it can't be read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type Serving, startServing } from './program.ts';

const MINUTE = 60_000;
/** How the chart says the length of the whole record. */
const WHOLE = ' · 1.2 s';
const RATE_HZ = 4000;
const SECONDS = 1.2;
const VOLTS_PER_STEP = 0.02;
const CFG = `Hill,R7,1999\r\n1,1A,0D\r\n1,UA,A,,V,${VOLTS_PER_STEP},0,0,-32767,32767,1,1,P\r\n50\r\n1\r\n${RATE_HZ},${RATE_HZ * SECONDS}\r\n17/03/2024,05:55:30.250000\r\n17/03/2024,05:55:30.500000\r\nASCII\r\n1\r\n`;
/** 230 V, from 0.4 to 0.6 s half of it, from 0.9 to 1.0 s a fifth more. */
const DAT = Array.from({ length: RATE_HZ * SECONDS }, (_, i) => {
  const s = i / RATE_HZ;
  const rms = s >= 0.4 && s < 0.6 ? 115 : s >= 0.9 && s < 1 ? 276 : 230;
  const volts = Math.SQRT2 * rms * Math.sin(2 * Math.PI * 50 * s);
  return `${i + 1},${i * (1e6 / RATE_HZ)},${Math.round(volts / VOLTS_PER_STEP)}\r\n`;
}).join('');
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-recording-'));
let serving: Serving;
let browser: Browser;
const broken: string[] = [];

beforeAll(async () => {
  const config = join(dir, 'gridwitness.yaml');
  writeFileSync(config, `data: ${join(dir, 'data')}\nzone: Asia/Shanghai\n`);
  serving = await startServing(config);
  browser = await launchBrowser();
}, 3 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function opened(lang: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
  page.on('pageerror', (error) => broken.push(error.message));
  await page.goto(`${serving.url}/recording?lang=${lang}`);
  await page.waitForSelector('.rec-drop');
  return page;
}

it(
  'files chosen together are one recording: drawn, zoomed into by mouse and keys, its events stepped through',
  async () => {
    const page = await opened('en');
    await page.setInputFiles('.rec-drop input', [file('x.cfg', CFG), file('x.dat', DAT), file('x.hdr', 'a note')]);
    await page.waitForSelector('.rec-panel .u-over');
    expect(await page.locator('.page-head h2').textContent()).toContain('x.zip');
    expect(await page.locator('.rec-references').textContent()).toMatch(/100 % = 230\.\d V L-N primary/);
    const shows = (text: string | RegExp) => page.locator('.rec-controls', { hasText: text }).waitFor();
    await shows('2024-03-17 05:55:30.250');

    await page.keyboard.press('ArrowRight');
    await shows(/1\/\d+ · /);
    await page.keyboard.press('ArrowRight');
    await shows(/2\/\d+ · /);
    await page.getByRole('button', { name: 'voltage swell', exact: true }).first().click();
    await shows('voltage swell · 120.0 %');
    await page.keyboard.press('0');
    await shows(WHOLE);

    const frame = page.locator('.u-over').first();
    await frame.scrollIntoViewIfNeeded();
    const box = await frame.boundingBox();
    if (box === null) throw new Error('the frame has no place');
    await page.mouse.move(box.x + box.width * 0.25, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
    await page.locator('.rec-cursor', { hasText: /selected (299|30\d)/ }).waitFor();
    await page.mouse.up();
    await shows(/ · (299|30\d)[.\d]* ms/);
    await frame.dblclick();
    await shows(WHOLE);

    const dip = page.locator('.rec-point[aria-label*="voltage dip"]');
    await dip.click();
    await shows('voltage dip · 50.0 %');
    expect(await dip.getAttribute('aria-label')).toMatch(/50\.0\d % · 2\d\d ms .*ITIC: outside/);
    await page.close();
  },
  2 * MINUTE,
);

it(
  'what was found and what could not be read is said, in the language of the page',
  async () => {
    const page = await opened('zh');
    await page.setInputFiles('.rec-drop input', file('x.cfg', CFG));
    await page.getByText('没有可以显示的数据').waitFor();
    expect(await page.locator('.ant-table-row').allTextContents()).toEqual([expect.stringContaining('缺少配套文件')]);
    await page.setInputFiles('.rec-open input', file('x.dat', ''));
    await page.getByText('x.dat 是空文件。').waitFor();
    await page.setInputFiles('.rec-open input', [file('x.cfg', CFG), file('x.dat', DAT)]);
    await page.getByText('电压暂降').first().waitFor();
    // Another server's memory, or this one's after a new start.
    await page.route('**/window?**', (route) => route.fulfill({ status: 404, body: '{}' }));
    await page.keyboard.press('ArrowRight');
    await page.getByText('服务器内存中已没有这个录波').waitFor();
    await page.unroute('**/window?**');
    await page.getByRole('button', { name: '重新打开' }).click();
    await page.waitForSelector('.rec-panel .u-over');
    await page.route('**/api/v1/recordings**', (route) => route.abort());
    await page.getByRole('button', { name: '按此重新判定' }).click();
    await page.getByText('连不上服务器').waitFor();
    expect(broken).toEqual([]);
    await page.close();
  },
  2 * MINUTE,
);
