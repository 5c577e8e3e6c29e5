/** HomeWizard's JSON, both versions. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { homewizard } from '../../collector/payloads/homewizard.ts';
import { FIELD, hasField } from '../formats/files.ts';
import { bytesOf, contextOf, RECEIVED_MS } from './context.ts';

const decode = (value: unknown, over: Parameters<typeof contextOf>[0] = {}, part = 'data') =>
  homewizard.decode(`homewizard/p1/${part}`, bytesOf(value), contextOf(over));

describe('HomeWizard', () => {
  it.skipIf(!hasField)('a captured message of a P1 meter: 235.4, 235.8, 236.1 V', () => {
    const [line] = readFileSync(`${FIELD}meters/payloads/homewizard.jsonl`, 'utf8').split('\n');
    const { readings, problems } = decode(line);
    expect(problems).toEqual([]);
    expect(readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: null, quality: 0 });
    expect(readings[0]?.values).toEqual({
      A: { u: 235.4, i: 1.19, p: 28 },
      B: { u: 235.8, i: 0.37, p: 0 },
      C: { u: 236.1, i: 0.93, p: -181 },
      total: { p: 543 },
    });
  });

  it('version 2 of a one-phase kWh meter; ask 27: its clock is local time', () => {
    const value = {
      timestamp: '2026-07-01T14:10:00',
      voltage_v: 229.5,
      current_a: 3.5,
      power_w: 802,
      frequency_hz: 50.01,
    };
    const { readings } = decode(value, { phases: 'C', zone: 'Europe/Amsterdam' }, 'measurement');
    const at = Date.UTC(2026, 6, 1, 12, 10);
    expect(readings[0]).toMatchObject({ endMs: at, deviceTimeMs: at, knownAtMs: RECEIVED_MS });
    expect(readings[0]?.values).toEqual({ C: { u: 229.5, i: 3.5 }, total: { p: 802, f: 50.01 } });
  });

  it('B14: counters stay with their phase', () => {
    const value = {
      voltage_l1_v: 230,
      voltage_sag_l1_count: 4,
      voltage_sag_l2_count: 7,
      voltage_swell_l3_count: 1,
      any_power_fail_count: 15,
      long_power_fail_count: 7,
    };
    expect(decode(value).counters[0]?.counts).toEqual({
      sags_A: 4,
      sags_B: 7,
      swells_C: 1,
      short_failures: 15,
      long_failures: 7,
    });
  });

  it('a water meter has nothing to say and nothing wrong', () => {
    expect(decode({ active_liter_lpm: 7.2, total_liter_m3: 123 })).toMatchObject({
      readings: [],
      counters: [],
      problems: [],
    });
  });
});
