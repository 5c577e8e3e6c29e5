/** A NATS cluster with JetStream: three servers, so that a stream on three replicas outlives any one of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, startServer, type TestServer } from './server.ts';

export interface NatsCluster {
  /** `127.0.0.1:PORT` of each server, for a client's list. */
  readonly urls: readonly string[];
  readonly servers: readonly TestServer[];
  /** The server that leads a stream now (index), or null while none does. */
  leaderOf(stream: string): Promise<number | null>;
  /** All servers end as a crash would; folders and ports are kept. */
  killAll(): Promise<void>;
  /** Those that are down start again; resolves when the cluster has a leader. */
  restartAll(): Promise<void>;
  /** Resolves when the cluster takes requests again. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface NatsOptions {
  readonly servers?: 1 | 3;
  /** Lines for every server's configuration: mappings, users, TLS. */
  readonly extra?: string;
}

/** Start `servers` (three unless told) and wait until JetStream has a leader. */
export async function startNatsCluster(options: NatsOptions = {}): Promise<NatsCluster> {
  const count = options.servers ?? 3;
  const routes = await freePorts(count);
  const started = await Promise.allSettled(
    routes.map((route, n) =>
      startServer({
        name: `nats${n}`,
        binaries: ['nats-server'],
        debian: 'nats-server',
        ports: 2,
        stopSignal: 'SIGTERM',
        prepare: (dir, ports) =>
          writeFileSync(join(dir, 'nats.conf'), configOf({ n, dir, ports, route, routes, extra: options.extra ?? '' })),
        args: (dir) => ['-c', join(dir, 'nats.conf')],
        ready: async ([, http]) => (await fetch(`http://127.0.0.1:${http}/varz`)).ok,
      }),
    ),
  );
  const servers = started.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : []));
  const failed = started.find((s) => s.status === 'rejected');
  const stop = async () => {
    await Promise.all(servers.map((s) => s.stop()));
  };
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const ready = () => untilLed(servers);
  const cluster: NatsCluster = {
    urls: servers.map((s) => `127.0.0.1:${s.port}`),
    servers,
    leaderOf: (stream) => leaderOf(servers, stream),
    async killAll() {
      await Promise.all(servers.map((s) => s.kill9()));
    },
    async restartAll() {
      await Promise.all(servers.map((s) => s.restart()));
      await ready();
    },
    ready,
    stop,
  };
  await ready();
  return cluster;
}

interface Jsz {
  readonly meta_cluster?: { readonly leader?: string };
  readonly account_details?: readonly {
    readonly stream_detail?: readonly { readonly name: string; readonly cluster?: { readonly leader?: string } }[];
  }[];
}

const READY_WITHIN_MS = 30_000;
const POLL_MS = 50;

async function untilLed(servers: readonly TestServer[]): Promise<void> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answers = await Promise.all(servers.map((s) => ask(s, '/jsz')));
    // One server alone has no cluster to lead.
    if (answers.some((a) => a !== null && (servers.length === 1 || (a.meta_cluster?.leader ?? '') !== ''))) return;
    if (Date.now() > giveUpMs) throw new Error(`no NATS leader within ${READY_WITHIN_MS} ms`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

async function leaderOf(servers: readonly TestServer[], stream: string): Promise<number | null> {
  for (const s of servers) {
    const answer = await ask(s, '/jsz?streams=true');
    const details = (answer?.account_details ?? []).flatMap((a) => a.stream_detail ?? []);
    const name = details.find((d) => d.name === stream)?.cluster?.leader;
    const index = name === undefined ? -1 : Number(name.replace('gw', ''));
    if (Number.isInteger(index) && index >= 0) return index;
  }
  return null;
}

/** null = that server does not answer. */
async function ask(server: TestServer, path: string): Promise<Jsz | null> {
  const http = HTTP_PORT.get(server.dir);
  try {
    return (await (await fetch(`http://127.0.0.1:${http}${path}`)).json()) as Jsz;
  } catch {
    return null;
  }
}

/** By the server's folder, which is its own for its life. */
const HTTP_PORT = new Map<string, number>();

function configOf(c: {
  readonly n: number;
  readonly dir: string;
  readonly ports: readonly number[];
  readonly route: number;
  readonly routes: readonly number[];
  readonly extra: string;
}): string {
  const [client, http = 0] = c.ports;
  HTTP_PORT.set(c.dir, http);
  const urls = c.routes.map((r) => `nats-route://127.0.0.1:${r}`).join(', ');
  const cluster =
    c.routes.length === 1 ? '' : `cluster { name: gwtest, host: 127.0.0.1, port: ${c.route}, routes: [${urls}] }`;
  return `server_name: gw${c.n}
host: 127.0.0.1
port: ${client}
http: "127.0.0.1:${http}"
jetstream { store_dir: "${c.dir}/js", max_mem: 64MB, max_file: 4GB }
${cluster}
${c.extra}
`;
}
