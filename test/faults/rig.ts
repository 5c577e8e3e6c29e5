/** Everything the fault run breaks: broker, stores, our collector, the wires between them, and the meters that send. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rngFor } from '../../simulators/random.ts';
import { type Influxd, startInfluxd } from '../servers/influxd.ts';
import { type Mosquitto, startMosquitto } from '../servers/mosquitto.ts';
import { type Postgres, startPostgres } from '../servers/postgres.ts';
import { freePorts } from '../servers/server.ts';
import { Child } from './child.ts';
import type { ChildPlan } from './child-words.ts';
import { Device } from './device.ts';
import { makeSmallDisk, type SmallDisk } from './disk.ts';
import { type Fleet, type Message, makeFleet, messageKey } from './fleet.ts';
import { BrokerTap } from './tap.ts';
import { Wire } from './wire.ts';

export const DATABASE = 'gw';
const CLIENT_ID = 'gridwitness-faults';
const DISK_MB = 64;

export interface Rig {
  readonly seed: number;
  readonly fleet: Fleet;
  readonly mosquitto: Mosquitto;
  readonly influxd: Influxd;
  readonly postgres: Postgres;
  readonly recordsUrl: string;
  readonly collector: Child;
  readonly disk: SmallDisk;
  /** Meters → outside broker; outside broker → collector; meters → our own broker; collector → InfluxDB, → records. */
  readonly wires: {
    readonly toBroker: Wire;
    readonly fromBroker: Wire;
    readonly toOwn: Wire;
    readonly toInflux: Wire;
    readonly toRecords: Wire;
  };
  readonly tap: BrokerTap;
  /** Even meters through the outside broker, odd ones into our own. */
  readonly outside: Device;
  readonly own: Device;
  /** Messages our own broker acknowledged. */
  readonly acceptedOwn: Set<string>;
  /** Messages the outside broker acknowledged to their sender. */
  readonly acknowledgedByBroker: Map<string, Message>;
  clock: { offsetMs: number };
  stop(): Promise<void>;
}

export function deviceOf(rig: Rig, meter: number): Device {
  return meter % 2 === 0 ? rig.outside : rig.own;
}

export function keyOf(message: Message): string {
  return messageKey(message.topic, Buffer.from(message.payload)) ?? '';
}

/** Readings lie in the past: a run of an hour sends days of them. */
const BEFORE_MS = 70 * 86_400_000;
const GRID_MS = 3_600_000;

export async function startRig(seed: number, meters: number, logDir: string): Promise<Rig> {
  const startMs = Math.floor((Date.now() - BEFORE_MS) / GRID_MS) * GRID_MS;
  const fleet = makeFleet(seed, meters, startMs);
  const [mosquitto, influxd, postgres] = await Promise.all([
    startMosquitto({ extra: ['autosave_on_changes true', 'log_dest none'] }),
    startInfluxd(),
    startPostgres(),
  ]);
  const recordsDb = new URL(await postgres.createDatabase());
  const [ownPort = 0] = await freePorts(1);
  const tap = new BrokerTap((clientId) => clientId.startsWith(CLIENT_ID));
  const wires = {
    toBroker: await new Wire(mosquitto.port).start(),
    fromBroker: await new Wire(mosquitto.port, tap).start(),
    toOwn: await new Wire(ownPort).start(),
    toInflux: await new Wire(influxd.port).start(),
    toRecords: await new Wire(postgres.port).start(),
  };
  const disk = makeSmallDisk(DISK_MB);
  const throughWire = new URL(recordsDb);
  throughWire.port = String(wires.toRecords.port);
  const clock = { offsetMs: 0 };
  const plan = (): ChildPlan => ({
    seed,
    meters,
    startMs,
    dataDir: disk.dir,
    influxUrl: `http://127.0.0.1:${wires.toInflux.port}`,
    database: DATABASE,
    recordsUrl: throughWire.href,
    collector: collectorConfig(wires.fromBroker.port, ownPort),
    clockOffsetMs: clock.offsetMs,
  });
  const collector = new Child(join(import.meta.dirname, 'collector-child.ts'), plan, join(logDir, 'collector.log'));
  await collector.start();
  const acceptedOwn = new Set<string>();
  const acknowledgedByBroker = new Map<string, Message>();
  const number = rngFor(seed, 'clients').int(1, 1e6);
  const outside = new Device(wires.toBroker.port, `outside-${number}`, (m) => acknowledgedByBroker.set(keyOf(m), m));
  const own = new Device(wires.toOwn.port, `own-${number}`, (m) => acceptedOwn.add(keyOf(m)));
  return {
    seed,
    fleet,
    mosquitto,
    influxd,
    postgres,
    recordsUrl: recordsDb.href,
    collector,
    disk,
    wires,
    tap,
    outside,
    own,
    acceptedOwn,
    acknowledgedByBroker,
    clock,
    async stop() {
      await Promise.all([outside.stop(), own.stop()]);
      await collector.stop();
      await Promise.all(Object.values(wires).map((w) => w.stop()));
      await Promise.all([mosquitto.stop(), influxd.stop(), postgres.stop()]);
      disk.remove();
    },
  };
}

function collectorConfig(brokerPort: number, ownPort: number): unknown {
  return {
    zone: 'Asia/Shanghai',
    spoolQuotaMb: 48,
    broker: { port: ownPort },
    mqtt: [{ url: `mqtt://127.0.0.1:${brokerPort}`, clientId: CLIENT_ID, keepaliveS: 3, silenceS: 20 }],
  };
}

/** The broker knows the collector's subscription before the first meter sends. */
export async function untilSubscribed(rig: Rig): Promise<void> {
  for (;;) {
    const said = await rig.collector.ask();
    if (said?.isLinkUp === true) return;
    await pause(100);
  }
}
