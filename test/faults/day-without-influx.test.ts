/** A day's readings arrive while InfluxDB is away all along; then it is there again, and nothing is missing on any board. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldReadings } from '../../collector/fold.ts';
import { askInflux, boardQueries, filledQuery } from '../dashboards/as-grafana.ts';
import { messageOf, PER_MESSAGE, readingsOf } from './fleet.ts';
import { foldAll, judgeEvents, judgeReadings } from './judge.ts';
import { DATABASE, deviceOf, type Rig, startRig } from './rig.ts';

const METERS = 3;
/** 24 h of ten-second values, and half an hour more, so that the last ten minutes and hours are closed. */
const READINGS = 24.5 * 360;
const MESSAGES = READINGS / PER_MESSAGE;
const DAY_MS = 86_400_000;
const TEN_MIN_MS = 600_000;
/** Boards of what the collector alone writes; complaints and incidents come from elsewhere. */
const OURS = /"(reading|agg_10min|disturbance)"/;

let rig: Rig;
let logDir: string;
beforeAll(async () => {
  logDir = mkdtempSync(join(tmpdir(), 'gridwitness-day-'));
  rig = await startRig(4, METERS, logDir);
}, 60_000);
afterAll(async () => {
  await rig.stop();
  rmSync(logDir, { recursive: true, force: true });
});

async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await done())) await pause(100);
}

it('a day without InfluxDB: everything arrives afterwards, boards complete', async () => {
  await until(async () => (await rig.collector.ask())?.isLinkUp === true);
  await rig.influxd.kill9();
  for (let chunk = 0; chunk < MESSAGES; chunk++) {
    for (let meter = 0; meter < METERS; meter++) {
      const message = messageOf(rig.fleet, meter, chunk);
      deviceOf(rig, meter).send({ ...message, message });
    }
  }
  const accepted = () => rig.acceptedOwn.size + rig.tap.accepted.size;
  await until(() => accepted() === METERS * MESSAGES);
  const before = await rig.collector.ask();
  expect(before?.positions['series']).toBeLessThan(before?.endOffset ?? 0);

  await rig.influxd.restart();
  await until(async () => {
    const said = await rig.collector.ask();
    return said !== null && Object.values(said.positions).every((p) => p === said.endOffset);
  });

  const counts = rig.fleet.meters.map(() => READINGS);
  for (const meter of counts.keys()) {
    const stored = await judgeReadings(rig.influxd.url, rig.fleet, meter, 0, READINGS);
    expect(stored).toEqual({ lost: 0, doubled: 0, doubted: 0, right: READINGS * 3, examples: [] });
  }
  const events = await judgeEvents(rig.recordsUrl, rig.fleet, counts, foldAll(rig.fleet, counts));
  expect(events).toMatchObject({ missing: [], extra: [] });
  expect(events.expected).toBeGreaterThan(10);
  await expectAggregates();
  await expectBoards();
}, 180_000);

/** 144 ten-minute values a day and phase, with the means of the plain fold. */
async function expectAggregates(): Promise<void> {
  const options = { zone: 'Asia/Shanghai', profile: 'gb', nominalV: () => 220 } as const;
  const dayEndMs = rig.fleet.startMs + DAY_MS;
  for (const [n, { meter }] of rig.fleet.meters.entries()) {
    const wanted = foldReadings(readingsOf(rig.fleet, n, 0, READINGS), rig.fleet.meters, options).aggregates;
    const during = `time > ${rig.fleet.startMs}ms AND time <= ${dayEndMs}ms`;
    const q = `SELECT "u_mean", "n" FROM "agg5y"."agg_10min" WHERE "meter" = '${meter}' AND ${during} GROUP BY "phase"`;
    const series = await askInflux(rig.influxd.url, DATABASE, q);
    for (const phase of ['A', 'B', 'C']) {
      const own = series.find((s) => s.tags?.['phase'] === phase)?.values ?? [];
      const same = wanted.filter((a) => a.phase === phase && a.endMs <= dayEndMs);
      expect(own.map(([timeMs, mean]) => [timeMs, mean])).toEqual(same.map((a) => [a.endMs, a.uMeanV]));
      expect(own).toHaveLength(DAY_MS / TEN_MIN_MS);
    }
  }
}

async function expectBoards(): Promise<void> {
  const range = { fromMs: rig.fleet.startMs, toMs: rig.fleet.startMs + DAY_MS };
  const own = boardQueries().filter(([, query]) => OURS.test(query));
  expect(own.length).toBeGreaterThan(5);
  for (const [name, query] of own) {
    const series = await askInflux(rig.influxd.url, DATABASE, filledQuery(query, range));
    const rows = series.flatMap((s) => s.values);
    // Nobody had a whole ten minutes above the limit: the count of those has no row.
    if (!name.includes('outside the limits')) expect(rows.length, name).toBeGreaterThan(0);
    // A board that counts by ten minutes has a value for every one of the day.
    if (!query.includes('"agg_10min"') || !query.includes('$__interval')) continue;
    for (const s of series) {
      const ends = new Set(s.values.filter(([, v]) => v !== null).map(([timeMs]) => timeMs));
      expect(ends.size, name).toBeGreaterThanOrEqual(DAY_MS / TEN_MIN_MS);
    }
  }
}
