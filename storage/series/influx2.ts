/**
 * `SeriesStore` on InfluxDB 2.x or 3.x: writes by the v2 API, reads InfluxQL by `/query`. Buckets are made by the
 * operator (docs/connect/influxdb.md): `BUCKET/raw90d` and so on, which 2.x maps to database and policy by itself.
 */
import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import type { SeriesStore } from '../../core/ports.ts';
import { qualifiedMeasurement, type RetentionPolicyName } from '../../core/schema.ts';
import { failure, InfluxHttp } from './influx-http.ts';
import { PROOF_MEASUREMENT, type Precision, proveWriteTimes } from './influx-proof.ts';
import { influxStore } from './influx-store.ts';
import { influxReader } from './influxql.ts';

export interface Influx2Config {
  readonly url: string;
  readonly org: string;
  readonly bucket: string;
  readonly token: string;
  /** `policies` (default): one bucket per retention. `single`: everything in one bucket or 3.x database. */
  readonly layout?: 'policies' | 'single' | undefined;
}

const PROOF_POLICY: RetentionPolicyName = 'events10y';
const TIMEOUT_MS = 30_000;

export function influx2SeriesStore(config: Influx2Config): SeriesStore {
  const single = config.layout === 'single';
  const writer = new InfluxDB({ url: config.url, token: config.token, timeout: TIMEOUT_MS });
  const reader = new InfluxHttp(config.url, { token: config.token });
  const bucketOf = (policy: RetentionPolicyName): string => (single ? config.bucket : `${config.bucket}/${policy}`);
  const post = (policy: RetentionPolicyName, lines: readonly string[], precision: Precision = 'ms'): Promise<void> =>
    writeOnce(writer, config, bucketOf(policy), lines, precision);
  return influxStore({
    post,
    reader: influxReader(reader, config.bucket, single ? (name) => `"${name}"` : qualifiedMeasurement),
    async prepare() {
      const from = single ? `"${PROOF_MEASUREMENT}"` : `"${PROOF_POLICY}"."${PROOF_MEASUREMENT}"`;
      const probeMs = Date.now();
      const query = `SELECT "v" FROM ${from} WHERE time >= ${probeMs - 1_000}ms GROUP BY "precision"`;
      await proveWriteTimes(
        probeMs,
        (precision, line) => post(PROOF_POLICY, [line], precision),
        () => reader.query(query, { db: config.bucket, epoch: 'ms' }),
      );
    },
    close: () => reader.close(),
  });
}

/**
 * One batch, one request, no retry inside the client: its buffer drops lines in silence when a server stays away,
 * and the spool behind us repeats the batch anyway.
 */
async function writeOnce(
  writer: InfluxDB,
  config: Influx2Config,
  bucket: string,
  lines: readonly string[],
  precision: Precision,
): Promise<void> {
  const api = writer.getWriteApi(config.org, bucket, precision, {
    batchSize: lines.length + 1,
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    // Takes the error over from the client, which would only log it.
    writeFailed: (error) => Promise.reject(error),
  });
  try {
    api.writeRecords([...lines]);
    await api.flush();
  } catch (error) {
    const text = error instanceof HttpError && error.body ? `${error.message} ${error.body}` : undefined;
    if (text !== undefined && error instanceof Error) error.message = text;
    throw failure(`writing to ${config.url} bucket ${bucket}`, error);
  } finally {
    api.dispose();
  }
}
