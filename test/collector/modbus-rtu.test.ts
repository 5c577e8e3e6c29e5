/** Serial frames: over TCP as plain gateways pass them, and on a real serial line (a pseudo-terminal pair of socat). */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { ModbusSource } from '../../collector/io/modbus.ts';
import { ModbusLink, type ModbusLinkOptions } from '../../collector/io/modbus-link.ts';
import type { UnitConfig } from '../../collector/io/modbus-unit.ts';
import { decodePoll } from '../../collector/meters/decode.ts';
import { METER_PROFILES } from '../../collector/meters/index.ts';
import type { MeterProfile } from '../../collector/meters/profile.ts';
import type { RawPoll } from '../../collector/source.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { answerAs, listenRtu, type RtuRequest } from '../../simulators/meters/rtu-slave.ts';
import { tableOf, vectorOf } from '../../simulators/meters/tables.ts';
import { findBinary } from '../servers/server.ts';
import { quiet, rememberingSink, until } from './fakes.ts';

const stops: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

type Handler = (request: RtuRequest, n: number) => void;
interface Line {
  readonly options: Pick<ModbusLinkOptions, 'host' | 'port' | 'framing' | 'serial'>;
  readonly requests: RtuRequest[];
  /** Cuts what carries the frames. */
  cut(): void;
}

function answering(onRequest: Handler) {
  const requests: RtuRequest[] = [];
  const serve = (stream: Duplex) =>
    listenRtu(stream, (request) => {
      requests.push(request);
      onRequest(request, requests.length);
    });
  return { requests, serve };
}

async function gateway(onRequest: Handler): Promise<Line> {
  const { requests, serve } = answering(onRequest);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    serve(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const cut = () => {
    for (const s of sockets) s.destroy();
  };
  stops.push(() => {
    cut();
    return new Promise((done) => server.close(done));
  });
  const { port } = server.address() as { port: number };
  return { options: { host: '127.0.0.1', port, framing: 'rtu' }, requests, cut };
}

const isDone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function serialLine(onRequest: Handler): Promise<Line> {
  const dir = await mkdtemp(join(tmpdir(), 'gw-tty-'));
  const [ours, theirs] = [join(dir, 'ours'), join(dir, 'theirs')];
  const socat = spawn(findBinary(['/usr/bin/socat'], 'socat', 'socat'), [
    `pty,raw,echo=0,link=${ours}`,
    `pty,raw,echo=0,link=${theirs}`,
  ]);
  stops.push(async () => {
    socat.kill();
    await until(() => isDone(socat), 'socat gone');
    await rm(dir, { recursive: true, force: true });
  });
  await until(() => existsSync(ours) && existsSync(theirs), 'both ends of the line');
  const slave = new SerialPort({ path: theirs, baudRate: 9600, autoOpen: false });
  await new Promise<void>((done, fail) => slave.open((error) => (error ? fail(error) : done())));
  stops.push(() => new Promise((done) => (slave.isOpen ? slave.close(done) : done(null))));
  slave.on('error', quiet);
  const { requests, serve } = answering(onRequest);
  serve(slave);
  return { options: { serial: { path: ours, baudRate: 9600 } }, requests, cut: () => socat.kill() };
}

const LINES = [
  ['serial frames over TCP', gateway],
  ['a serial line', serialLine],
] as const;

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
const V230 = [0x4366, 0x0000] as const;
const V200 = [0x4348, 0x0000] as const;
const unit = (n: number, over: Partial<UnitConfig> = {}): UnitConfig => ({
  unit: n,
  meter: id<MeterId>(`M${n}`),
  profile: oneVoltage,
  intervalS: 0.1,
  ...over,
});

function source(line: Line, units: readonly UnitConfig[], replyTimeoutMs = 150) {
  const sink = rememberingSink();
  const options = { id: 'modbus', connectTimeoutMs: 1000, replyTimeoutMs, units };
  const modbus = new ModbusSource({ ...options, ...line.options }, Date.now, quiet);
  stops.push(() => modbus.stop());
  return { modbus, sink, start: () => modbus.start(sink.take) };
}
const polls = (taken: readonly unknown[]) => taken as readonly RawPoll[];
const readingOf = (raw: RawPoll) =>
  decodePoll(raw.profile, raw.answered, { ...raw, atMs: raw.receivedMs, nominalLnV: 230 }).reading;
const voltageOf = (raw: RawPoll) => readingOf(raw).values.A?.u;

describe.each(LINES)('%s', (_, open) => {
  it('two meters of different makes are read right', async () => {
    const ids = ['eastron-sdm630', 'carlo-gavazzi-em340'] as const;
    const meters = new Map(ids.map((name, n) => [n + 1, { table: tableOf(name), valueOf: vectorOf(tableOf(name)) }]));
    const line = await open((r) => answerAs(meters, r));
    const units = ids.map((name, n) =>
      unit(n + 1, { profile: METER_PROFILES.find((p) => p.id === name) as MeterProfile }),
    );
    const { sink, start } = source(line, units, 1000);
    await start();
    await until(() => sink.taken.length >= 2, 'a poll of each');
    for (const [n, name] of ids.entries()) {
      const raw = polls(sink.taken).find((p) => p.meter === `M${n + 1}`);
      if (raw === undefined) throw new Error(`no poll of ${name}`);
      for (const row of tableOf(name).registers) {
        const where = `${name} ${row.quantity}.${row.phase}`;
        expect(readingOf(raw).values[row.phase]?.[row.quantity], where).toBeCloseTo(row.vector, 3);
      }
    }
  });

  it('B9: a reply that never comes is a counted time-out, the next one pairs with its own request', async () => {
    const line = await open((r, n) => {
      if (n === 1) r.answer([17263, 40204]);
      else if (n >= 3) r.answer(r.length === 2 ? [17263, 44329] : [17263]);
    });
    const { modbus, sink, start } = source(line, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 2, 'two polls');
    const [first, second] = polls(sink.taken).map(voltageOf);
    expect(first).toBeCloseTo(239.6135, 4);
    expect(second).toBeCloseTo(239.6764, 4);
    expect(modbus.status().polled[0]).toMatchObject({ timeouts: 1 });
    expect(modbus.status().polled[0]?.gaps).toBeGreaterThanOrEqual(1);
  });

  it('ask 11: a late reply is never taken for the answer to the next question of the same shape', async () => {
    const late: RtuRequest[] = [];
    const line = await open((r, n) => {
      for (const old of late.splice(0)) old.answer(V200); // for the question before
      if (n === 2 || n === 6) late.push(r);
      else r.answer(V230.slice(0, r.length));
    });
    const { sink, start } = source(line, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 6, 'six polls');
    expect(line.requests.length).toBeGreaterThan(7);
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 230));
  });

  it('ask 13: a line that breaks is opened again by itself, or its failure is named', async () => {
    const line = await open((r) => r.answer(V230));
    const { modbus, sink, start } = source(line, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 1, 'a poll');
    const before = sink.taken.length;
    line.cut();
    // The pseudo-terminal is gone with socat; the socket of the gateway comes back.
    if (line.options.serial === undefined) await until(() => sink.taken.length > before + 1, 'polls after the cut');
    else await until(() => !modbus.status().isLinkUp, 'the line known to be down');
  });

  it('noise before a reply, and the echo of some two-wire adapters, are passed over', async () => {
    const line = await open((r) => {
      r.raw(Buffer.from([0x00, 0xff, r.unit]));
      r.answer(V230);
    });
    const { sink, start } = source(line, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 2, 'two polls');
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 230));
  });

  it('a reply with a wrong checksum is none', async () => {
    const line = await open((r, n) => {
      if (n === 1) r.raw(Buffer.from([r.unit, 4, 4, 0x43, 0x48, 0, 0, 0x12, 0x34]));
      else r.answer(V230.slice(0, r.length));
    });
    const { modbus, sink, start } = source(line, [unit(1)]);
    await start();
    await until(() => sink.taken.length >= 1, 'a poll');
    expect(modbus.status().polled[0]).toMatchObject({ timeouts: 1 });
    expect(polls(sink.taken).map(voltageOf)).toEqual(sink.taken.map(() => 230));
  });
});

describe('opening a serial line', () => {
  it('a path that is not there is a failure in words, not an exception', async () => {
    const serial = { path: '/dev/gridwitness-none', baudRate: 9600 };
    const link = new ModbusLink({ serial, connectTimeoutMs: 1000, replyTimeoutMs: 100 });
    expect(await link.open()).toMatch(/gridwitness-none/);
    expect(await link.read(1, { function: 3, address: 0, length: 2, keys: [] })).toMatchObject({ kind: 'link' });
  });
});
