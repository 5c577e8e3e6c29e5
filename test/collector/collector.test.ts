/** The collector as a whole, on stores that fail, refuse, come back; and its own restart. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CollectorConfigInput, parseCollectorConfig } from '../../collector/config.ts';
import { createLiveFold } from '../../collector/fold.ts';
import type { Item } from '../../collector/item.ts';
import { type CollectorDeps, startCollector } from '../../collector/main.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { countingFold, FakeRecords, FakeSeries, meterOf, quiet, until } from './fakes.ts';
import { startDevice } from './modbus-devices.ts';

let dir: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-collector-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await rm(dir, { recursive: true, force: true });
});

const METERS: readonly Meter[] = [meterOf('M0'), meterOf('M1', { phases: 'B' })];

async function start(input: CollectorConfigInput, over: Partial<CollectorDeps> = {}) {
  const parsed = parseCollectorConfig(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const series = new FakeSeries();
  const records = new FakeRecords();
  const folds: ReturnType<typeof countingFold>[] = [];
  const collector = await startCollector(parsed.config, {
    series: series.asStore(),
    records: records.asStore(),
    spoolDir: dir,
    now: Date.now,
    log: quiet,
    meters: METERS,
    tags: new Map(),
    createFold: (_m, _o, checkpoint) => {
      const fold = countingFold(checkpoint);
      folds.push(fold);
      return fold;
    },
    ...over,
  });
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await collector.stop();
    isStopped = true;
  };
  stops.push(stop);
  return { collector, series, records, fold: () => folds[0], stop };
}
async function client(port: number | null): Promise<MqttClient> {
  const c = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  stops.push(() => c.endAsync(true));
  return c;
}
const iso = (agoMs: number) => new Date(Date.now() - agoMs).toISOString();
const send = (c: MqttClient, meter: string, part: string, body: Record<string, unknown>) =>
  c.publishAsync(`gridwitness/v1/${meter}/${part}`, JSON.stringify({ v: 1, ...body }), { qos: 1 });
const reading = (u: number, agoMs = 1000) => ({ interval_s: 60, readings: [{ time: iso(agoMs), u: { A: u } }] });

function item(n: number): Item {
  const endMs = Date.UTC(2026, 5, 1) + n * 60_000;
  const one: Reading = {
    meter: id<MeterId>('M0'),
    startMs: endMs - 60_000,
    endMs,
    values: { A: { u: 220 + (n % 97) / 10 } },
    method: '1min',
    statistic: 'mean',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: null,
  };
  return { kind: 'reading', reading: one };
}

describe('from broker to stores', () => {
  it('readings, events and states reach series and records', async () => {
    const { collector, series, records, fold } = await start({ broker: { port: 0 } });
    const c = await client(collector.brokerPort);
    await send(c, 'M0', 'readings', reading(221.5));
    await send(c, 'M0', 'events', {
      events: [{ kind: 'dip', start: iso(900), duration_ms: 120, phases: 'A', pct: 61.5 }],
    });
    await send(c, 'M1', 'state', { event: 'last_gasp', time: iso(500) });
    await collector.settled();
    expect(series.readings.map((r) => r.values.A?.u)).toEqual([221.5]);
    expect(fold()?.count).toBe(1);
    expect(records.disturbances).toMatchObject([{ kind: 'dip', pct: 61.5 }]);
    expect(series.disturbances).toEqual(records.disturbances);
    expect(records.meterEvents).toMatchObject([{ meter: 'M1', kind: 'last_gasp' }]);
    const states = new Map(collector.states().map((s) => [s.meter as string, s]));
    expect(states.get('M0')).toMatchObject({ silence: null, source: 'broker' });
  });

  it('ask 24: a store that fails loses nothing and nothing twice', async () => {
    const { collector, series } = await start({ broker: { port: 0 } });
    series.failures = 3;
    const c = await client(collector.brokerPort);
    for (let n = 0; n < 20; n++) await send(c, 'M0', 'readings', reading(200 + n, 60_000 * (30 - n)));
    await collector.settled();
    expect(series.readings.map((r) => r.values.A?.u)).toEqual(Array.from({ length: 20 }, (_, n) => 200 + n));
    expect(collector.stats().consumers.find((s) => s.name === 'series')?.failures).toBe(3);
  });

  it('a point the store refuses goes to the held file, its neighbours are stored', async () => {
    const { collector, series } = await start({});
    series.refuse = (r) => r.values.A?.u === 223;
    await collector.ingest([item(10), item(30), item(20)]);
    await collector.settled();
    expect(series.readings.map((r) => r.values.A?.u)).toEqual([221, 222]);
    const held = await readFile(join(dir, 'held', 'letters-00000001.jsonl'), 'utf8');
    expect(JSON.parse(held)).toMatchObject({ reason: 'field type conflict', content: { values: { A: { u: 223 } } } });
    expect(collector.stats().refusedByStore).toBe(1);
  });

  it('an unusable message is acknowledged, held whole, and named; an unknown device is "unmapped"', async () => {
    const { collector } = await start({ broker: { port: 0 } });
    const c = await client(collector.brokerPort);
    await c.publishAsync('gridwitness/v1/M0/readings', '{"v":1,"inter', { qos: 1 });
    await send(c, 'stranger', 'readings', reading(221));
    await send(c, 'M0', 'readings', reading(222));
    await collector.settled();
    const held = (await readFile(join(dir, 'held', 'letters-00000001.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));
    expect(Buffer.from(held[0].content, 'base64').toString()).toBe('{"v":1,"inter');
    expect(held[0].reason).toContain('truncated');
    expect(collector.states().find((s) => s.meter === null)).toMatchObject({ source: 'stranger', silence: 'unmapped' });
  });

  it('ask 7: a reading of a meter nobody registered is stored and shown as unmapped', async () => {
    const { collector, series } = await start({});
    const stranger = item(1);
    if (stranger.kind !== 'reading') throw new Error('a reading');
    await collector.ingest([{ kind: 'reading', reading: { ...stranger.reading, meter: id<MeterId>('M99') } }]);
    await collector.settled();
    expect(series.readings).toHaveLength(1);
    expect(collector.states().filter((s) => s.silence === 'unmapped')).toMatchObject([{ source: 'M99', errors: 1 }]);
  });

  it('history: a month at once is durable and in order', async () => {
    const { collector, series, fold } = await start({});
    const items = Array.from({ length: 20_000 }, (_, n) => item(n));
    await collector.ingest([...items].reverse());
    await collector.settled();
    expect(series.readings).toHaveLength(20_000);
    expect(series.readings.every((r, n) => n === 0 || r.endMs > (series.readings[n - 1]?.endMs ?? 0))).toBe(true);
    expect(fold()?.count).toBe(20_000);
  });
});

describe('ask 2: our own restart', () => {
  it('makes no event, repeats nothing, and detectors go on where they were', async () => {
    const first = await start({ broker: { port: 0 } });
    await first.collector.ingest([item(1), item(2)]);
    await first.collector.settled();
    await first.stop();
    const second = await start({ broker: { port: 0 } });
    await second.collector.ingest([item(3)]);
    await second.collector.settled();
    expect(second.series.readings.map((r) => r.values.A?.u)).toEqual([220.3]);
    expect(second.fold()?.count).toBe(3);
    expect([...first.records.disturbances, ...second.records.disturbances]).toEqual([]);
    expect([...first.records.meterEvents, ...second.records.meterEvents]).toEqual([]);
  });

  it('in the middle of an outage the outage stays one, with its true beginning', async () => {
    const minute = (n: number): Item => {
      const { reading: r } = item(n) as Extract<Item, { kind: 'reading' }>;
      const u = n >= 40 && n < 80 ? 0 : 220 + (n % 97) / 10;
      return { kind: 'reading', reading: { ...r, values: { A: { u }, B: { u }, C: { u } } } };
    };
    const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => minute(from + n));
    const first = await start({}, { createFold: createLiveFold });
    await first.collector.ingest(minutes(0, 60));
    await first.collector.settled();
    await first.stop();
    const second = await start({}, { createFold: createLiveFold });
    await second.collector.ingest(minutes(60, 120));
    await second.collector.settled();
    expect(first.records.disturbances).toEqual([]);
    const outages = second.records.disturbances.filter((d) => d.kind === 'outage');
    // Minute 40 is the value that ends there, so the supply was away from the end of minute 39 on.
    const startMs = Date.UTC(2026, 5, 1) + 39 * 60_000;
    expect(outages.map((d) => [d.meter, d.startMs - startMs, d.durationMs])).toEqual([['M0', 0, 40 * 60_000]]);
    const others = second.records.disturbances.filter((d) => d.kind !== 'outage');
    expect(others).toEqual([]);
  });

  it('stopped while the store is down: the next start writes what is left', async () => {
    const first = await start({});
    first.series.failures = Number.POSITIVE_INFINITY;
    await first.collector.ingest([item(1), item(2)]);
    await until(() => first.series.writes > 0, 'a try');
    await first.stop();
    const second = await start({});
    await second.collector.settled();
    expect(second.series.readings.map((r) => r.values.A?.u)).toEqual([220.1, 220.2]);
    expect(second.fold()?.count).toBe(2);
  });
});

describe('a defect of our own in the detectors', () => {
  it('stops them loudly, the store goes on, and nothing is lost for the repaired version', async () => {
    const broken = () => ({
      push: () => {
        throw new Error('invariant broken: planted');
      },
      checkpoint: () => null,
    });
    const first = await start({}, { createFold: broken });
    await first.collector.ingest([item(1)]);
    await expect(first.collector.settled()).rejects.toThrow(/planted/);
    await until(() => first.series.readings.length === 1, 'the store has it');
    const consumers = first.collector.stats().consumers;
    expect(consumers.map((c) => [c.name, c.defect])).toEqual([
      ['series', null],
      ['detect', 'invariant broken: planted'],
    ]);
    await first.stop();
    const second = await start({});
    await second.collector.settled();
    expect(second.fold()?.count).toBe(1);
    expect(second.series.readings).toEqual([]);
  });
});

describe('the spool is full', () => {
  it('pushes are refused, not lost in silence', async () => {
    const { collector, series } = await start({ spoolQuotaMb: 1 });
    series.failures = Number.POSITIVE_INFINITY;
    const items = Array.from({ length: 20_000 }, (_, n) => item(n));
    await expect(collector.ingest(items)).rejects.toThrow(/full/);
    expect(collector.stats().spool.isAlarm).toBe(true);
  });
});

describe('B8: a meter that answers "not available"', () => {
  it('no point is written, no event is made, and it counts as silent', async () => {
    const device = await startDevice((r) => r.answer(Array.from({ length: r.length }, () => 0xffff)));
    stops.push(device.stop);
    const unit = { unit: 1, meter: 'M0', profile: 'eastron-sdm630', intervalS: 0.1 };
    let aheadMs = 0;
    const { collector, series, records } = await start(
      { modbus: [{ host: '127.0.0.1', port: device.port, units: [unit] }] },
      { now: () => Date.now() + aheadMs },
    );
    await until(() => (collector.stats().sources[0]?.stored ?? 0) >= 2, 'two polls');
    await collector.settled();
    aheadMs = 600_000;
    const state = collector.states().find((s) => s.meter === 'M0');
    expect(state?.silence).not.toBeNull();
    expect(state?.lastProblem?.got).toContain('not available (0xFFFF 0xFFFF)');
    expect(series.readings).toEqual([]);
    expect(records.disturbances).toEqual([]);
  });
});

describe('B12 and B16 through the whole pipeline', () => {
  it('a rebooting Shelly makes no interruption, only a noted reboot', async () => {
    const { collector, series, records } = await start({
      broker: { port: 0, dialects: ['shelly-gen1'], devices: { 'shelly3em-1': 'M0' } },
    });
    const c = await client(collector.brokerPort);
    const unixtime = Math.floor(Date.now() / 1000) - 1;
    const em = (voltage: number, is_valid: boolean) => ({ power: 0, voltage, total: -1, is_valid });
    const status = (u: number, ok: boolean, uptime: number) =>
      c.publishAsync('shellies/shelly3em-1/status', JSON.stringify({ unixtime, uptime, emeters: [em(u, ok)] }), {
        qos: 1,
      });
    await status(0, false, 3);
    await status(236.1, true, 500);
    await collector.settled();
    expect(series.readings.map((r) => r.values)).toEqual([{ A: { p: 0, u: 236.1 } }]);
    expect(records.meterEvents).toMatchObject([{ kind: 'reboot' }]);
    expect(records.disturbances).toEqual([]);
  });

  it('a clock an hour ahead is kept, flagged, and shown as an untrusted clock', async () => {
    const { collector, series } = await start({ broker: { port: 0 } });
    const c = await client(collector.brokerPort);
    await send(c, 'M0', 'readings', reading(231, -3_600_000));
    await collector.settled();
    expect(series.readings).toMatchObject([{ quality: QUALITY.clock, values: { A: { u: 231 } } }]);
    const state = collector.states().find((s) => s.meter === 'M0');
    expect(state?.silence).toBe('clock_untrusted');
    expect(state?.clockOffsetMs ?? 0).toBeGreaterThan(3_500_000);
  });
});

describe('configuration', () => {
  it('every mistake is named by its path', () => {
    const parsed = parseCollectorConfig({
      modbus: [{ host: 'h', units: [{ unit: 300, meter: 'M', profile: 'p', intervalS: 0 }] }],
      mqtt: [{ url: 'http://x', connections: 3, zone: 'Mars/Olympus' }],
      brokers: {},
    });
    const faults = parsed.ok ? [] : parsed.faults;
    expect(faults.map((f) => f.path)).toEqual(
      expect.arrayContaining([
        'collector.modbus[0].units[0].unit',
        'collector.modbus[0].units[0].intervalS',
        'collector.mqtt[0].url',
        'collector.mqtt[0].zone',
        'collector',
      ]),
    );
    expect(faults.find((f) => f.path === 'collector')?.message).toContain('brokers');
  });

  it('several connections without a shared subscription are refused', () => {
    const parsed = parseCollectorConfig({ mqtt: [{ url: 'mqtt://x', connections: 3 }] });
    expect(parsed.ok ? [] : parsed.faults.map((f) => f.path)).toEqual(['collector.mqtt[0].share']);
  });

  it('an unknown profile is named with those there are', async () => {
    const units = [{ unit: 1, meter: 'M0', profile: 'no-such', intervalS: 1 }];
    await expect(start({ modbus: [{ host: 'h', units }] })).rejects.toThrow(
      /modbus\[0\]\.units\[0\]\.profile: no-such is none of .*eastron-sdm630/,
    );
  });

  it('a broker port in use ends the start and frees the spool', async () => {
    const first = await start({ broker: { port: 0 } });
    const port = first.collector.brokerPort ?? 0;
    const other = await mkdtemp(join(tmpdir(), 'gw-other-'));
    stops.push(() => rm(other, { recursive: true, force: true }));
    await expect(start({ broker: { port } }, { spoolDir: other })).rejects.toThrow(/could not be started/);
    await (await start({}, { spoolDir: other })).stop();
  });
});
