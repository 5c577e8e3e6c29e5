/** Several units behind one connection: dead ones, busy ones, refusing ones, and what they cost the others. */
import { afterEach, describe, expect, it } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { ModbusSource } from '../../collector/io/modbus.ts';
import { nextTurn, payFor } from '../../collector/io/modbus-turn.ts';
import type { UnitConfig } from '../../collector/io/modbus-unit.ts';
import { METER_PROFILES } from '../../collector/meters/index.ts';
import { planBlocks } from '../../collector/meters/plan.ts';
import type { MeterProfile, RegisterKey, RegisterSpec } from '../../collector/meters/profile.ts';
import type { RawPoll } from '../../collector/source.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { startModbusDevice } from '../../simulators/meters/modbus-device.ts';
import { tableOf, vectorOf } from '../../simulators/meters/tables.ts';
import { quiet, rememberingSink, until } from './fakes.ts';
import { type Device, type Request, startDevice } from './modbus-devices.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Voltages one behind the other from register 0, as many as wanted. */
const KEYS: readonly RegisterKey[] = ['u.A', 'u.B', 'u.C', 'u.AB', 'u.BC', 'u.CA', 'i.A', 'i.B'];
function voltages(count: number): MeterProfile {
  const row = (n: number): RegisterSpec => ({
    function: 4,
    address: 2 * n,
    type: 'float32',
    wordOrder: 'ABCD',
    scale: 1,
  });
  return {
    id: 'voltages',
    maker: 'Test',
    model: 'T',
    source: 'made for the test',
    probe: { register: 'u.A', min: 0, max: 300 },
    registersMax: 125,
    gapMax: 0,
    registers: Object.fromEntries(KEYS.slice(0, count).map((key, n) => [key, row(n)])),
  };
}
const unit = (n: number, over: Partial<UnitConfig> = {}): UnitConfig => ({
  unit: n,
  meter: id<MeterId>(`M${n}`),
  profile: voltages(1),
  intervalS: 0.1,
  ...over,
});
const answerAll = (r: Request) => r.answer(Array.from({ length: r.length }, (_, n) => (n % 2 === 0 ? 0x4366 : 0)));

async function device(onRequest: (r: Request, n: number) => void): Promise<Device> {
  const d = await startDevice(onRequest);
  stops.push(d.stop);
  return d;
}
function source(
  port: number,
  units: readonly UnitConfig[],
  over: { replyTimeoutMs?: number; now?: () => number } = {},
) {
  const sink = rememberingSink();
  const options = { id: 'modbus', host: '127.0.0.1', port, connectTimeoutMs: 1000, replyTimeoutMs: 50, units };
  const modbus = new ModbusSource({ ...options, ...over }, over.now ?? Date.now, quiet);
  stops.push(() => modbus.stop());
  const polled = (n: number) => modbus.status().polled[n];
  return { modbus, sink, polled, start: () => modbus.start(sink.take) };
}
const keysOf = (raw: unknown) => (raw as RawPoll).answered.flatMap((a) => a.block.keys);
const of = (taken: readonly unknown[], meter: string) => taken.filter((raw) => (raw as RawPoll).meter === meter);

describe('ask 14: a dead unit behind a gateway', () => {
  it('one dead of four: the three others keep their interval, and the dead one is still tried', async () => {
    const d = await device((r) => {
      if (r.unit !== 3) answerAll(r);
    });
    const units = [1, 2, 3, 4].map((n) => unit(n, { intervalS: 0.2 }));
    const { polled, sink, start } = source(d.port, units, { replyTimeoutMs: 100 });
    const beganMs = performance.now();
    await start();
    await until(() => of(sink.taken, 'M4').length >= 12, 'two and a half seconds of polls');
    for (const n of [0, 1, 3]) {
      const { done = 0, gaps = 0 } = polled(n) ?? {};
      // A busy machine misses an instant by itself; a time-out of the dead unit (half an interval) must not cost one each time.
      expect(gaps / (done + gaps)).toBeLessThan(0.35);
    }
    expect(polled(2)).toMatchObject({ done: 0, isFailing: true });
    const tries = d.requests.filter((r) => r.unit === 3).length;
    expect(tries).toBeGreaterThan(1);
    // A tenth of the time, and the first two tries, which come before it is known to be dead.
    expect((tries - 2) * 100).toBeLessThan(0.15 * (performance.now() - beganMs));
    expect(d.connections()).toBe(1);
  });

  it('a silent unit is tried where nobody has to wait for it, and pays for what it cost', () => {
    const healthy = { name: 'healthy', dueMs: 1000, isFailing: false };
    const dead = { name: 'dead', dueMs: 500, isFailing: true };
    const turn = (nowMs: number, failingFromMs = 0, tryMs = 300) =>
      nextTurn([healthy, dead], nowMs, { failingFromMs, tryMs });
    expect(turn(600)).toMatchObject({ unit: dead, atMs: 600 });
    expect(turn(800)).toMatchObject({ unit: healthy, atMs: 1000 });
    expect(turn(600, 900)).toMatchObject({ unit: healthy });
    // A line that is never free: after a minute it is tried all the same.
    expect(turn(61_000, 0, 5000)).toMatchObject({ unit: dead });
    expect(nextTurn([dead], 100, { failingFromMs: 9000, tryMs: 300 })).toMatchObject({ unit: dead, atMs: 500 });
    expect(payFor(100, 1000)).toBeCloseTo(1900, 9);
  });

  it('it is polled as before when it comes back', async () => {
    let isDead = true;
    const d = await device((r) => {
      if (r.unit !== 2 || !isDead) answerAll(r);
    });
    const { polled, start } = source(d.port, [unit(1), unit(2)]);
    await start();
    await until(() => (polled(1)?.timeouts ?? 0) >= 2, 'two time-outs');
    isDead = false;
    await until(() => (polled(1)?.done ?? 0) >= 5, 'polls of the unit that came back');
    expect(polled(1)?.isFailing).toBe(false);
  });
});

describe('what a unit answers instead of data', () => {
  it.each([
    [10, 'gateway path unavailable'],
    [11, 'gateway target failed to respond'],
  ])('ask 9: exception %i (%s) is the silence of that unit; the connection stands', async (code) => {
    const d = await device((r) => (r.unit === 2 ? r.refuse(code) : answerAll(r)));
    const { polled, start } = source(d.port, [unit(1), unit(2)]);
    await start();
    await until(() => (polled(0)?.done ?? 0) >= 12, 'polls of the other');
    const { timeouts = 0, done, exceptions } = polled(1) ?? {};
    expect({ done, exceptions }).toEqual({ done: 0, exceptions: 0 });
    expect(timeouts).toBeGreaterThan(0);
    expect(timeouts).toBeLessThan(12);
    expect(d.connections()).toBe(1);
  });

  it('exception 6 (busy) is asked again at the next instant, without backing off', async () => {
    const d = await device((r, n) => (n <= 6 ? r.refuse(6) : answerAll(r)));
    const { polled, start } = source(d.port, [unit(1)]);
    await start();
    await until(() => (polled(0)?.exceptions ?? 0) >= 3, 'three times busy');
    expect(polled(0)?.isFailing).toBe(false);
    await until(() => (polled(0)?.done ?? 0) >= 1, 'a poll after six times busy');
    expect(polled(0)).toMatchObject({ exceptions: 6, isFailing: false, missing: [] });
  });

  it('exception 4 of the whole meter gives nothing up', async () => {
    const d = await device((r, n) => (n <= 5 ? r.refuse(4) : answerAll(r)));
    const { polled, sink, start } = source(d.port, [unit(1, { profile: voltages(3) })]);
    await start();
    await until(() => sink.taken.some((raw) => keysOf(raw).length === 3), 'all three again');
    expect(polled(0)?.missing).toEqual([]);
  });

  it.each([1, 2, 3])(
    'ask 10: exception %i for one register costs that register only, others stay in one request',
    async (code) => {
      const profile = voltages(8);
      const bad = 8; // the fifth value
      const d = await device((r) => (r.address <= bad && bad < r.address + r.length ? r.refuse(code) : answerAll(r)));
      const { polled, sink, start } = source(d.port, [unit(1, { profile })]);
      await start();
      await until(() => (polled(0)?.missing.length ?? 0) > 0, 'the register given up');
      expect(polled(0)?.missing).toEqual(['u.BC']);
      // From the first poll on nobody else was lost.
      for (const raw of sink.taken) expect(keysOf(raw).sort()).toEqual(KEYS.filter((k) => k !== 'u.BC').toSorted());
      const before = d.requests.length;
      const polls = sink.taken.length;
      await until(() => sink.taken.length >= polls + 3, 'three more polls');
      // Two runs of registers beside the hole: two requests a poll.
      expect(d.requests.length - before).toBeLessThanOrEqual(2 * 4);
    },
  );

  it('a register that makes the meter keep silent does not take the others along', async () => {
    const profile: MeterProfile = { ...voltages(4), registersMax: 4 };
    const d = await device((r) => {
      if (r.address > 2) answerAll(r);
    });
    const { polled, sink, start } = source(d.port, [unit(1, { profile })]);
    await start();
    await until(() => sink.taken.some((raw) => keysOf(raw).includes('u.AB')), 'the other block');
    await until(() => (polled(0)?.missing.length ?? 0) >= 2, 'the silent registers given up');
    expect(polled(0)?.missing.toSorted()).toEqual(['u.A', 'u.B']);
  });
});

describe('what was given up is asked for again', () => {
  const refusesSecond = (isOld: () => boolean) => (r: Request) =>
    isOld() && r.address + r.length > 2 ? r.refuse(2) : answerAll(r);

  it('after an hour, because firmware is renewed', async () => {
    let isOld = true;
    let shiftMs = 0;
    const d = await device(refusesSecond(() => isOld));
    const now = () => Date.now() + shiftMs;
    const { polled, sink, start } = source(d.port, [unit(1, { profile: voltages(2) })], { now });
    await start();
    await until(() => polled(0)?.missing[0] === 'u.B', 'the second register given up');
    isOld = false;
    shiftMs = 3_700_000;
    await until(() => keysOf(sink.taken.at(-1) ?? { answered: [] }).length === 2, 'both registers');
    expect(polled(0)?.missing).toEqual([]);
  });

  it('after a reconnect, unless the connection was renewed a moment ago', async () => {
    let isOld = true;
    let shiftMs = 0;
    const d = await device(refusesSecond(() => isOld));
    const now = () => Date.now() + shiftMs;
    const { polled, sink, start } = source(d.port, [unit(1, { profile: voltages(2) })], { now });
    await start();
    await until(() => polled(0)?.missing[0] === 'u.B', 'the second register given up');
    isOld = false;
    d.dropAll();
    const before = sink.taken.length;
    await until(() => sink.taken.length >= before + 2, 'polls on the new connection');
    expect(polled(0)?.missing).toEqual(['u.B']);
    shiftMs = 700_000;
    d.dropAll();
    await until(() => keysOf(sink.taken.at(-1) ?? { answered: [] }).length === 2, 'both registers');
  });
});

describe('ask 13: connections that only look alive', () => {
  it('accepted but never answered: opened anew, and read as soon as somebody answers', async () => {
    let isHung = true;
    const d = await device((r) => {
      if (!isHung) answerAll(r);
    });
    const { sink, start } = source(d.port, [unit(1)], { replyTimeoutMs: 40 });
    await start();
    await until(() => d.connections() >= 2, 'a second connection');
    isHung = false;
    await until(() => sink.taken.length >= 2, 'polls on a connection that answers');
  });

  it('our clock set back by a day does not stop polling', async () => {
    let shiftMs = 0;
    const d = await device(answerAll);
    const { sink, start } = source(d.port, [unit(1)], { now: () => Date.now() + shiftMs });
    await start();
    await until(() => sink.taken.length >= 2, 'polls');
    shiftMs = -86_400_000;
    const before = sink.taken.length;
    await until(() => sink.taken.length >= before + 2, 'polls after the step');
  });
});

describe('one request per block, not per register', () => {
  it.each(METER_PROFILES.map((p) => [p.id, p] as const))('%s', async (name, profile) => {
    const table = tableOf(name);
    const meter = await startModbusDevice(table, { valueOf: vectorOf(table) });
    stops.push(() => meter.stop());
    const blocks = planBlocks(profile).length;
    expect(blocks).toBeLessThanOrEqual(name.startsWith('carlo-gavazzi-em24') ? 4 : 3);
    const { sink, start } = source(meter.port, [unit(meter.unit, { profile })], { replyTimeoutMs: 1000 });
    await start();
    await until(() => sink.taken.length >= 1, 'a poll');
    // SunSpec: two questions for the mark and the first model, one for the meter model's header.
    const walk = 'locate' in profile ? 3 : 0;
    expect(meter.requests() - walk).toBeLessThanOrEqual(blocks * sink.taken.length + blocks);
    expect(keysOf(sink.taken[0]).toSorted()).toEqual(Object.keys(profile.registers).toSorted());
  });
});

describe('configuration', () => {
  const one = (connection: object) =>
    parseCollectorConfig({ modbus: [{ ...connection, units: [{ unit: 1, meter: 'M1', profile: 'eastron-sdm630' }] }] });
  it('a host, a gateway with serial frames, a serial line', () => {
    expect(one({ host: '10.0.0.1' })).toMatchObject({ ok: true, config: { modbus: [{ port: 502, framing: 'tcp' }] } });
    expect(one({ host: '10.0.0.1', port: 4001, framing: 'rtu' }).ok).toBe(true);
    expect(one({ serial: { path: '/dev/ttyUSB0', parity: 'even' } })).toMatchObject({
      ok: true,
      config: { modbus: [{ serial: { baudRate: 9600, parity: 'even', stopBits: 1 } }] },
    });
  });
  it('neither or both is a mistake, named by its path', () => {
    for (const bad of [{}, { host: 'a', serial: { path: '/dev/ttyUSB0' } }]) {
      expect(one(bad)).toMatchObject({ ok: false, faults: [{ path: 'collector.modbus[0].host' }] });
    }
    const parity = one({ serial: { path: '/dev/ttyUSB0', parity: 'mark' } });
    expect(parity).toMatchObject({ ok: false, faults: [{ path: 'collector.modbus[0].serial.parity' }] });
  });
});
