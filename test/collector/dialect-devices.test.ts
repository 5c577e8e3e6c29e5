/**
 * One broker (real mosquitto), one device of every dialect, one collector: readings, counters and last wills come out
 * right. Device payloads are typed a second time in the simulator.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { startCollector } from '../../collector/main.ts';
import { DIALECTS } from '../../collector/payloads/index.ts';
import { QUALITY } from '../../core/series.ts';
import { dialectOf, DIALECTS as SIMULATED } from '../../simulators/meters/index.ts';
import { connectMqttDevice, type MqttDevice } from '../../simulators/meters/mqtt-device.ts';
import { startMosquitto } from '../servers/mosquitto.ts';
import { countingFold, FakeRecords, FakeSeries, meterOf, quiet, until } from './fakes.ts';

const IDS = DIALECTS.map((d) => d.id);
/** A topic name of each device: the dialects that take it from the middle of a topic need nothing special. */
const nameOf = (id: string) => `dev-${id}`;
const meterName = (id: string) => `M-${id}`;
const SAMPLE = {
  intervalS: 10,
  statistic: 'snapshot' as const,
  u: { A: 231.5, B: 229.75, C: 235.25 },
  i: { A: 1.5, B: 2.25, C: 3.75 },
  p: { A: 310, B: 420, C: 530 },
  f: 50,
};

let dir: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-dialects-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await rm(dir, { recursive: true, force: true });
});

async function collect(url: string, over: Record<string, unknown> = {}) {
  const parsed = parseCollectorConfig({
    mqtt: [
      {
        url,
        clientId: 'gw-dialects',
        dialects: IDS,
        topics: ['#'],
        devices: Object.fromEntries(IDS.map((id) => [nameOf(id), meterName(id)])),
        ...over,
      },
    ],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const series = new FakeSeries();
  const records = new FakeRecords();
  const collector = await startCollector(parsed.config, {
    series: series.asStore(),
    records: records.asStore(),
    spoolDir: dir,
    now: Date.now,
    log: quiet,
    meters: IDS.map((id) => meterOf(meterName(id), { method: '10s' })),
    tags: new Map(),
    createFold: (_m, _o, checkpoint) => countingFold(checkpoint),
  });
  stops.push(() => collector.stop());
  await until(() => collector.stats().sources.some((s) => s.isLinkUp === true), 'connected');
  return { collector, series, records };
}

async function device(url: string, id: (typeof IDS)[number]): Promise<MqttDevice> {
  const one = await connectMqttDevice({ url, device: nameOf(id), dialect: id, nowMs: Date.now() });
  stops.push(() => one.stop());
  return one;
}

describe('every dialect through mosquitto', () => {
  it('is spoken by a simulated device', () => {
    expect(SIMULATED.map((d) => d.id).sort()).toEqual([...IDS].sort());
  });

  it('readings of nine devices on one broker come out right, each once, and nothing is held', async () => {
    const broker = await startMosquitto();
    stops.push(broker.stop);
    const { collector, series, records } = await collect(broker.url);
    // A subscription may be a moment younger than "connected": a word until it is heard.
    const pub = await mqtt.connectAsync(broker.url);
    stops.push(() => pub.endAsync(true));
    while (collector.stats().foreignTopics.size === 0) await pub.publishAsync('hello', '', { qos: 1 });
    const endMs = Math.floor(Date.now() / 1000) * 1000 - 2_000;
    const of = (id: string) => series.readings.filter((r) => r.meter === meterName(id));
    const devices = await Promise.all(IDS.map((id) => device(broker.url, id)));
    // Twice: a device that repeats itself without its clock is recognised once its clock has been heard.
    for (const one of devices) await one.readings({ ...SAMPLE, endMs: endMs - 20_000 });
    await until(() => IDS.every((id) => of(id).some((r) => r.values.C?.u !== undefined)), 'every device heard');
    await until(() => of('shelly-gen2').some((r) => r.deviceTimeMs !== null), 'the clock of Shelly heard');
    series.readings.length = 0;
    for (const one of devices) await one.readings({ ...SAMPLE, endMs });
    for (const id of IDS) {
      const voltage = (phase: 'A' | 'B' | 'C') => of(id).flatMap((r) => r.values[phase]?.u ?? []);
      await until(() => voltage('C').length > 0, `${id}: a voltage of phase C`);
      await collector.settled();
      for (const [phase, uV] of Object.entries(SAMPLE.u)) {
        const read = voltage(phase as 'A');
        expect([id, phase, read.map((u) => Math.abs(u - uV) <= 0.5)]).toEqual([id, phase, [true]]);
      }
      expect([id, of(id).map((r) => r.quality & ~QUALITY.late)]).toEqual([id, of(id).map(() => 0)]);
    }
    expect(collector.stats().held.recent).toEqual([]);
    expect(records.disturbances).toEqual([]);
  });

  it('a device that dies is a lost connection, and never an outage; a retained will at the next start is nothing new', async () => {
    const broker = await startMosquitto();
    stops.push(broker.stop);
    const first = await collect(broker.url, { clientId: 'gw-first' });
    const mortal = IDS.filter((id) => dialectOf(id).lastWill !== undefined);
    expect(mortal.sort()).toEqual(['shelly-gen1', 'shelly-gen2', 'sparkplug-b', 'tasmota', 'zigbee2mqtt']);
    for (const id of mortal) {
      const one = await device(broker.url, id);
      await one.readings({ ...SAMPLE, endMs: Math.floor(Date.now() / 1000) * 1000 - 2_000 });
      await until(() => first.series.readings.some((r) => r.meter === meterName(id)), `${id}: a reading`);
      await one.drop();
    }
    const lost = () => first.records.meterEvents.filter((e) => e.kind === 'comms_lost').map((e) => e.meter);
    await until(() => new Set(lost()).size === mortal.length, 'all of them lost');
    const kinds = new Set(first.records.meterEvents.map((e) => e.kind));
    expect([...kinds].filter((k) => k !== 'comms_lost' && k !== 'comms_back')).toEqual([]);
    expect(first.series.disturbances).toEqual([]);
    await first.collector.stop();
    const second = await collect(broker.url, { clientId: 'gw-second' });
    await until(() => (second.collector.stats().sources[0]?.stored ?? 0) >= 4, 'the retained wills');
    await second.collector.settled();
    expect(second.records.meterEvents).toEqual([]);
    expect(second.series.readings).toEqual([]);
  });

  it('what a Sparkplug BIRTH explained is known after a restart; a damaged file of it costs no start', async () => {
    const broker = await startMosquitto();
    stops.push(broker.stop);
    const first = await collect(broker.url);
    const one = await device(broker.url, 'sparkplug-b');
    const endMs = Math.floor(Date.now() / 1000) * 1000 - 2_000;
    const heard = (c: Awaited<ReturnType<typeof collect>>) => () =>
      c.series.readings.some((r) => r.values.C?.u === SAMPLE.u.C);
    await one.readings({ ...SAMPLE, endMs });
    await until(heard(first), 'a reading');
    await first.collector.stop();
    const second = await collect(broker.url);
    await one.readings({ ...SAMPLE, endMs: endMs + 1_000 });
    await until(heard(second), 'a reading by alias after the restart');
    expect(second.collector.stats().held.recent).toEqual([]);
    await second.collector.stop();
    await writeFile(join(dir, 'remembered.json'), '{"mqtt:0":');
    const third = await collect(broker.url);
    await one.readings({ ...SAMPLE, endMs: endMs + 2_000 });
    await until(() => third.collector.stats().held.total === 1, 'the message held for a person');
    expect(third.collector.stats().held.recent[0]?.reason).toContain('alias');
  });
});
