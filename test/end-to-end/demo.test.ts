/**
 * The demo as a newcomer meets it: address, usable pages in both languages, a month of verdicts, a complaint filed by
 * hand; killed with -9 it loses no acknowledged reading, and the second start goes on from the stored state.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../correlator/contract/client.ts';
import { launchBrowser } from './browser.ts';
import { type DemoProcess, startDemo, until } from './demo-process.ts';

const MINUTES = 60_000;
const dataDir = mkdtempSync(join(tmpdir(), 'gridwitness-demo-'));
let demo: DemoProcess;
const api = () =>
  createClient<AbortSignal>({ fetch: (url, init) => fetch(url, init), baseUrl: demo.url, validate: true });

beforeAll(async () => {
  demo = await startDemo(dataDir);
}, 2 * MINUTES);
afterAll(async () => {
  await demo?.end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the demo', () => {
  it('answers health as soon as its address is printed', async () => {
    const health = await api().getHealth();
    expect(['starting', 'ready']).toContain(health.status);
    expect(health.zone).toBe('Asia/Shanghai');
  });

  it('fills the desk: every cause the grid had, with verdicts, and routed matters', {
    timeout: 6 * MINUTES,
  }, async () => {
    await until(() => (demo.said().includes('the grid is live') ? true : null), 'the grid to be live', 5 * MINUTES);
    const items = await allComplaints();
    expect(items.filter((i) => i.verdict === null).map((i) => i.complaint.id)).toEqual([]);
    const truth = truthByComplaint(join(dataDir, 'case', 'truth.jsonl'));
    const onDesk = new Set(items.map((i) => truth.get(i.complaint.id)).filter((c) => c !== undefined));
    for (const cause of [
      'lightning',
      'works_notified',
      'works_unnotified',
      'line_fault',
      'upstream',
      'low_voltage',
      'routed',
    ])
      expect(onDesk).toContain(cause);
    const said = new Set(items.map((i) => i.verdict?.cause ?? i.verdict?.conclusion));
    for (const cause of [
      'lightning',
      'works_notified',
      'works_unnotified',
      'line_fault',
      'upstream',
      'low_voltage',
      'routed',
    ])
      expect(said).toContain(cause);
  });

  it('shows every page in both languages, and takes a complaint by keyboard', { timeout: 6 * MINUTES }, async () => {
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    try {
      for (const lang of ['zh', 'en']) await seePages(page, lang);
      await takeComplaint(page);
    } finally {
      await browser.close();
    }
    expect(broken).toEqual([]);
  });

  it('loses no acknowledged reading when it is killed with -9, and goes on from the stored state', {
    timeout: 5 * MINUTES,
  }, async () => {
    const { meter, supplyPoint } = await quietMeter();
    const fromMs = Math.floor(Date.now() / 1000) * 1000 - 20 * MINUTES;
    const acknowledged = await publishUntilKilled(meter, fromMs);
    expect(acknowledged).toBeGreaterThan(20);
    const startedMs = Date.now();
    demo = await startDemo(dataDir);
    expect(Date.now() - startedMs).toBeLessThan(40_000);
    const stored = await until(async () => {
      const voltage = await api().getSupplyPointVoltage({
        params: { id: supplyPoint },
        query: {
          from: new Date(fromMs - 1).toISOString(),
          to: new Date(fromMs + 10 * MINUTES).toISOString(),
          resolution: 'raw',
        },
      });
      const marked = voltage.phases.flatMap((p) => p.meanV).filter((v) => v !== null && v > 231 && v < 232).length;
      return marked >= acknowledged ? marked : null;
    }, `${acknowledged} readings in the store`);
    expect(stored).toBeLessThanOrEqual(acknowledged + 1);
    expect(demo.said()).not.toContain('simulating');
    expect((await allComplaints()).length).toBeGreaterThan(100);
  });

  it('ends cleanly on Ctrl-C', { timeout: MINUTES }, async () => {
    expect(await demo.end('SIGINT')).toBe(0);
  });
});

async function allComplaints() {
  const items = [];
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<ReturnType<typeof api>['listComplaints']>> = await api().listComplaints({
      query: { limit: 200, ...(cursor === null ? {} : { cursor }) },
    });
    items.push(...page.items);
    cursor = page.next;
    if (cursor === null) return items;
  }
}

function truthByComplaint(file: string): Map<string, string> {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((l) => l.includes('"complaint"'));
  return new Map(
    lines.map((l) => JSON.parse(l) as { complaint: string; cause: string }).map((t) => [t.complaint, t.cause]),
  );
}

async function seePages(page: Page, lang: string): Promise<void> {
  for (const [path, what] of [
    ['/desk', '.queue li'],
    ['/lines', '.map-label'],
    ['/now', '.tile'],
    ['/quality', '.ant-table-row'],
  ] as const) {
    await page.goto(`${demo.url}${path}?lang=${lang}`);
    await page.waitForSelector(what, { timeout: 2 * MINUTES });
  }
}

async function takeComplaint(page: Page): Promise<void> {
  await page.goto(`${demo.url}/desk?lang=zh`);
  await page.locator('.search-box input').pressSequentially('陈');
  await page.waitForSelector('.hit');
  // Enter behind a text whose answer is not there yet opens nobody: a hit of the text before would be the wrong customer.
  await page.keyboard.type('不存在');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).searchParams.get('point')).toBeNull();
  await page.waitForSelector('.hit', { state: 'hidden' });
  await page.locator('.search-box input').fill('陈');
  await page.waitForSelector('.ant-select-item-option-active .hit');
  await page.keyboard.press('Enter');
  await page.fill('textarea', '今晚灯一直闪，整栋楼都这样');
  await page.waitForSelector('.understood .ant-tag');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.verdict .evidence td', { timeout: MINUTES });
  await page.goto(`${demo.url}${new URL(page.url()).pathname}?lang=en${new URL(page.url()).search.replace('?', '&')}`);
  await page.waitForSelector('.verdict');
}

/** A metered customer whose meter no simulated device speaks for. */
async function quietMeter(): Promise<{ meter: string; supplyPoint: string }> {
  const quality = await api().getDataQuality();
  // Its history came by HTTP; a device that speaks has the broker or a Modbus address as its source.
  const isQuiet = (m: (typeof quality.items)[number]) => !m.source || m.source === 'http';
  const quiet = quality.items.find((m) => m.meter.startsWith('M-SP') && m.method === '60min' && isQuiet(m));
  if (quiet === undefined) throw new Error('every meter is spoken for');
  return { meter: quiet.meter, supplyPoint: quiet.meter.slice(2) };
}

/** One reading a second of device time, as fast as the broker acknowledges; returns how many it had acknowledged. */
async function publishUntilKilled(meter: string, fromMs: number): Promise<number> {
  const client = await connectAsync(demo.mqttUrl, { protocolVersion: 4, reconnectPeriod: 0 });
  client.on('error', () => undefined);
  let acknowledged = 0;
  const killed = new Promise<void>((done) => setTimeout(() => void demo.end('SIGKILL').then(() => done()), 1_500));
  let isAlive = true;
  void killed.then(() => {
    isAlive = false;
  });
  for (let i = 0; i < 550 && isAlive; i++) {
    const time = new Date(fromMs + i * 1000).toISOString();
    const reading = { time, u: { A: 231.5 } };
    const sent = client
      .publishAsync(
        `gridwitness/v1/${meter}/readings`,
        JSON.stringify({ v: 1, interval_s: 1, statistic: 'mean', readings: [reading] }),
        { qos: 1 },
      )
      .then(
        () => true,
        () => false,
      );
    if (!(await Promise.race([sent, killed.then(() => false)]))) break;
    acknowledged++;
  }
  await killed;
  await client.endAsync(true);
  return acknowledged;
}
