/** The connection to the NATS servers: made when it is first needed, mended by itself for ever. */
import { readFile } from 'node:fs/promises';
import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { OperationalError } from '../../core/assert.ts';
import type { Log } from '../source.ts';
import { partitionBytes, type ShardsConfig } from './config.ts';
import { PREFIX, partitionStream, partitionSubjects, SHARDS_STREAM } from './subjects.ts';

export interface Link {
  /** Rejects (retryable) while no server can be reached; the streams exist when it resolves. */
  client(): Promise<Client>;
  isUp(): boolean;
  close(): Promise<void>;
}

export interface Client {
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
}

const REQUEST_TIMEOUT_MS = 5_000;
const RECONNECT_MS = 500;
/** Two minutes are enough: what comes later is told apart by the reader (batch.ts). */
const DUPLICATE_WINDOW_NS = 120 * 1_000_000_000;
const STREAM_EXISTS = 10_058;

export function openLink(config: ShardsConfig, log: Log): Link {
  let connection: NatsConnection | null = null;
  let isUp = false;
  let isClosed = false;
  let client: Promise<Client> | null = null;

  async function make(): Promise<Client> {
    if (isClosed) throw new OperationalError('the link is closed', { retryable: false });
    const made = await connect(await connectionOptions(config)).catch((cause: unknown) => {
      throw new OperationalError(`no NATS server of ${config.servers.join(', ')} answers`, { retryable: true, cause });
    });
    if (isClosed) {
      await made.close();
      throw new OperationalError('the link is closed', { retryable: false });
    }
    try {
      const jsm = await jetstreamManager(made, { timeout: REQUEST_TIMEOUT_MS });
      await ensureStreams(jsm, config);
      connection = made;
      isUp = true;
      void follow(made);
      return { jsm, js: jetstream(made, { timeout: REQUEST_TIMEOUT_MS }) };
    } catch (cause) {
      await made.close();
      throw cause;
    }
  }

  async function follow(made: NatsConnection): Promise<void> {
    for await (const { type } of made.status()) {
      if (type === 'disconnect') isUp = false;
      if (type === 'reconnect') isUp = true;
      if (type === 'disconnect' || type === 'reconnect') log(isUp ? 'info' : 'warn', `NATS: ${type}`);
    }
  }

  return {
    client() {
      client ??= make().catch((cause: unknown) => {
        client = null;
        throw cause;
      });
      return client;
    },
    isUp: () => isUp,
    async close() {
      isClosed = true;
      isUp = false;
      // Nothing is buffered that would have to be drained: whoever publishes waits for the answer.
      await connection?.close();
    },
  };
}

async function connectionOptions(config: ShardsConfig): Promise<NodeConnectionOptions> {
  const { caFile, certFile, keyFile } = config.tls ?? {};
  const pem = async (file: string | undefined) => (file === undefined ? undefined : await readFile(file, 'utf8'));
  const [ca, cert, key] = await Promise.all([pem(caFile), pem(certFile), pem(keyFile)]);
  return {
    servers: [...config.servers],
    name: 'gridwitness',
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    timeout: REQUEST_TIMEOUT_MS,
    pingInterval: 20_000,
    ...(config.username !== undefined && { user: config.username }),
    ...(config.password !== undefined && { pass: config.password }),
    ...(config.tls !== undefined && {
      tls: { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) },
    }),
  };
}

/** Make what is missing; what is there stays as it is, but another number of partitions is refused. */
async function ensureStreams(jsm: JetStreamManager, config: ShardsConfig): Promise<void> {
  const there = new Set<string>();
  for await (const name of jsm.streams.names(`${PREFIX}.>`)) there.add(name);
  const partitions = [...there].filter((name) => name !== SHARDS_STREAM).length;
  if (there.has(SHARDS_STREAM) && partitions !== config.partitions) {
    const message = `the servers hold ${partitions} partitions, the configuration says ${config.partitions}: meters would change their partition`;
    throw new OperationalError(message, { retryable: false });
  }
  const num_replicas = config.replicas;
  const missing = Array.from({ length: config.partitions }, (_, k) => k).filter((k) => !there.has(partitionStream(k)));
  await Promise.all(
    missing.map((k) =>
      add(jsm, {
        name: partitionStream(k),
        subjects: [partitionSubjects(k)],
        num_replicas,
        // Full means refused, never forgotten: the intakes keep what does not fit.
        discard: 'new' as const,
        max_bytes: partitionBytes(config),
        duplicate_window: DUPLICATE_WINDOW_NS,
      }),
    ),
  );
  // Last, so that its being there says that all partitions are.
  if (!there.has(SHARDS_STREAM)) {
    await add(jsm, {
      name: SHARDS_STREAM,
      subjects: [`${PREFIX}.shard.>`],
      num_replicas,
      max_msgs_per_subject: 1,
      // Followers may answer with what is no longer true: every look at a lease goes to the leader.
      allow_direct: false,
    });
  }
}

/** Two processes may make the same stream at once: it is made once. */
async function add(jsm: JetStreamManager, config: Parameters<JetStreamManager['streams']['add']>[0]): Promise<void> {
  try {
    await jsm.streams.add(config);
  } catch (cause) {
    const code = cause instanceof JetStreamApiError ? cause.code : null;
    if (code === STREAM_EXISTS) return;
    const bytes = config.max_bytes === undefined ? '' : ` of ${config.max_bytes} bytes`;
    throw new OperationalError(`the servers refuse the stream ${config.name}${bytes}`, { retryable: true, cause });
  }
}
