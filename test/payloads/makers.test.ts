/** Makers' dialects against captured messages of real devices, and against the traps others fell into. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { epochToMs } from '../../collector/payloads/clock.ts';
import { NOTHING, PLAIN_DEVICE } from '../../collector/payloads/dialect.ts';
import type { Json } from '../../collector/payloads/json.ts';
import { shellyGen1 } from '../../collector/payloads/shelly-gen1.ts';
import { decodeFullStatus, shellyGen2 } from '../../collector/payloads/shelly-gen2.ts';
import { tasmota } from '../../collector/payloads/tasmota.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { QUALITY } from '../../core/series.ts';
import { bytesOf, contextOf, RECEIVED_MS } from './context.ts';

const captured = new URL('../../../shared/data/field/meters/payloads/', import.meta.url);
const hasCaptured = existsSync(captured);
if (!hasCaptured) process.stderr.write('notice: captured payloads are not here, their tests are skipped\n');
const lines = (name: string): string[] =>
  readFileSync(new URL(name, captured), 'utf8')
    .split('\n')
    .filter((l) => l.trim() !== '');

describe.skipIf(!hasCaptured)('captured messages of real devices', () => {
  it('Shelly EM: both channels 235.68 V, unixtime is the clock', () => {
    const receivedMs = 1_676_110_570_000;
    const { readings, problems } = shellyGen1.decode(
      'shellies/em/status',
      bytesOf(lines('shelly_gen1.jsonl')[0]),
      contextOf({ receivedMs, phases: 'AB' }),
    );
    expect(problems).toEqual([]);
    expect(readings[0]?.values).toMatchObject({ A: { u: 235.68, p: -620.34, q: 714.48 }, B: { u: 235.68, p: 0 } });
    expect(readings[0]).toMatchObject({ endMs: 1_676_110_566_000, deviceTimeMs: 1_676_110_566_000, quality: 0 });
  });

  it('Shelly plug: output off is a load that is off, the supply is on', () => {
    const [off, on] = lines('shelly_gen2.jsonl').map((l) =>
      shellyGen2.decode('plug/status/switch:0', bytesOf(l), contextOf({ phases: 'B' })),
    );
    expect(off?.readings[0]?.values).toEqual({ B: { u: 232, i: 0, p: 47.11 } });
    expect(on?.readings[0]?.values).toEqual({ B: { u: 240.8, i: 1.886, p: 399.2 } });
    expect([off, on].flatMap((d) => [...(d?.disturbances ?? []), ...(d?.meterEvents ?? [])])).toEqual([]);
  });

  it('Tasmota: 0.00 V while 47.11 W flow is not measured, so no interruption', () => {
    const receivedMs = Date.UTC(2023, 1, 5, 12, 31, 50);
    const { readings, problems } = tasmota.decode(
      'stat/plug/STATUS8',
      bytesOf(lines('tasmota.jsonl')[0]),
      contextOf({ receivedMs, phases: 'A' }),
    );
    expect(readings[0]?.values.A).toEqual({ i: 0, p: 47.11, q: 0 });
    expect((readings[0]?.quality ?? 0) & QUALITY.implausible).toBeTruthy();
    expect(readings[0]?.endMs).toBe(Date.UTC(2023, 1, 5, 12, 31, 48));
    expect(problems).toMatchObject([{ code: 'implausible', field: 'u.A' }]);
  });

  it('Tasmota with a read-out head: no voltage, nothing said, nothing wrong', () => {
    const decoded = tasmota.decode('tele/head/SENSOR', bytesOf(lines('tasmota.jsonl')[1]), contextOf());
    expect(decoded).toEqual(NOTHING);
  });

  it('Shelly Pro 3EM: three voltages, 50 Hz; the clock is sys.unixtime, not the local sys.time', () => {
    const dump = JSON.parse(readFileSync(new URL('shelly_pro_3em_fixture.json', captured), 'utf8')) as { status: Json };
    const receivedMs = 1_707_326_930_000;
    const { readings, problems } = decodeFullStatus(
      'pro3em',
      { device: 'pro3em', meter: id<MeterId>('M1'), channels: ['A', 'B', 'C'], settings: PLAIN_DEVICE },
      dump.status,
      contextOf({ receivedMs, zone: 'Europe/Rome' }),
    );
    expect(problems).toEqual([]);
    expect(readings[0]?.values).toEqual({
      A: { u: 229, i: 2.392, p: 375.5 },
      B: { u: 229, i: 1.037, p: 170.8 },
      C: { u: 229.2, i: 0.428, p: 12.7 },
      total: { f: 50 },
    });
    expect(readings[0]?.endMs).toBe(Date.UTC(2024, 1, 7, 17, 28, 47));
  });
});

describe('B11: Tasmota three-phase arrays', () => {
  const decode = (energy: Json, phases = 'ABC') =>
    tasmota.decode('tele/m/SENSOR', bytesOf({ Time: '2026-07-01T20:10:00', ENERGY: energy }), contextOf({ phases }));

  it('voltage and current are not taken for each other', () => {
    const { readings } = decode({ Voltage: [230, 229, 231], Current: [0.022, 0, 0], Power: [1, 0, 0] });
    expect(readings[0]?.values).toEqual({
      A: { u: 230, i: 0.022, p: 1 },
      B: { u: 229, i: 0, p: 0 },
      C: { u: 231, i: 0, p: 0 },
    });
  });

  it('a scalar voltage beside array powers is the voltage of each phase', () => {
    const { readings } = decode({ Voltage: 230, Power: [11, 12, 13], Current: 7 });
    expect(readings[0]?.values).toEqual({ A: { u: 230, p: 11 }, B: { u: 230, p: 12 }, C: { u: 230, p: 13 } });
  });

  it('a one-phase plug on phase C speaks of phase C', () => {
    expect(decode({ Voltage: '231.5', Current: 0.25 }, 'C').readings[0]?.values).toEqual({ C: { u: 231.5, i: 0.25 } });
  });
});

describe('B12: Shelly 3EM after a reboot', () => {
  const unix = RECEIVED_MS / 1000 - 1;
  const em = (over: Json) => ({ power: 0, total: -1, voltage: 0, is_valid: false, ...over });
  const decode = (emeters: Json[], rest: Json) =>
    shellyGen1.decode('shellies/3em/status', bytesOf({ unixtime: unix, ...rest, emeters }), contextOf());

  it('0 V that is not valid is dropped, no interruption; the reboot is noted', () => {
    const { readings, disturbances, meterEvents } = decode([em({}), em({}), em({})], { uptime: 4 });
    expect(readings[0]?.values).toEqual({});
    expect((readings[0]?.quality ?? 0) & QUALITY.notAvailable).toBeTruthy();
    expect(disturbances).toEqual([]);
    expect(meterEvents).toEqual([{ meter: 'M1', kind: 'reboot', timeMs: unix * 1000 - 4000, knownAtMs: RECEIVED_MS }]);
  });

  it('-1 V is dropped', () => {
    const { readings } = decode([em({ voltage: -1, is_valid: true, power: -1 })], { uptime: 9999 });
    expect(readings[0]?.values.A?.u).toBeUndefined();
  });

  it('then 236.1 V is read', () => {
    const { readings, meterEvents } = decode([em({ voltage: 236.1, is_valid: true })], { uptime: 9999 });
    expect(readings[0]?.values.A?.u).toBe(236.1);
    expect(meterEvents).toEqual([]);
  });
});

describe('B16: local time sent as if it were UTC', () => {
  const status = bytesOf({ unixtime: 1_582_715_950, emeters: [{ voltage: 231.5, is_valid: true }] });
  const receivedMs = 1_582_712_352_000;

  it('with Europe/Oslo as zone of the epoch it is 10:19:10Z', () => {
    const context = contextOf({ receivedMs, epochZone: 'Europe/Oslo' });
    const { readings, problems } = shellyGen1.decode('shellies/oslo/status', status, context);
    expect(problems).toEqual([]);
    expect(readings[0]).toMatchObject({ endMs: 1_582_712_350_000, quality: 0 });
  });

  it('without it the sample is an hour ahead: kept, flagged, reported', () => {
    const { readings, problems } = shellyGen1.decode('shellies/oslo/status', status, contextOf({ receivedMs }));
    expect(readings[0]).toMatchObject({
      endMs: receivedMs,
      deviceTimeMs: 1_582_715_950_000,
      quality: QUALITY.clock,
      values: { A: { u: 231.5 } },
    });
    expect(problems).toMatchObject([{ code: 'clock-error', got: '1582715950: 3598 s ahead' }]);
  });
});

describe('B17: the unit of an epoch number', () => {
  it.each([
    [1_687_953_601, Date.UTC(2023, 5, 28, 12, 0, 1)],
    [1_687_953_601_688, Date.UTC(2023, 5, 28, 12, 0, 1, 688)],
    [1_687_953_601_688_000, Date.UTC(2023, 5, 28, 12, 0, 1, 688)],
    [1_687_953_601_688_000_000, Date.UTC(2023, 5, 28, 12, 0, 1, 688)],
  ])('%d', (value, ms) => expect(epochToMs(value)).toBe(ms));

  it.each([0, -1, 1707, Number.NaN, 5e11])('%d is no instant', (value) => expect(epochToMs(value)).toBeNull());
});

describe('Shelly second generation, notifications', () => {
  it('ts is the clock, only what changed is read', () => {
    const notify = {
      method: 'NotifyStatus',
      params: { ts: RECEIVED_MS / 1000 - 2.5, 'em:0': { a_voltage: 228.5, c_voltage: 230.25 } },
    };
    const { readings } = shellyGen2.decode('pro/events/rpc', bytesOf(notify), contextOf());
    expect(readings[0]).toMatchObject({ endMs: RECEIVED_MS - 2500, values: { A: { u: 228.5 }, C: { u: 230.25 } } });
  });

  it('a temperature notification is nothing wrong', () => {
    const notify = { method: 'NotifyStatus', params: { ts: 1, 'temperature:0': { tC: 41.5 } } };
    expect(shellyGen2.decode('pro/events/rpc', bytesOf(notify), contextOf()).problems).toEqual([]);
  });
});

describe('Shelly, first generation: one number per topic', () => {
  const decode = (topic: string, text: string, over: Parameters<typeof contextOf>[0] = {}) =>
    shellyGen1.decode(topic, bytesOf(text), contextOf(over));

  it.each([
    ['shellies/3em/emeter/0/voltage', '229.51', { A: { u: 229.51 } }],
    ['shellies/3em/emeter/2/current', '4.25', { C: { i: 4.25 } }],
    ['shellies/em/emeter/1/reactive_power', '-71.5', { B: { q: -71.5 } }],
    ['shellies/25/voltage', '231.07', { A: { u: 231.07 } }],
  ])('%s', (topic, text, values) => {
    expect(decode(topic, text).readings).toMatchObject([{ endMs: RECEIVED_MS, deviceTimeMs: null, values }]);
  });

  it('a second clamp on a one-phase supply is no second phase', () => {
    expect(decode('shellies/em/emeter/1/voltage', '231', { phases: 'B' }).readings).toEqual([]);
    expect(decode('shellies/em/emeter/0/voltage', '231', { phases: 'B' }).readings[0]?.values).toEqual({
      B: { u: 231 },
    });
  });
});

describe('Shelly, second generation: profiles and failures', () => {
  const rpc = (params: Json) =>
    shellyGen2.decode('pro/events/rpc', bytesOf({ method: 'NotifyFullStatus', params }), contextOf());

  it('three one-phase components are three phases', () => {
    const { readings } = rpc({
      ts: RECEIVED_MS / 1000,
      'em1:0': { voltage: 229.5, current: 1.5, act_power: 300, freq: 50 },
      'em1:1': { voltage: 230.5 },
      'em1:2': { voltage: 231.5 },
      sys: { unixtime: 1 },
    });
    expect(readings[0]?.values).toEqual({
      A: { u: 229.5, i: 1.5, p: 300 },
      B: { u: 230.5 },
      C: { u: 231.5 },
      total: { f: 50 },
    });
  });

  it('a failed measuring circuit measures nothing; a voltage out of range is kept', () => {
    const em = (errors: string[]) => ({ 'em:0': { a_voltage: 0, a_errors: errors, b_voltage: 256.5 } });
    const failed = rpc(em(['power_meter_failure'])).readings[0];
    expect(failed?.values).toEqual({ B: { u: 256.5 } });
    expect(rpc(em(['out_of_range:voltage'])).readings[0]?.values).toEqual({ A: { u: 0 }, B: { u: 256.5 } });
  });
});

describe('Tasmota: other topics and scripts', () => {
  it('the topic order of older devices', () => {
    const bytes = bytesOf({ Time: '2026-07-01T20:10:00', ENERGY: { Voltage: 231 } });
    expect(tasmota.decode('plug/tele/SENSOR', bytes, contextOf({ phases: 'A' })).readings[0]?.values).toEqual({
      A: { u: 231 },
    });
  });

  it('ask 27: local wall time is read in the zone of the source, both times are kept', () => {
    const bytes = bytesOf({ Time: '2026-07-01T14:10:00', ENERGY: { Voltage: 231 } });
    const [reading] = tasmota.decode('tele/plug/SENSOR', bytes, contextOf({ zone: 'Europe/Berlin' })).readings;
    const at = Date.UTC(2026, 6, 1, 12, 10);
    expect(reading).toMatchObject({ endMs: at, deviceTimeMs: at, knownAtMs: RECEIVED_MS });
  });

  it('a read-out head whose script names voltages', () => {
    const sml = {
      Time: '2026-07-01T20:10:00',
      SML: { Total_in: 34507, volt_p1: 229.5, volt_p2: 230.5, Voltage_L3: 231.5, Power_curr: 1 },
    };
    expect(tasmota.decode('tele/head/SENSOR', bytesOf(sml), contextOf()).readings[0]?.values).toEqual({
      A: { u: 229.5 },
      B: { u: 230.5 },
      C: { u: 231.5 },
    });
  });
});

describe('last wills are lost connections, never lost supplies', () => {
  it.each([
    ['shellies/em/online', shellyGen1, 'false', 'true'],
    ['plug/online', shellyGen2, 'false', 'true'],
    ['tele/plug/LWT', tasmota, 'Offline', 'Online'],
    ['plug/tele/LWT', tasmota, 'Offline', 'Online'],
  ] as const)('%s', (topic, dialect, down, up) => {
    const kinds = (text: string, retained = false) =>
      dialect.decode(topic, bytesOf(text), contextOf({ retained })).meterEvents.map((e) => e.kind);
    expect(kinds(down)).toEqual(['comms_lost']);
    expect(kinds(up)).toEqual(['comms_back']);
    expect([...kinds(down, true), ...kinds(up, true)]).toEqual([]);
    expect(dialect.decode(topic, bytesOf('perhaps'), contextOf()).problems).toMatchObject([{ code: 'bad-value' }]);
  });
});
