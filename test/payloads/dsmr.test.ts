/** DSMR P1 over MQTT: raw telegrams of real meters, and values split over topics. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dsmrSplit } from '../../collector/payloads/dsmr-split.ts';
import { dsmrTelegram } from '../../collector/payloads/dsmr-telegram.ts';
import { QUALITY } from '../../core/series.ts';
import { FIELD, hasField } from '../formats/files.ts';
import { bytesOf, contextOf, RECEIVED_MS, remembering } from './context.ts';

const zone = 'Europe/Amsterdam';
const TOPIC = 'house/telegram';

/** Typed here from the standard, without a checksum (DSMR 2.2 has none). */
function telegram(objects: readonly string[], time = '260701141000S'): Uint8Array {
  return bytesOf(['/ISk5\\2MT382-1000', '', `0-0:1.0.0(${time})`, ...objects, '!', ''].join('\r\n'));
}
/** 14:10:00 in Amsterdam is 12:10:00 UTC. */
const AT_MS = Date.UTC(2026, 6, 1, 12, 10);
const VOLTAGES = ['1-0:32.7.0(0230.1*V)', '1-0:52.7.0(0231.2*V)', '1-0:72.7.0(0229.3*V)'];
const decode = (bytes: Uint8Array, over: Parameters<typeof contextOf>[0] = {}) =>
  dsmrTelegram.decode(TOPIC, bytes, contextOf({ zone, ...over }));

describe.skipIf(!hasField)('telegrams of real meters', () => {
  const real = (name: string, receivedMs: number, phases = 'ABC') =>
    decode(readFileSync(`${FIELD}meters/p1_telegrams/${name}`), { receivedMs, phases, zone: 'Europe/Amsterdam' });

  it.each([
    ['v5.txt', Date.UTC(2017, 0, 2, 18, 20, 2), { A: 230, B: 230, C: 229 }],
    ['fluvius_v171.txt', Date.UTC(2020, 4, 12, 11, 54, 9), { A: 234.7, B: 234.7, C: 234.7 }],
    ['iskra_ie.txt', null, { A: 242.5, B: 241.7, C: 243.3 }],
  ] as const)('%s: three voltages at the time of the telegram', (name, atMs, voltages) => {
    const { readings, problems } = real(name, (atMs ?? RECEIVED_MS) + 1500);
    expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
    const u = Object.fromEntries(
      Object.entries(readings[0]?.values ?? {}).flatMap(([p, v]) => (v?.u ? [[p, v.u]] : [])),
    );
    expect(u).toEqual(voltages);
    if (atMs !== null) expect(readings[0]).toMatchObject({ endMs: atMs, deviceTimeMs: atMs, quality: 0 });
  });

  it('v5: 13 short failures, none long, no sag and no swell on any phase', () => {
    const { counters } = real('v5.txt', Date.UTC(2017, 0, 2, 18, 20, 3));
    expect(counters).toMatchObject([
      {
        meter: 'M1',
        atMs: Date.UTC(2017, 0, 2, 18, 20, 2),
        counts: { short_failures: 13, long_failures: 0, sags_A: 0 },
      },
    ]);
    expect(counters[0]?.counts).toMatchObject({ sags_B: 0, sags_C: 0, swells_A: 0, swells_B: 0, swells_C: 0 });
  });

  it('v4_2: failures of a clock that was never set are kept without a time, no outage of 68 years', () => {
    const { counters, failures, problems } = real('v4_2.txt', Date.UTC(2016, 10, 13, 19, 57, 58));
    expect(counters[0]?.counts).toMatchObject({ short_failures: 15, long_failures: 7 });
    expect(failures).toEqual(
      [237_126, 2_147_583_646, 2_317_482_647].map((s) => ({ meter: 'M1', endMs: null, durationMs: s * 1000 })),
    );
    expect(problems).toMatchObject([{ code: 'clock-error', field: '1-0:99.97.0' }]);
  });

  it('v2_2: no voltage, no counter, nothing wrong but a message of its meter', () => {
    const decoded = real('v2_2.txt', RECEIVED_MS);
    expect(decoded.disturbances).toEqual([]);
    expect(decoded.problems.filter((p) => p.severity === 'error')).toEqual([]);
    expect(decoded.readings.every((r) => Object.values(r.values).every((v) => v?.u === undefined))).toBe(true);
  });
});

describe('B14: counters belong to the phase they were counted on', () => {
  const counters = ['1-0:32.32.0(00004)', '1-0:52.32.0(00007)', '1-0:72.32.0(00002)', '1-0:32.36.0(00001)'];

  it('32 is L1, 52 is L2, 72 is L3, and no total is made up', () => {
    expect(decode(telegram(counters)).counters).toEqual([
      {
        meter: 'M1',
        atMs: AT_MS,
        knownAtMs: RECEIVED_MS,
        counts: { sags_A: 4, sags_B: 7, sags_C: 2, swells_A: 1 },
      },
    ]);
  });

  it('a meter of one phase on C counts on C', () => {
    const { counters: found } = decode(telegram(['1-0:32.32.0(00004)', '0-0:96.7.21(00009)']), { phases: 'C' });
    expect(found[0]?.counts).toEqual({ sags_C: 4, short_failures: 9 });
  });

  it("a dongle's `short_power_drops` is the count of L1", () => {
    const { counters: found } = dsmrSplit.decode('p1meter/short_power_drops', bytesOf('4'), contextOf());
    expect(found[0]?.counts).toEqual({ sags_A: 4 });
  });
});

describe('B15: only the bad object is rejected', () => {
  it('a month 25 takes its own object, the voltages stay', () => {
    const { readings, problems } = decode(telegram([...VOLTAGES, '0-1:24.2.1(632525252525S)(00000.000)']));
    expect(readings[0]).toMatchObject({
      endMs: AT_MS,
      values: { A: { u: 230.1 }, B: { u: 231.2 }, C: { u: 229.3 } },
    });
    expect(problems).toMatchObject([{ code: 'bad-time', severity: 'error', line: 7, field: '0-1:24.2.1' }]);
  });

  it('a line that is no object leaves its neighbours', () => {
    const { readings, problems } = decode(telegram(['1-0:32.7.0(0230.1*V', VOLTAGES[1] ?? '']));
    expect(readings[0]?.values).toEqual({ B: { u: 231.2 } });
    expect(problems).toMatchObject([{ code: 'bad-value', severity: 'warning', line: 4 }]);
  });
});

describe('time, checksum and end', () => {
  it('ask 27: device time and arrival are both kept', () => {
    const [reading] = decode(telegram(VOLTAGES)).readings;
    expect(reading).toMatchObject({ endMs: AT_MS, deviceTimeMs: AT_MS, knownAtMs: RECEIVED_MS, quality: 0 });
  });

  it('ask 27: a meter of the year 2000 is read at its arrival, flagged, named once', () => {
    const { readings, problems } = decode(telegram(VOLTAGES, '000101000000W'));
    const at = Date.UTC(1999, 11, 31, 23);
    expect(readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: at, quality: QUALITY.clock });
    expect(problems).toMatchObject([{ code: 'clock-error', severity: 'warning' }]);
  });

  it('without a time of its own it is read at its arrival, and nothing is wrong', () => {
    const text = bytesOf(['/KFM5KAIFA', '', ...VOLTAGES, '!', ''].join('\r\n'));
    const { readings, problems } = decode(text);
    expect(readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: null, quality: 0 });
    expect(problems).toEqual([]);
  });

  it('a wrong checksum or a missing end leaves nothing: some digit is not what the meter sent', () => {
    const good = new TextDecoder().decode(telegram(VOLTAGES));
    expect(decode(bytesOf(good.replace('!', '!0000'))).problems).toMatchObject([{ code: 'bad-value', field: 'CRC' }]);
    const cut = decode(bytesOf(good.slice(0, -8)));
    expect(cut.readings).toEqual([]);
    expect(cut.problems).toMatchObject([{ code: 'truncated', severity: 'error' }]);
    expect(decode(bytesOf('hello')).problems).toMatchObject([{ code: 'unknown-format' }]);
  });

  it('the meter may be known by the number in its telegram', () => {
    const context = contextOf({ zone, meterOf: (d) => (d === 'K8EG004' ? ('M9' as never) : null) });
    const hex = [...'K8EG004'].map((c) => c.charCodeAt(0).toString(16)).join('');
    const { readings } = dsmrTelegram.decode(TOPIC, telegram([`0-0:96.1.1(${hex})`, ...VOLTAGES]), context);
    expect(readings[0]?.meter).toBe('M9');
  });

  it('ask 17: a copy the broker had kept is stale, and counts nothing', () => {
    const { readings, counters } = decode(telegram([...VOLTAGES, '1-0:32.32.0(00004)']), { retained: true });
    expect((readings[0]?.quality ?? 0) & QUALITY.stale).toBeTruthy();
    expect(counters).toEqual([]);
  });
});

describe('what a meter repeats every second is told once', () => {
  const LOG = '1-0:99.97.0(1)(0-0:96.7.19)(260630101502S)(0000000240*s)';
  const at = (s: number) => `2607011410${String(s).padStart(2, '0')}S`;
  const message = (s: number, sags: number) => telegram([`1-0:32.32.0(0000${sags})`, LOG], at(s));

  it('a change is told with the instant before it', () => {
    const { decode: tell } = remembering({ zone });
    const counts = [0, 1, 2, 3].map((s) =>
      tell(dsmrTelegram, TOPIC, message(s, s < 3 ? 4 : 5), { receivedMs: AT_MS + s * 1000 + 500 }).counters.map((c) => [
        (c.atMs - AT_MS) / 1000,
        c.counts.sags_A,
      ]),
    );
    expect(counts).toEqual([
      [[0, 4]],
      [],
      [],
      [
        [2, 4],
        [3, 5],
      ],
    ]);
  });

  it('the failure log comes once, and again after an hour', () => {
    const { decode: tell } = remembering({ zone });
    const told = [0, 1, 3_600, 3_601].map(
      (s) => tell(dsmrTelegram, TOPIC, message(1, 4), { receivedMs: AT_MS + s * 1000 }).failures,
    );
    expect(told.map((f) => f.length)).toEqual([1, 0, 1, 0]);
    expect(told[0]).toEqual([{ meter: 'M1', endMs: Date.UTC(2026, 5, 30, 8, 15, 2), durationMs: 240_000 }]);
  });
});

describe('split over topics: one phase per message, at its arrival', () => {
  it.each([
    ['dsmr/reading/phase_voltage_l2', '231.4', 'B'],
    ['sensors/power/p1meter/l1_voltage', '233', 'A'],
    ['DSMR-API/voltage_l3', '{"voltage_l3":[{"value":229.5,"unit":"V"}]}', 'C'],
    ['esp-dsmr/sensor/voltage_l2/state', '230.7', 'B'],
    ['esp-dsmr/sensor/voltage_phase_3/state', '230.75', 'C'],
    ['home/meter/dsmr/reading/phase_voltage_l1', '228,5', 'A'],
  ])('%s %s', (topic, payload, phase) => {
    const { readings, problems } = dsmrSplit.decode(topic, bytesOf(payload), contextOf());
    const value = Number(/\d{3}(?:[.,]\d+)?/.exec(payload)?.[0]?.replace(',', '.'));
    expect(readings).toMatchObject([
      { endMs: RECEIVED_MS, deviceTimeMs: null, quality: 0, values: { [phase]: { u: value } } },
    ]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['dsmr/meter-stats/voltage_sag_count_l3', 'sags_C'],
    ['dsmr/meter-stats/voltage_swell_count_l2', 'swells_B'],
    ['dsmr/meter-stats/power_failure_count', 'short_failures'],
    ['dsmr/meter-stats/long_power_failure_count', 'long_failures'],
    ['sensors/power/p1meter/long_power_outages', 'long_failures'],
    ['esp-dsmr/sensor/electricity_sags_l2/state', 'sags_B'],
  ])('%s is %s', (topic, counter) => {
    const { counters } = dsmrSplit.decode(topic, bytesOf('6'), contextOf());
    expect(counters).toEqual([{ meter: 'M1', atMs: RECEIVED_MS, knownAtMs: RECEIVED_MS, counts: { [counter]: 6 } }]);
  });

  it('the device is what stands before the name of the value', () => {
    const asked: string[] = [];
    const context = contextOf({
      meterOf: (d) => {
        asked.push(d);
        return null;
      },
    });
    for (const t of ['dsmr/reading/phase_voltage_l2', 'a/b/l1_voltage', 'n/sensor/voltage_l2/state']) {
      dsmrSplit.decode(t, bytesOf('230'), context);
    }
    expect(asked).toEqual(['dsmr', 'a/b', 'n']);
  });

  it('a phase the meter does not have is left out: dongles write 0 there', () => {
    expect(dsmrSplit.decode('p1/l2_voltage', bytesOf('0'), contextOf({ phases: 'B' })).readings).toEqual([]);
    expect(dsmrSplit.decode('p1/l1_voltage', bytesOf('231'), contextOf({ phases: 'B' })).readings[0]?.values).toEqual({
      B: { u: 231 },
    });
  });
});
