/** A real InfluxDB that is killed in mid-write and comes back: accepted = stored; and the real detectors behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { startCollector } from '../../collector/main.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { openSeriesStore } from '../../storage/main.ts';
import { startInfluxd } from '../servers/influxd.ts';
import { FakeRecords, meterOf, quiet, until } from './fakes.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Minute n of the last day of meter m; minutes 700 to 719 are without supply on all phases. */
function message(meter: number, n: number, startMs: number): string {
  const u = n >= 700 && n < 720 ? 0 : 220 + ((n + meter) % 50) / 10;
  const time = new Date(startMs + n * 60_000).toISOString();
  return JSON.stringify({
    v: 1,
    interval_s: 60,
    readings: [{ time, u: { A: u, B: u + 0.3, C: u === 0 ? 0 : u - 0.7 } }],
  });
}

describe('InfluxDB killed with -9 while readings arrive', () => {
  it('loses none of them, and the outage among them is found once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gw-influx-'));
    stops.push(() => rm(dir, { recursive: true, force: true }));
    const influxd = await startInfluxd();
    stops.push(influxd.stop);
    const series = await openSeriesStore({ kind: 'influx1', url: influxd.url, database: 'gw' });
    stops.push(() => series.close());
    const parsed = parseCollectorConfig({ broker: { port: 0 } });
    if (!parsed.ok) throw new Error('configuration');
    const records = new FakeRecords();
    const meters = [0, 1, 2].map((n) => meterOf(`M${n}`, { udinV: 220, statistic: 'mean' }));
    const collector = await startCollector(parsed.config, {
      series,
      records: records.asStore(),
      spoolDir: dir,
      now: Date.now,
      log: quiet,
      meters,
      tags: new Map(meters.map((m) => [m.meter, { feeder: 'F1', area: 'T1' }])),
    });
    stops.push(() => collector.stop());
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${collector.brokerPort}`, { protocolVersion: 4 });
    stops.push(() => client.endAsync(true));
    const startMs = Math.floor((Date.now() - 86_400_000) / 600_000) * 600_000;
    const publish = async (from: number, to: number) => {
      for (let n = from; n < to; n++) {
        const one = (m: number) =>
          client.publishAsync(`gridwitness/v1/M${m}/readings`, message(m, n, startMs), { qos: 1 });
        await Promise.all([one(0), one(1), one(2)]);
      }
    };
    const failures = () => collector.stats().consumers.find((c) => c.name === 'series')?.failures ?? 0;

    await publish(0, 300);
    await influxd.kill9();
    await publish(300, 800);
    await until(() => failures() > 0, 'the writer met the dead store');
    await influxd.restart();
    await publish(800, 1000);
    await collector.settled();

    expect(await series.countReadings(null)).toBe(3 * 1000 * 3);
    expect(collector.stats().refusedByStore).toBe(0);
    const points = await series.readPoints(id<MeterId>('M1'), 'u', { fromMs: startMs - 1, toMs: startMs + 86_400_000 });
    const ofA = points.filter((p) => p.phase === 'A');
    expect(ofA).toHaveLength(1000);
    expect(ofA.every((p, n) => p.timeMs === startMs + n * 60_000)).toBe(true);
    const found = records.disturbances.filter((d) => d.kind === 'outage');
    expect(found.map((d) => d.meter).sort()).toEqual(['M0', 'M1', 'M2']);
    // Minute 700 is the value that ends there: the supply was away from its beginning, for twenty minutes.
    for (const d of found) {
      expect(Math.abs(d.startMs - (startMs + 699 * 60_000))).toBeLessThanOrEqual(60_000);
      expect(Math.abs((d.durationMs ?? 0) - 20 * 60_000)).toBeLessThanOrEqual(60_000);
    }
  });
});
