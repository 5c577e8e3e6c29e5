/** What the configuration says of a device: phases, unit, a topic of its own. Through the collector's own judge. */
import { describe, expect, it } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { Judge } from '../../collector/decode.ts';
import { readingsOf } from '../../collector/item.ts';
import { DIALECTS } from '../../collector/payloads/index.ts';
import { shellyGen2 } from '../../collector/payloads/shelly-gen2.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { bytesOf, RECEIVED_MS, remembering } from './context.ts';

function meter(name: string, phases: string, udinV: number | null = 220): Meter {
  return {
    meter: id<MeterId>(name),
    node: 'N1' as Meter['node'],
    supplyPoint: null,
    phases,
    method: '1min',
    statistic: 'snapshot',
    connection: 'LN',
    udinV,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
  };
}

function judgeOf(mqtt: Record<string, unknown>, meters: readonly Meter[] = [meter('M1', 'ABC'), meter('M2', 'B')]) {
  const parsed = parseCollectorConfig({ mqtt: [{ url: 'mqtt://x', dialects: DIALECTS.map((d) => d.id), ...mqtt }] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const [m] = parsed.config.mqtt;
  if (m === undefined) throw new Error('no source');
  const judge = new Judge(meters, new Map([['s', { ...m, dialects: DIALECTS }]]));
  let n = 0;
  return (topic: string, value: unknown, retained = false) => {
    const receivedMs = RECEIVED_MS + 1000 * n++;
    return judge.raw({ kind: 'message', source: 's', receivedMs, topic, bytes: bytesOf(value), retained });
  };
}
const readings = (judged: ReturnType<ReturnType<typeof judgeOf>>): Reading[] =>
  readingsOf([{ source: 's', receivedMs: 0, items: judged.items }]);
const em = (a: unknown, b: unknown, c: unknown) => ({ a_voltage: a, b_voltage: b, c_voltage: c });

describe('ask 28: the phase label is a hypothesis', () => {
  it('a configured rotation L2-L3-L1 puts every channel where it hangs', () => {
    const take = judgeOf({ devices: { pro: { meter: 'M1', phases: ['B', 'C', 'A'] } } });
    expect(readings(take('pro/status/em:0', em(221.5, 222.5, 223.5)))[0]?.values).toEqual({
      B: { u: 221.5 },
      C: { u: 222.5 },
      A: { u: 223.5 },
    });
  });

  it('also where the message itself names phases and pairs', () => {
    const take = judgeOf({ devices: { gw: { meter: 'M1', phases: ['B', 'C', 'A'] } } });
    const reading = { time: '2026-07-01T20:10:00+08:00', u: { A: 221.5, AB: 382.5, CA: 383.5 }, f: 50 };
    const judged = take('gridwitness/v1/gw/readings', { v: 1, interval_s: 60, readings: [reading] });
    expect(readings(judged)[0]?.values).toEqual({
      B: { u: 221.5 },
      BC: { u: 382.5 },
      AB: { u: 383.5 },
      total: { f: 50 },
    });
    const dip = { kind: 'dip', start: '2026-07-01T20:09:58+08:00', phases: 'AC', pct: 61, pct_a: 61, pct_c: 62 };
    const [item] = take('gridwitness/v1/gw/events', { v: 1, events: [dip] }).items;
    expect(item).toMatchObject({ kind: 'disturbance', disturbance: { phases: 'AB', perPhase: { B: 61, A: 62 } } });
    const counted = take('gridwitness/v1/gw/counters', {
      v: 1,
      time: '2026-07-01T20:10:00+08:00',
      counters: { sags_A: 3, swells_C: 5, short_failures: 7 },
    });
    expect(counted.items[0]).toMatchObject({ counters: { counts: { sags_B: 3, swells_A: 5, short_failures: 7 } } });
  });

  it('three plugs of one phase each are one meter of three phases', () => {
    const plug = (phase: string) => ({ meter: 'M1', phases: [phase] });
    const take = judgeOf({ devices: { p1: plug('C'), p2: plug('A'), p3: plug('B') } });
    const values = ['p1', 'p2', 'p3'].map(
      (p, n) => readings(take(`${p}/status/switch:0`, { voltage: 221 + n }))[0]?.values,
    );
    expect(values).toEqual([{ C: { u: 221 } }, { A: { u: 222 } }, { B: { u: 223 } }]);
  });

  it.each([[['A', 'A']], [['L1']], [[]]])('phases %j are refused', (phases) => {
    const parsed = parseCollectorConfig({ mqtt: [{ url: 'mqtt://x', devices: { d: { meter: 'M1', phases } } }] });
    expect(parsed).toMatchObject({
      ok: false,
      faults: [{ path: expect.stringMatching(/^collector\.mqtt\[0\]\.devices\.d/) }],
    });
  });
});

describe('units and scales against the declared voltage', () => {
  const doubt = (value: unknown, over: Record<string, unknown> = {}, meters?: readonly Meter[]) => {
    const judged = judgeOf({ devices: { pro: { meter: 'M1', ...over } } }, meters)('pro/status/em:0', value);
    return { reading: readings(judged)[0], problems: judged.problems };
  };

  it.each([
    ['tenths of a volt', em(2305, 2298, 2311), 'scale ×10?'],
    ['hundredths', em(23050, 22980, 23110), 'scale ×100?'],
    ['millivolts', em(230500, 229800, 231100), 'scale ×1000?'],
    ['kilovolts', em(0.2305, 0.2298, 0.2311), 'scale ×0.001?'],
    ['a tenth', em(23.05, 22.98, 23.11), 'scale ×0.1?'],
    ['phase-phase', em(398.5, 399.5, 397.5), '√3?'],
    ['doubled', em(460, 461, 459), 'doubled?'],
  ])('%s: named, kept as sent, flagged, no event', (_, value, hint) => {
    const { reading, problems } = doubt(value);
    expect((reading?.quality ?? 0) & (QUALITY.suspect | QUALITY.implausible)).toBeTruthy();
    expect(problems[0]).toMatchObject({ code: 'implausible', expected: expect.stringContaining('about 220 V') });
    expect(problems[0]?.got).toContain(hint);
  });

  it('the dialect alone flags it, and remembers what it has seen to be right', () => {
    const { decode, memory } = remembering({ nominalLnVOf: () => 220 });
    const first = decode(shellyGen2, 'pro/status/em:0', bytesOf(em(2305, 2298, 2311)));
    expect(first.readings[0]?.quality).toBe(QUALITY.suspect);
    expect(first.readings[0]?.values).toEqual({ A: { u: 2305 }, B: { u: 2298 }, C: { u: 2311 } });
    decode(shellyGen2, 'pro/status/em:0', bytesOf(em(221, 222, 219)));
    expect([...memory]).toEqual([['scale|pro', true]]);
    expect(decode(shellyGen2, 'pro/status/em:0', bytesOf(em(2305, 2298, 2311))).readings[0]?.quality).toBe(0);
  });

  it.each([
    ['unit: dV', { unit: 'dV' }, em(2305, 2298, 2311)],
    ['scale: 0.1', { scale: 0.1 }, em(2305, 2298, 2311)],
    ['unit: kV', { unit: 'kV' }, em(0.2305, 0.2298, 0.2311)],
    ['unit: mV', { unit: 'mV' }, em(230_500, 229_800, 231_100)],
    ['text with unit', {}, em('230.5 V', '229,8', '0.2311 kV')],
  ])('%s makes it right', (_, over, value) => {
    const { reading, problems } = doubt(value, over);
    expect(reading?.values).toEqual({ A: { u: 230.5 }, B: { u: 229.8 }, C: { u: 231.1 } });
    expect(reading?.quality).toBe(0);
    expect(problems).toEqual([]);
  });

  it('ask 18: a true 256 V on 220 V passes untouched', () => {
    const { reading, problems } = doubt(em(256, 221, 219));
    expect(reading).toMatchObject({ quality: 0, values: { A: { u: 256 }, B: { u: 221 }, C: { u: 219 } } });
    expect(problems).toEqual([]);
  });

  it('a device that has shown its nominal voltage is believed: a broken neutral, a deep dip, an outage are evidence', () => {
    const take = judgeOf({ devices: { pro: 'M1' } });
    take('pro/status/em:0', em(221, 222, 219));
    for (const value of [em(380, 381, 382), em(22, 23, 21), em(0, 0, 0), em(152, 380, 219)]) {
      const judged = take('pro/status/em:0', value);
      expect(judged.problems).toEqual([]);
      expect(readings(judged)[0]?.quality).toBe(0);
    }
  });

  it('one phase far off among right ones is no scale', () => {
    const { reading, problems } = doubt(em(22, 221, 219));
    expect([reading?.quality, problems]).toEqual([0, []]);
  });

  it('without a declared voltage nothing is doubted', () => {
    const { reading } = doubt(em(2305, 2298, 2311), {}, [meter('M1', 'ABC', null)]);
    expect(reading?.quality).toBe(0);
  });
});

describe('topics of their own', () => {
  it('a topic no dialect knows is read as one that it knows', () => {
    const take = judgeOf({ readAs: { 'haus/keller': 'cellar/status/switch:0' }, devices: { cellar: 'M2' } });
    expect(readings(take('haus/keller', { voltage: 224.5 }))[0]).toMatchObject({
      meter: 'M2',
      values: { B: { u: 224.5 } },
    });
  });
});
