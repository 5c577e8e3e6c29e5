/** Polling real Modbus TCP peers that answer, keep silent, answer late, refuse, hang up. */
import { ServerTCP } from 'modbus-serial';
import { afterEach, describe, expect, it } from 'vitest';
import { ModbusSource } from '../../collector/io/modbus.ts';
import type { UnitConfig } from '../../collector/io/modbus-unit.ts';
import { decodePoll } from '../../collector/meters/decode.ts';
import { eastronSdm630 } from '../../collector/meters/eastron-sdm630.ts';
import type { MeterProfile } from '../../collector/meters/profile.ts';
import type { RawPoll } from '../../collector/source.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { freePorts } from '../servers/server.ts';
import { quiet, rememberingSink, until } from './fakes.ts';
import { type Device, type Request, startDevice } from './modbus-devices.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** One float voltage at register 0, as the first register of many meters. */
const oneVoltage: MeterProfile = {
  id: 'one-voltage',
  maker: 'Test',
  model: 'T',
  source: 'made for the test',
  probe: { register: 'u.A', min: 0, max: 300 },
  registersMax: 125,
  gapMax: 0,
  registers: { 'u.A': { function: 4, address: 0, type: 'float32', wordOrder: 'ABCD', scale: 1 } },
};
const unit = (n: number, over: Partial<UnitConfig> = {}): UnitConfig => ({
  unit: n,
  meter: id<MeterId>(`M${n}`),
  profile: oneVoltage,
  intervalS: 0.1,
  ...over,
});

async function device(onRequest: (r: Request, n: number) => void): Promise<Device> {
  const d = await startDevice(onRequest);
  stops.push(d.stop);
  return d;
}
function source(port: number, units: readonly UnitConfig[], replyTimeoutMs = 120) {
  const sink = rememberingSink();
  const modbus = new ModbusSource(
    { id: 'modbus', host: '127.0.0.1', port, connectTimeoutMs: 1000, replyTimeoutMs, units },
    Date.now,
    quiet,
  );
  stops.push(() => modbus.stop());
  return { modbus, sink, start: () => modbus.start(sink.take) };
}
const polls = (taken: readonly unknown[]) => taken as readonly RawPoll[];
const voltageOf = (raw: RawPoll) =>
  decodePoll(raw.profile, raw.answered, { meter: raw.meter, atMs: raw.receivedMs, method: raw.method, nominalLnV: 230 })
    .reading.values.A?.u;

describe('B9: a reply that never comes', () => {
  it('poll 2 is a counted time-out and a gap; the next reply pairs with its own request', async () => {
    const d = await device((r, n) => {
      if (n === 1) r.answer([17263, 40204]);
      else if (n >= 3) r.answer([17263, 44329].slice(0, r.length));
    });
    const { modbus, sink, start } = source(d.port, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 2, 'two polls');
    const [first, second] = polls(sink.taken).map(voltageOf);
    expect(first).toBeCloseTo(239.6135, 4);
    expect(second).toBeCloseTo(239.6764, 4);
    const status = modbus.status();
    expect(status.polled[0]).toMatchObject({ timeouts: 1 });
    expect(status.polled[0]?.gaps).toBeGreaterThanOrEqual(1);
    expect(status.reconnects).toBe(1);
  });

  it('ask 11: a reply that comes late pairs with nobody, however often', async () => {
    const late: Request[] = [];
    const d = await device((r, n) => {
      for (const old of late.splice(0)) old.answer([0x4348, 0x0000]); // 200 V, for the request before
      if (n % 3 === 2) late.push(r);
      else r.answer([0x4366, 0x0000].slice(0, r.length)); // 230 V
    });
    const { sink, start } = source(d.port, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 4, 'four polls');
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 230));
  });
});

describe('ask 11: a gateway that stays one reply behind after a slow unit', () => {
  it('is noticed by its first answer and dropped; no value of another question is taken', async () => {
    // From the second question on the gateway answers with what the question before should have got.
    let behind: readonly number[] | null = null;
    const d = await device((r, n) => {
      const own = Array.from({ length: r.length }, (_, k) => (k === 0 ? 0x4366 : r.address)); // 230 V
      if (n === 2)
        behind = [0x4348, 0]; // 200 V, too late
      else if (behind === null) r.answer(own);
      else {
        r.answer(behind);
        behind = d.connections() > 1 ? null : own;
      }
    });
    const { sink, start } = source(d.port, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 4, 'polls on a new connection');
    expect(d.connections()).toBeGreaterThan(1);
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 230));
  });
});

describe('one bad unit', () => {
  it('ask 9 and 14: a silent unit behind a gateway backs off and starves nobody', async () => {
    const d = await device((r) => {
      if (r.unit !== 2) r.answer([0x4366, 0x0000 + r.unit]);
    });
    const { modbus, sink, start } = source(d.port, [unit(1), unit(2), unit(3)]);
    await start();
    await until(() => sink.taken.length >= 24, 'polls of the healthy units');
    const status = modbus.status();
    const done = status.polled.map((p) => p.done);
    expect(done[1]).toBe(0);
    expect(Math.abs((done[0] ?? 0) - (done[2] ?? 0))).toBeLessThanOrEqual(2);
    expect(d.requests.filter((r) => r.unit === 2).length).toBeLessThan(8);
    expect(d.connections()).toBe(1);
  });

  it('ask 10: an illegal address costs that register only', async () => {
    const two: MeterProfile = {
      ...oneVoltage,
      registers: {
        ...oneVoltage.registers,
        'u.B': { function: 4, address: 2, type: 'float32', wordOrder: 'ABCD', scale: 1 },
      },
    };
    const d = await device((r) => {
      if (r.address + r.length > 2) r.refuse(2);
      else r.answer([0x4366, 0x0000]);
    });
    const { sink, start } = source(d.port, [unit(1, { profile: two })]);
    await start();
    await until(() => sink.taken.length >= 3, 'polls without the refused register');
    expect(
      polls(sink.taken)
        .at(-1)
        ?.answered.map((a) => a.block.keys),
    ).toEqual([['u.A']]);
    expect(d.requests.at(-1)).toMatchObject({ address: 0, length: 2 });
  });

  it('ask 15: a block that failed leaves its values out, the other block stays', async () => {
    const far: MeterProfile = {
      ...oneVoltage,
      registers: {
        ...oneVoltage.registers,
        'f.total': { function: 4, address: 70, type: 'float32', wordOrder: 'ABCD', scale: 1 },
      },
    };
    const d = await device((r) => (r.address === 0 ? r.answer([0x4366, 0]) : r.refuse(4)));
    const { sink, start } = source(d.port, [unit(1, { profile: far })]);
    await start();
    await until(() => sink.taken.length >= 1, 'a poll');
    const [raw] = polls(sink.taken);
    if (raw === undefined) throw new Error('no poll');
    const { reading } = decodePoll(raw.profile, raw.answered, { ...raw, atMs: raw.receivedMs, nominalLnV: 230 });
    expect(reading.values).toEqual({ A: { u: 230 } });
  });
});

describe('B10: value and scale factor of one request', () => {
  it('the meter changes its factor between two polls: 233.8 V both times', async () => {
    const scaled: MeterProfile = {
      ...oneVoltage,
      registers: {
        'u.A': { function: 3, address: 40, type: 'int16', wordOrder: 'ABCD', scale: 1, scaleFactorAt: 46 },
      },
    };
    const d = await device((r, n) =>
      r.answer(n === 1 ? [2338, 0, 0, 0, 0, 0, 0xffff] : [23_380, 0, 0, 0, 0, 0, 0xfffe]),
    );
    const { sink, start } = source(d.port, [unit(1, { profile: scaled })]);
    await start();
    await until(() => sink.taken.length >= 2, 'two polls');
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 233.8));
    expect(new Set(d.requests.map((r) => `${r.address}+${r.length}`))).toEqual(new Set(['40+7']));
  });
});

describe('the connection', () => {
  it('ask 13: hung up by the peer, opened again by itself', async () => {
    const d = await device((r) => r.answer([0x4366, 0]));
    const { modbus, sink, start } = source(d.port, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 1, 'a poll');
    const before = sink.taken.length;
    d.dropAll();
    await until(() => sink.taken.length > before + 1, 'polls after the drop');
    expect(modbus.status().reconnects).toBe(2);
  });

  it('a peer that is not there yet is found when it comes', async () => {
    const [port = 0] = await freePorts(1);
    const { modbus, sink, start } = source(port, [unit(1)]);
    await start();
    expect(modbus.status().isLinkUp).toBe(false);
    const d = await startDevice((r) => r.answer([0x4366, 0]), port);
    stops.push(d.stop);
    await until(() => sink.taken.length >= 1, 'the first poll');
  });

  it('nobody answers at all: the connection is opened anew', async () => {
    const d = await device(() => undefined);
    const { start } = source(d.port, [unit(1), unit(2), unit(3)], 20);
    await start();
    await until(() => d.connections() >= 2, 'a second connection');
  });

  it('an answer with too few registers is nonsense: the connection is dropped, nothing is taken from it', async () => {
    const d = await device((r, n) => r.answer(n === 1 ? [0x4366] : [0x4366, 0]));
    const { sink, start } = source(d.port, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 1, 'a good poll');
    expect(d.connections()).toBe(2);
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 230));
  });
});

describe('durable before done', () => {
  it('a poll the spool refuses is not done, and polling goes on', async () => {
    const d = await device((r) => r.answer([0x4366, 0]));
    const { modbus, sink, start } = source(d.port, [unit(1)]);
    sink.isFull = true;
    await start();
    await until(() => sink.refused >= 2, 'two refusals');
    expect(modbus.status()).toMatchObject({ stored: 0, polled: [{ done: 0 }] });
    sink.isFull = false;
    await until(() => modbus.status().stored >= 1, 'a stored poll');
  });
});

describe('a real Modbus server', () => {
  it('an SDM630 image read through the profile', async () => {
    const [port = 0] = await freePorts(1);
    const image = Buffer.alloc(1024);
    image.writeFloatBE(231.25, 0);
    image.writeFloatBE(229.5, 4);
    image.writeFloatBE(232.75, 8);
    image.writeFloatBE(50.125, 2 * 0x46);
    const vector = {
      getMultipleInputRegisters: (at: number, n: number, _: number, done: (e: null, v: number[]) => void) =>
        done(
          null,
          Array.from({ length: n }, (_x, k) => image.readUInt16BE(2 * (at + k))),
        ),
    };
    const server = new ServerTCP(vector, { host: '127.0.0.1', port, unitID: 0, debug: false });
    await new Promise<void>((ready) => server.on('initialized', () => ready()));
    stops.push(() => new Promise((done) => server.close(() => done())));
    const { sink, start } = source(port, [unit(7, { profile: eastronSdm630 })], 500);
    await start();
    await until(() => sink.taken.length >= 1, 'a poll');
    const [raw] = polls(sink.taken);
    if (raw === undefined) throw new Error('no poll');
    const { reading } = decodePoll(raw.profile, raw.answered, { ...raw, atMs: raw.receivedMs, nominalLnV: 230 });
    expect(reading.values.A?.u).toBe(231.25);
    expect(reading.values.C?.u).toBe(232.75);
    expect(reading.values.total?.f).toBe(50.125);
  });
});
