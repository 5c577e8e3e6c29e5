/** Points of InfluxDB 1.x taken back: deleted, read back, and deleted again where they are still there. */
import { setTimeout } from 'node:timers/promises';
import { OperationalError } from '../../core/assert.ts';
import type { AggregateKey, DisturbanceKey } from '../../core/ports.ts';
import { qualifiedMeasurement } from '../../core/schema.ts';
import type { InfluxHttp } from './influx-http.ts';
import { literal } from './influxql.ts';

/** 1.x has been seen to answer a DELETE of fresh points with success and to keep them: it is asked so many times. */
const DELETE_TRIES = 5;
const DELETE_PAUSE_MS = 200;
/** Conditions of one statement; it travels in the address of a request. */
const PER_QUERY = 20;

export async function withdraw(
  client: InfluxHttp,
  db: string,
  facts: { readonly disturbances: readonly DisturbanceKey[]; readonly aggregates: readonly AggregateKey[] },
): Promise<void> {
  await remove(client, db, 'disturbance', 'kind', [
    ...facts.disturbances.map((d) => ({ meter: d.meter, tag: d.kind, timeMs: Math.round(d.startMs) })),
  ]);
  await remove(client, db, 'agg_10min', 'phase', [
    ...facts.aggregates.map((a) => ({ meter: a.meter, tag: a.phase, timeMs: Math.round(a.endMs) })),
  ]);
}

interface Point {
  readonly meter: string;
  readonly tag: string;
  readonly timeMs: number;
}

async function remove(
  client: InfluxHttp,
  db: string,
  measurement: 'disturbance' | 'agg_10min',
  tag: string,
  points: readonly Point[],
): Promise<void> {
  let left = points;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === DELETE_TRIES) {
      const what = `${left.length} points of ${measurement}`;
      throw new OperationalError(`${client.url}: deleted ${DELETE_TRIES} times, still there: ${what}`, {
        retryable: true,
      });
    }
    if (attempt > 0) await setTimeout(DELETE_PAUSE_MS);
    for (const p of left) {
      await client.query(`DELETE FROM "${measurement}" WHERE ${conditionOf(tag, p)}`, { db }, 'POST');
    }
    left = await stillThere(client, db, measurement, tag, left);
  }
}

async function stillThere(
  client: InfluxHttp,
  db: string,
  measurement: 'disturbance' | 'agg_10min',
  tag: string,
  points: readonly Point[],
): Promise<readonly Point[]> {
  const found = new Set<string>();
  const field = measurement === 'disturbance' ? 'method' : 'n';
  for (let at = 0; at < points.length; at += PER_QUERY) {
    const statements = points.slice(at, at + PER_QUERY).map((p) => {
      return `SELECT "${field}" FROM ${qualifiedMeasurement(measurement)} WHERE ${conditionOf(tag, p)} GROUP BY "meter", "${tag}"`;
    });
    for (const s of await client.query(statements.join('; '), { db, epoch: 'ms' })) {
      for (const [timeMs] of s.values) found.add(`${s.tags?.['meter']}|${s.tags?.[tag]}|${timeMs}`);
    }
  }
  return points.filter((p) => found.has(`${p.meter}|${p.tag}|${p.timeMs}`));
}

const conditionOf = (tag: string, p: Point): string =>
  `"meter" = ${literal(p.meter)} AND "${tag}" = ${literal(p.tag)} AND time = ${p.timeMs}ms`;
