/**
 * One side of bench/polling.ts, in a process of its own. Arguments: side, ports (JSON), units behind each port, interval in
 * s, seconds. Prints polls, CPU s and wall s of the measured part.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MB from 'modbus-serial';
import { parseCollectorConfig } from '../collector/config.ts';
import { ModbusSource } from '../collector/io/modbus.ts';
import { startCollector } from '../collector/main.ts';
import { decodePoll } from '../collector/meters/decode.ts';
import { eastronSdm630 } from '../collector/meters/eastron-sdm630.ts';
import { planBlocks } from '../collector/meters/plan.ts';
import type { Raw } from '../collector/source.ts';
import { id, type MeterId, type NodeId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { RecordStore, SeriesStore } from '../core/ports.ts';

const [side = '', portsText = '[]', unitsText = '1', intervalText = '1', secondsText = '10'] = process.argv.slice(2);
const ports = JSON.parse(portsText) as readonly number[];
const unitsPerPort = Number(unitsText);
const intervalS = Number(intervalText);
const WARM_UP_MS = 4_000;

let polls = 0;
const units = (n: number) =>
  Array.from({ length: unitsPerPort }, (_, k) => ({
    unit: k + 1,
    meter: id<MeterId>(`M${n}-${k}`),
    profile: eastronSdm630,
    intervalS,
  }));
const times = { connectTimeoutMs: 20_000, replyTimeoutMs: 5_000 };
const say = (level: string, message: string): void => {
  if (level !== 'info') process.stderr.write(`${message}\n`);
};

/** The same requests with modbus-serial alone: no check of what comes, no reconnect, nothing stored. */
function glue(): void {
  const blocks = planBlocks(eastronSdm630);
  for (const port of ports) {
    void (async () => {
      const client = new MB.default();
      await client.connectTCP('127.0.0.1', { port });
      client.setTimeout(times.replyTimeoutMs);
      for (;;) {
        const beganMs = Date.now();
        for (let unit = 1; unit <= unitsPerPort; unit++) {
          client.setID(unit);
          for (const b of blocks) {
            const { buffer } = await client.readInputRegisters(b.address, b.length);
            for (let at = 0; at < buffer.length; at += 4) buffer.readFloatBE(at);
          }
          polls++;
        }
        await new Promise((next) => setTimeout(next, Math.max(0, intervalS * 1000 - (Date.now() - beganMs))));
      }
    })();
  }
}

/** Our source and the decoding of every poll; nothing stored. */
function source(): void {
  const sink = async (raw: Raw): Promise<void> => {
    if (raw.kind !== 'poll') return;
    decodePoll(raw.profile, raw.answered, { ...raw, atMs: raw.receivedMs, nominalLnV: 230 });
    polls++;
  };
  for (const [n, port] of ports.entries()) {
    const link = { id: `modbus:${n}`, host: '127.0.0.1', port, ...times, units: units(n) };
    void new ModbusSource(link, Date.now, say).start(sink);
  }
}

/** The whole collector, from the socket to the fsynced spool and to a series store that drops what it gets. */
async function collector(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gw-polling-'));
  process.once('exit', () => void rm(dir, { recursive: true, force: true }));
  const modbus = ports.map((port, n) => ({
    host: '127.0.0.1',
    port,
    ...times,
    units: units(n).map((u) => ({ ...u, profile: u.profile.id })),
  }));
  const parsed = parseCollectorConfig({ modbus });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const meters = ports.flatMap((_, n) => units(n).map((u) => meterOf(u.meter)));
  const series = {
    setMeterTags: () => undefined,
    writeReadings: async () => ({ refused: [] }),
    writeDisturbances: async () => undefined,
    writeAggregates: async () => undefined,
    writeCollector: async () => [],
    withdraw: async () => undefined,
  } as unknown as SeriesStore;
  const withdrawn = { disturbances: [], voltages: [], aggregates: [] };
  const nothing = { disturbances: [], voltages: [], aggregates: [], problems: [], withdrawn };
  const running = await startCollector(parsed.config, {
    series,
    records: { getMeta: async () => null, setMeta: async () => undefined } as unknown as RecordStore,
    spoolDir: dir,
    now: Date.now,
    log: say,
    meters,
    tags: new Map(),
    createFold: () => ({ push: () => nothing, checkpoint: () => null }),
  });
  count = () => running.stats().sources.reduce((sum, s) => sum + s.stored, 0);
}

function meterOf(meter: MeterId): Meter {
  return {
    meter,
    node: id<NodeId>(`n-${meter}`),
    supplyPoint: null,
    phases: 'ABC',
    method: '1s',
    statistic: 'snapshot',
    connection: 'LN',
    udinV: 230,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
  };
}

let count = (): number => polls;
if (side === 'modbus-serial alone') glue();
else if (side === 'source and decoding') source();
else await collector();

const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));
await pause(WARM_UP_MS);
const before = { polls: count(), cpu: process.cpuUsage(), ms: performance.now() };
await pause(Number(secondsText) * 1000);
const cpu = process.cpuUsage(before.cpu);
const result = {
  polls: count() - before.polls,
  cpuS: (cpu.user + cpu.system) / 1e6,
  wallS: (performance.now() - before.ms) / 1000,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
