/** `SeriesStore` on InfluxDB 1.x: makes its database and retention policies, writes `/write`, reads `/query`. */
import { setTimeout } from 'node:timers/promises';
import { OperationalError } from '../../core/assert.ts';
import type { Disturbance } from '../../core/event.ts';
import type { Range, SeriesStore } from '../../core/ports.ts';
import { qualifiedMeasurement, RETENTION_POLICIES, type RetentionPolicyName } from '../../core/schema.ts';
import { InfluxHttp, type InfluxSeries } from './influx-http.ts';
import { disturbanceTags, type TagsOf } from './influx-lines.ts';
import { PROOF_MEASUREMENT, proveWriteTimes } from './influx-proof.ts';
import { influxStore } from './influx-store.ts';
import { withdraw } from './influx1-withdraw.ts';
import { influxReader, literal } from './influxql.ts';
import { deleteDerived, type RewrittenName, within } from './summary-lines.ts';

export interface Influx1Config {
  readonly url: string;
  readonly database: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** 1.x has been seen to answer a DELETE of fresh points with success and to keep them: it is asked so many times. */
const DELETE_TRIES = 3;
const DELETE_PAUSE_MS = 200;

/** The policy with the longest memory: a probe of any year is inside it. */
const PROOF_POLICY: RetentionPolicyName = 'events10y';

/** Up to so many meters a query names them; for more it reads all of the time range. */
const METERS_NAMED = 50;

/** `options.probeMs`: instant of the start-up proof, default now. */
export function influx1SeriesStore(config: Influx1Config, options: { readonly probeMs?: number } = {}): SeriesStore {
  const client = new InfluxHttp(config.url, config);
  const db = config.database;
  return influxStore({
    post: (rp, lines) => client.write({ db, rp, precision: 'ms' }, lines),
    reader: influxReader(client, db, qualifiedMeasurement),
    async prepare() {
      await makeSchema(client, db);
      await prove(client, db, options.probeMs ?? Date.now());
    },
    retire: (batch, tagsOf) => retire(client, db, batch, tagsOf),
    withdraw: (facts) => withdraw(client, db, facts),
    clear: (name, range) => clear(client, db, name, range),
    close: () => client.close(),
  });
}

/** Creates what is missing. A policy that is there keeps its duration: an operator may have lengthened it. */
async function makeSchema(client: InfluxHttp, db: string): Promise<void> {
  const name = quoted(db);
  await client.query(`CREATE DATABASE ${name}`, {}, 'POST');
  const policies = await client.query(`SHOW RETENTION POLICIES ON ${name}`, {});
  const there = new Set(policies.flatMap((s) => s.values.map((v) => v[0])));
  for (const policy of RETENTION_POLICIES.filter((p) => !there.has(p.name))) {
    const create = `CREATE RETENTION POLICY ${quoted(policy.name)} ON ${name} DURATION ${policy.days}d REPLICATION 1`;
    await client.query(create, {}, 'POST');
  }
}

async function prove(client: InfluxHttp, db: string, probeMs: number): Promise<void> {
  const from = `"${PROOF_POLICY}"."${PROOF_MEASUREMENT}"`;
  await proveWriteTimes(
    probeMs,
    (precision, line) =>
      client.write({ db, rp: PROOF_POLICY, precision: precision === 'us' ? 'u' : precision }, [line]),
    () => client.query(`SELECT "v" FROM ${from} GROUP BY "precision"`, { db, epoch: 'ms' }),
  );
  await client.query(`DROP SERIES FROM "${PROOF_MEASUREMENT}"`, { db }, 'POST');
}

/** Deletes a period and reads it back. Rejects (retryable) where points are left. */
async function clear(client: InfluxHttp, db: string, name: RewrittenName, range: Range): Promise<void> {
  for (let attempt = 1; attempt <= DELETE_TRIES; attempt++) {
    await client.query(deleteDerived(name, range), { db }, 'POST');
    const left = await client.query(`SELECT * FROM ${qualifiedMeasurement(name)} WHERE ${within(range)} LIMIT 1`, {
      db,
    });
    if (left.length === 0) return;
    await setTimeout(DELETE_PAUSE_MS);
  }
  const what = `${name} from ${new Date(range.fromMs).toISOString()} to ${new Date(range.toMs).toISOString()}`;
  throw new OperationalError(`${client.url}: deleted ${DELETE_TRIES} times, still there: ${what}`, { retryable: true });
}

/**
 * A disturbance that ends gets its class, and a meter may move to another feeder: then its point has other tags and
 * would stand beside the former one. The former one is deleted.
 */
async function retire(client: InfluxHttp, db: string, batch: readonly Disturbance[], tagsOf: TagsOf): Promise<void> {
  const byKey = new Map(batch.map((d) => [keyOf(d.meter, d.kind, Math.round(d.startMs)), d]));
  const starts = batch.map((d) => Math.round(d.startMs));
  const range = `time >= ${least(starts)}ms AND time <= ${-least(starts.map((t) => -t))}ms`;
  const meters = [...new Set(batch.map((d) => d.meter))];
  const few =
    meters.length <= METERS_NAMED ? ` AND (${meters.map((m) => `"meter" = ${literal(m)}`).join(' OR ')})` : '';
  const select = `SELECT "method" FROM ${qualifiedMeasurement('disturbance')} WHERE ${range}${few} GROUP BY *`;
  const series = await client.query(select, { db, epoch: 'ms' });
  for (const s of series) {
    for (const [timeMs] of s.values) {
      const now = byKey.get(keyOf(s.tags?.['meter'], s.tags?.['kind'], Number(timeMs)));
      if (now === undefined || sameTags(s, disturbanceTags(now, tagsOf))) continue;
      const where = Object.entries(s.tags ?? {}).map(([tag, value]) => `${quoted(tag)} = ${literal(value)}`);
      await client.query(
        `DELETE FROM "disturbance" WHERE ${where.join(' AND ')} AND time = ${timeMs}ms`,
        { db },
        'POST',
      );
    }
  }
}

function sameTags(series: InfluxSeries, tags: ReturnType<typeof disturbanceTags>): boolean {
  return tags.every(([tag, value]) => (series.tags?.[tag] ?? '') === value);
}

function keyOf(meter: string | undefined, kind: string | undefined, startMs: number): string {
  return `${meter}|${kind}|${startMs}`;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

/** An identifier as InfluxQL writes it. */
function quoted(name: string): string {
  return `"${name.replace(/[\\"]/g, '\\$&')}"`;
}
