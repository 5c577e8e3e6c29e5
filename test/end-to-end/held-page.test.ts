/** The page of held data in a browser: what is held, its content, trying again with the reason, and no collector at all. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureConsole } from '../../cli/run/console-build.ts';
import type { HeldLetter, LettersPort } from '../../correlator/api/letters-port.ts';
import { type Running, startSmall } from '../api/server.ts';
import { T0_MS } from '../api/small-case.ts';
import { launchBrowser } from './browser.ts';

const MINUTE = 60_000;
const letter = (n: number, over: Partial<HeldLetter>): HeldLetter => ({
  id: `00000001-${n}`,
  atMs: T0_MS - n * 1_000,
  subject: 'pq/M-SP1',
  meter: null,
  reason: 'message: expected JSON, got {"u":',
  kind: 'message',
  content: Buffer.from('{"u":').toString('base64'),
  done: null,
  ...over,
});
const fact = { meter: 'M-TR2', sink: 'plant', kind: 'reading', subject: 'store M-TR2' };
let letters: HeldLetter[] = [
  letter(0, {}),
  letter(1, { ...fact, reason: 'field type conflict', lost: ['u_a'], content: { meter: 'M-TR2', u: { A: 221.3 } } }),
];
let port: LettersPort | null = {
  list: async ({ fits }) => ({ letters: letters.filter(fits), next: null }),
  get: async (id) => letters.find((l) => l.id === id) ?? null,
  async retry(ids, by) {
    const isDone = (l: HeldLetter) => ids.includes(l.id) && l.kind === 'reading';
    letters = letters.map((l) => (isDone(l) ? { ...l, done: { atMs: T0_MS, by } } : l));
    const done = letters.filter(isDone).map((l) => l.id);
    const failed = ids.filter((id) => !done.includes(id)).map((id) => ({ id, reason: 'still no JSON' }));
    return { done, failed };
  },
};

let run: Running;
let browser: Browser;
const broken: string[] = [];
beforeAll(async () => {
  const consoleDir = await ensureConsole(() => undefined);
  run = await startSmall(consoleDir, { letters: () => port });
  browser = await launchBrowser();
}, 5 * MINUTE);
afterAll(async () => {
  await browser?.close();
  // The 503 of the last test was counted as the server's failure.
  await expect(run.stop()).rejects.toThrow('no collector runs');
});

async function opened(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 700 } });
  page.on('pageerror', (error) => broken.push(error.message));
  await page.goto(`${run.api.url}/held?${query}`);
  return page;
}

it(
  'shows what is held with its content, and tries all again after a question',
  async () => {
    const page = await opened('lang=en');
    const rows = page.locator('.held-table tbody tr.ant-table-row');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    expect(await rows.nth(1).textContent()).toContain('left out: u_a');
    await picture(page, 'held-en');
    await rows.first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.quality-drawer pre', { hasText: '{"u":' }).waitFor();
    await picture(page, 'held-letter-en');
    await page.keyboard.press('Escape');
    await page.locator('.quality-drawer').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Retry all' }).click();
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    const result = page.locator('.held-result');
    await result.waitFor();
    expect(await result.textContent()).toContain('1 stored, 1 still held');
    expect(await result.textContent()).toContain('still no JSON');
    await page.close();
    expect(broken).toEqual([]);
  },
  2 * MINUTE,
);

it(
  'in Chinese: what was dealt with, nothing held, and no collector',
  async () => {
    const page = await opened('lang=zh&state=all');
    await page.locator('.held-table', { hasText: '已处理' }).waitFor();
    await picture(page, 'held-zh');
    letters = [];
    await page.goto(`${run.api.url}/held?lang=zh`);
    await page.locator('.held-table', { hasText: '没有暂存数据' }).waitFor();
    port = null;
    await page.goto(`${run.api.url}/held?lang=zh`);
    await page.locator('.ant-alert', { hasText: '本服务未运行采集' }).waitFor();
    await picture(page, 'held-none-zh');
    await page.close();
    expect(broken).toEqual([]);
  },
  2 * MINUTE,
);

/** For a person who wants to look: into the folder named in PICTURES. */
async function picture(page: Page, name: string): Promise<void> {
  const dir = process.env['PICTURES'];
  if (dir !== undefined) await page.screenshot({ path: `${dir}/${name}.png` });
}
