/** zigbee2mqtt: the whole state again and again, and what of it is news. */
import { describe, expect, it } from 'vitest';
import { zigbee2mqtt } from '../../collector/payloads/zigbee2mqtt.ts';
import { QUALITY } from '../../core/series.ts';
import { bytesOf, contextOf, RECEIVED_MS, remembering } from './context.ts';

const TOPIC = 'zigbee2mqtt/plug';
const decode = (value: unknown, over: Parameters<typeof contextOf>[0] = {}) =>
  zigbee2mqtt.decode(TOPIC, bytesOf(value), contextOf(over));
const SEEN_MS = RECEIVED_MS - 700;
const isStale = (quality: number | undefined) => ((quality ?? 0) & QUALITY.stale) !== 0;

describe('one and three phases', () => {
  it('a plug: voltage, current, power; last_seen is the clock', () => {
    const state = {
      state: 'ON',
      voltage: 231,
      current: 0.52,
      power: 118,
      energy: 4.2,
      ac_frequency: 50,
      linkquality: 120,
      last_seen: new Date(SEEN_MS).toISOString(),
    };
    const { readings, problems } = decode(state, { phases: 'B' });
    expect(problems).toEqual([]);
    expect(readings).toMatchObject([
      { endMs: SEEN_MS, deviceTimeMs: SEEN_MS, knownAtMs: RECEIVED_MS, quality: 0, statistic: 'snapshot' },
    ]);
    expect(readings[0]?.values).toEqual({ B: { u: 231, i: 0.52, p: 118 }, total: { f: 50 } });
  });

  it.each([
    [
      'phase_b',
      { voltage: 229.5, voltage_phase_b: 230.5, voltage_phase_c: 231.5, current_phase_b: 2, power_phase_c: 40 },
    ],
    ['l1', { voltage_l1: 229.5, voltage_l2: 230.5, voltage_l3: 231.5, current_l2: 2, power_l3: 40 }],
    ['a', { voltage_a: 229.5, voltage_b: 230.5, voltage_c: 231.5, current_b: 2, power_c: 40 }],
  ])('three phases as %s', (_, state) => {
    expect(decode(state).readings[0]?.values).toEqual({
      A: { u: 229.5 },
      B: { u: 230.5, i: 2 },
      C: { u: 231.5, p: 40 },
    });
  });

  it('ask 27: last_seen as epoch and with an offset; a clock of last year is flagged, both times are kept', () => {
    expect(decode({ voltage: 231, last_seen: SEEN_MS }).readings[0]).toMatchObject({ endMs: SEEN_MS, quality: 0 });
    const local = decode({ voltage: 231, last_seen: '2026-07-01T20:10:01+08:00' }).readings[0];
    expect(local).toMatchObject({ endMs: Date.UTC(2026, 6, 1, 12, 10, 1), quality: 0 });
    const old = decode({ voltage: 231, last_seen: '2025-07-01T20:10:01+08:00' });
    expect(old.readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: Date.UTC(2025, 6, 1, 12, 10, 1) });
    expect(old.problems).toMatchObject([{ code: 'clock-error' }]);
  });

  it('without last_seen the arrival is the time', () => {
    expect(decode({ voltage: 231 }).readings[0]).toMatchObject({ endMs: RECEIVED_MS, deviceTimeMs: null, quality: 0 });
  });
});

describe('ask 16: in a real outage the last voltage goes on being shown', () => {
  const state = (seenMs: number, u: number) => ({ voltage: u, last_seen: new Date(seenMs).toISOString() });

  it('last_seen that does not move is a copy: stale', () => {
    const { decode: tell } = remembering();
    const at = (ms: number, value: unknown) => tell(zigbee2mqtt, TOPIC, bytesOf(value), { receivedMs: ms }).readings[0];
    expect(isStale(at(RECEIVED_MS, state(SEEN_MS, 231))?.quality)).toBe(false);
    expect(isStale(at(RECEIVED_MS + 60_000, state(SEEN_MS, 231))?.quality)).toBe(true);
    expect(isStale(at(RECEIVED_MS + 120_000, state(SEEN_MS, 231))?.quality)).toBe(true);
    expect(isStale(at(RECEIVED_MS + 180_000, state(RECEIVED_MS + 179_000, 229))?.quality)).toBe(false);
  });

  it('several attributes of one report are one report, not copies', () => {
    const { decode: tell } = remembering();
    const at = (ms: number, u: number) =>
      tell(zigbee2mqtt, TOPIC, bytesOf(state(SEEN_MS, u)), { receivedMs: RECEIVED_MS + ms }).readings[0];
    expect([at(0, 231), at(120, 230)].map((r) => isStale(r?.quality))).toEqual([false, false]);
  });

  it('ask 17: a retained copy is stale', () => {
    expect(isStale(decode({ voltage: 231 }, { retained: true }).readings[0]?.quality)).toBe(true);
  });

  it('the last will is a lost connection, never a lost supply', () => {
    const { decode: tell } = remembering();
    const at = (ms: number, value: unknown, retained = false) =>
      tell(zigbee2mqtt, `${TOPIC}/availability`, bytesOf(value), { receivedMs: RECEIVED_MS + ms, retained })
        .meterEvents;
    expect(at(0, { state: 'offline' })).toEqual([
      { meter: 'M1', kind: 'comms_lost', timeMs: RECEIVED_MS, knownAtMs: RECEIVED_MS },
    ]);
    expect(at(9_000, { state: 'offline' })).toMatchObject([{ kind: 'comms_lost', timeMs: RECEIVED_MS }]);
    expect(at(10_000, 'online')).toMatchObject([{ kind: 'comms_back', timeMs: RECEIVED_MS + 10_000 }]);
    expect(at(20_000, 'offline', true)).toEqual([]);
  });
});

describe('what is no mains voltage', () => {
  it.each([
    ['a battery in millivolts', { voltage: 3005, battery: 100, contact: true }],
    ['a lamp', { state: 'ON', brightness: 120 }],
    ['a value not yet known', { voltage: null, power: null }],
  ])('%s: nothing said, nothing wrong', (_, value) => {
    expect(decode(value)).toMatchObject({ readings: [], problems: [] });
  });

  it('lamps nobody registered are nobody’s fault, a plug with a voltage is', () => {
    const nobody = (value: unknown) => zigbee2mqtt.decode('zigbee2mqtt/nobody', bytesOf(value), contextOf()).problems;
    expect(nobody({ brightness: 3 })).toEqual([]);
    expect(nobody({ voltage: 231 })).toMatchObject([{ code: 'unknown-reference', got: 'nobody' }]);
  });

  it.each(['zigbee2mqtt/bridge/state', 'zigbee2mqtt/plug/set', 'zigbee2mqtt/plug/get/voltage'])(
    '%s is not a state',
    (t) => expect(zigbee2mqtt.matches(t)).toBe(false),
  );
});
