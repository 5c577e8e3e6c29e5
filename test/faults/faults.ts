/** One entry per kind of fault: how often it comes, and what it does. What lasts is undone by the fault itself. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Rng } from '../../simulators/random.ts';
import type { Rig } from './rig.ts';
import type { Traffic } from './traffic.ts';

export interface Fault {
  readonly kind: string;
  readonly weight: number;
  strike(rig: Rig, rng: Rng, traffic: Traffic): Promise<void> | void;
}

const HOUR_MS = 3_600_000;

export const FAULTS: readonly Fault[] = [
  { kind: 'kill -9 of the collector', weight: 10, strike: (rig, rng) => rig.collector.kill9(rng.int(0, 1_500)) },
  {
    kind: 'kill -9 of the broker',
    weight: 6,
    async strike(rig, rng) {
      await rig.mosquitto.kill9();
      await pause(rng.int(0, 1_500));
      await rig.mosquitto.restart();
      resendUnaccepted(rig);
    },
  },
  {
    kind: 'kill -9 of InfluxDB',
    weight: 6,
    async strike(rig, rng) {
      await rig.influxd.kill9();
      await pause(rng.int(0, 3_000));
      await rig.influxd.restart();
    },
  },
  {
    kind: 'kill -9 of PostgreSQL',
    weight: 3,
    async strike(rig, rng) {
      await rig.postgres.kill9();
      await pause(rng.int(0, 2_000));
      await patiently(() => rig.postgres.restart());
    },
  },
  { kind: 'cut: meters to broker', weight: 5, strike: (rig) => rig.wires.toBroker.cut() },
  { kind: 'cut: broker to collector', weight: 7, strike: (rig) => rig.wires.fromBroker.cut() },
  { kind: 'cut: meters to our broker', weight: 5, strike: (rig) => rig.wires.toOwn.cut() },
  { kind: 'cut: collector to InfluxDB', weight: 7, strike: (rig) => rig.wires.toInflux.cut() },
  { kind: 'cut: collector to PostgreSQL', weight: 4, strike: (rig) => rig.wires.toRecords.cut() },
  { kind: 'half-open: meters to broker', weight: 3, strike: (rig, rng) => halfOpen(rig, 'toBroker', rng) },
  { kind: 'half-open: broker to collector', weight: 5, strike: (rig, rng) => halfOpen(rig, 'fromBroker', rng) },
  { kind: 'half-open: meters to our broker', weight: 3, strike: (rig, rng) => halfOpen(rig, 'toOwn', rng) },
  { kind: 'half-open: collector to InfluxDB', weight: 5, strike: (rig, rng) => halfOpen(rig, 'toInflux', rng) },
  { kind: 'half-open: collector to PostgreSQL', weight: 3, strike: (rig, rng) => halfOpen(rig, 'toRecords', rng) },
  {
    kind: 'disk full',
    weight: 4,
    async strike(rig, rng) {
      rig.disk.fill();
      await pause(rng.int(500, 4_000));
      rig.disk.free();
    },
  },
  {
    kind: 'slow fsync',
    weight: 6,
    async strike(rig, rng) {
      rig.collector.tell({ trouble: { delayMs: rng.int(50, 800), failures: 0 } });
      await pause(rng.int(500, 3_000));
      rig.collector.tell({ trouble: { delayMs: 0, failures: 0 } });
    },
  },
  {
    kind: 'fsync fails',
    weight: 4,
    strike: (rig, rng) => rig.collector.tell({ trouble: { delayMs: 0, failures: rng.int(1, 4) } }),
  },
  { kind: 'duplicated messages', weight: 8, strike: (_, rng, traffic) => traffic.repeat(rng.int(2, 12)) },
  { kind: 'reordered messages', weight: 6, strike: (_, rng, traffic) => traffic.shuffle(rng.int(3, 8)) },
  { kind: 'late messages', weight: 6, strike: (_, rng, traffic) => traffic.withhold(rng.int(2, 20)) },
  { kind: 'malformed messages', weight: 8, strike: (_, rng, traffic) => traffic.rubbish(rng.int(3, 20)) },
  {
    kind: 'clock step',
    weight: 6,
    strike(rig, rng) {
      const step = rng.pick([-6 * HOUR_MS, -HOUR_MS, -90_000, -2_000, 2_000, 90_000, HOUR_MS, 6 * HOUR_MS]);
      rig.clock.offsetMs = rng.chance(0.3) ? 0 : step;
      rig.collector.tell({ clockOffsetMs: rig.clock.offsetMs });
    },
  },
];

async function halfOpen(rig: Rig, name: keyof Rig['wires'], rng: Rng): Promise<void> {
  rig.wires[name].freeze();
  await pause(rng.int(500, 6_000));
  rig.wires[name].thaw();
}

/** What the broker took and may have lost when it was killed: everything the collector has not acknowledged. */
export function resendUnaccepted(rig: Rig): number {
  const lost = [...rig.acknowledgedByBroker].filter(([key]) => !rig.tap.accepted.has(key));
  for (const [key] of lost) rig.acknowledgedByBroker.delete(key);
  rig.outside.sendFirst(lost.map(([, message]) => ({ topic: message.topic, payload: message.payload, message })));
  return lost.length;
}

/** PostgreSQL may refuse its first start after a kill, while shared memory of the old one is still there. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (cause) {
      if (tries === 20) throw cause;
      await pause(500);
    }
  }
}
