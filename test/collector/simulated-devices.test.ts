/** Simulated devices, whose registers and payloads were typed in a second time, are read right through real sockets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CollectorConfigInput, parseCollectorConfig } from '../../collector/config.ts';
import { startCollector } from '../../collector/main.ts';
import { METER_PROFILES } from '../../collector/meters/index.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { DIALECTS, type DialectId } from '../../simulators/meters/index.ts';
import { startModbusDevice } from '../../simulators/meters/modbus-device.ts';
import { connectMqttDevice } from '../../simulators/meters/mqtt-device.ts';
import { METER_TABLES, vectorOf } from '../../simulators/meters/tables.ts';
import { countingFold, FakeRecords, FakeSeries, meterOf, quiet, until } from './fakes.ts';

let dir: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-devices-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await rm(dir, { recursive: true, force: true });
});

async function start(input: CollectorConfigInput) {
  const parsed = parseCollectorConfig(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const series = new FakeSeries();
  const records = new FakeRecords();
  const collector = await startCollector(parsed.config, {
    series: series.asStore(),
    records: records.asStore(),
    spoolDir: dir,
    now: Date.now,
    log: quiet,
    meters: [meterOf('M0', { method: '10s' })],
    tags: new Map(),
    createFold: (_m, _o, checkpoint) => countingFold(checkpoint),
  });
  stops.push(() => collector.stop());
  return { collector, series, records };
}

describe('Modbus', () => {
  it('every profile has a simulated meter', () => {
    expect(METER_TABLES.map((t) => t.id).sort()).toEqual(METER_PROFILES.map((p) => p.id).sort());
  });

  it.each(METER_TABLES.map((t) => [t.id, t] as const))(
    '%s: every register of the second typing is read',
    async (profile, table) => {
      const vector = vectorOf(table);
      const device = await startModbusDevice(table, { valueOf: (q: QuantityId, p: PhaseTag) => vector(q, p) });
      stops.push(() => device.stop());
      const unit = { unit: device.unit, meter: 'M0', profile, intervalS: 0.2 };
      const { collector, series } = await start({ modbus: [{ host: device.host, port: device.port, units: [unit] }] });
      await until(() => series.readings.length >= 1, 'a reading');
      const values = series.readings[0]?.values ?? {};
      for (const row of table.registers) {
        const value = values[row.phase]?.[row.quantity];
        const isFloat = row.type === 'float32' && row.scale === undefined;
        if (isFloat) expect(value, `${row.quantity}.${row.phase}`).toBe(Math.fround(row.vector));
        else expect(value, `${row.quantity}.${row.phase}`).toBeCloseTo(row.vector, 6);
      }
      const read = Object.values(values).reduce((n, v) => n + Object.keys(v ?? {}).length, 0);
      expect(read).toBe(table.registers.length);
      const [polled] = collector.stats().sources.flatMap((s) => s.polled);
      expect(polled).toMatchObject({ exceptions: 0, timeouts: 0, missing: [] });
      expect(collector.states().find((s) => s.meter === 'M0')).toMatchObject({ errors: 0, silence: null });
    },
  );
});

describe('MQTT', () => {
  const sample = (endMs: number) => ({
    endMs,
    intervalS: 10,
    statistic: 'snapshot' as const,
    u: { A: 221.5, B: 219.75, C: 230.25 },
    i: { A: 1.5, B: 2.25, C: 3.75 },
    p: { A: 310, B: 420, C: 530 },
    f: 50,
  });

  it.each(DIALECTS.map((d) => d.id))('%s: one sample is one measurement of each phase', async (dialect) => {
    const id = dialect as DialectId;
    const hasClock = id !== 'shelly-gen1' && id !== 'dsmr-split';
    const broker = {
      port: 0,
      dialects: [id],
      devices: { dev: 'M0' },
      zone: id === 'dsmr-telegram' ? 'Europe/Amsterdam' : 'Asia/Shanghai',
    };
    const { collector, series, records } = await start({ broker });
    const url = `mqtt://127.0.0.1:${collector.brokerPort}`;
    const device = await connectMqttDevice({ url, device: 'dev', dialect: id, nowMs: Date.now() });
    stops.push(() => device.stop());
    // Twice: a device that repeats itself without its clock is recognised once its clock has been heard.
    await device.readings(sample(Date.now() - 20_000));
    await collector.settled();
    series.readings.length = 0;
    const endMs = Math.floor(Date.now() / 1000) * 1000 - 5_000;
    await device.readings(sample(endMs));
    await collector.settled();
    const of = (q: QuantityId, p: PhaseTag) => series.readings.flatMap((r) => r.values[p]?.[q] ?? []);
    for (const [phase, uV] of Object.entries(sample(0).u)) {
      const [read, ...more] = of('u', phase as PhaseTag);
      expect(more, `${phase} once`).toEqual([]);
      expect(Math.abs((read ?? 0) - uV)).toBeLessThanOrEqual(0.5);
    }
    expect(of('i', 'B')).toEqual([2.25]);
    // A telegram split over topics has no signed power of a phase: taken and fed in come apart.
    expect(of('p', 'C')).toEqual(id === 'dsmr-split' ? [] : [530]);
    if (hasClock) expect(series.readings.map((r) => r.endMs)).toEqual([endMs]);
    expect(collector.stats().held.total).toBe(0);
    expect(records.disturbances).toEqual([]);
  });
});
