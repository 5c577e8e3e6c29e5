/** PostgreSQL, a fresh cluster per start (initdb takes about 2 s: start one per test file, `createDatabase` per test). */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinary, startServer, type TestServer } from './server.ts';

const VERSIONS = [18, 17, 16, 15, 14];
const DEBIAN = 'postgresql';
const USER = 'app';
/** Account the Debian package makes; the server refuses to run as root. */
const SYSTEM_USER = 'postgres';

export interface Postgres extends TestServer {
  /** Of the database `postgres`. */
  readonly url: string;
  /** An empty database of its own; resolves to its URL. */
  createDatabase(): Promise<string>;
}

export async function startPostgres(): Promise<Postgres> {
  const initdb = findBinary(places('initdb'), 'initdb', DEBIAN);
  const asUser = process.getuid?.() === 0 ? account() : undefined;
  const server = await startServer({
    name: 'postgres',
    binaries: places('postgres'),
    debian: DEBIAN,
    ports: 1,
    ...(asUser ? { runAs: asUser } : {}),
    stopSignal: 'SIGINT',
    prepare: async (dir) => {
      const args = [
        '-D',
        `${dir}/data`,
        '-U',
        USER,
        '--auth=trust',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ];
      await promisify(execFile)(initdb, args, { cwd: '/tmp', ...asUser });
    },
    args: (dir, [port]) => [
      '-D',
      `${dir}/data`,
      ...['-c', `port=${port}`],
      ...['-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'unix_socket_directories='],
    ],
    ready: async ([port]) => {
      await query(`postgres://${USER}@127.0.0.1:${port}/postgres`, 'select 1');
      return true;
    },
  });
  const url = (database: string): string => `postgres://${USER}@127.0.0.1:${server.port}/${database}`;
  let made = 0;
  return {
    ...server,
    url: url('postgres'),
    async createDatabase() {
      const name = `t${++made}`;
      await query(url('postgres'), `create database ${name}`);
      return url(name);
    },
  };
}

function places(tool: string): readonly string[] {
  return [tool, ...VERSIONS.map((v) => `/usr/lib/postgresql/${v}/bin/${tool}`)];
}

function account(): { uid: number; gid: number } {
  const ask = (flag: string): number => Number(execFileSync('id', [flag, SYSTEM_USER], { encoding: 'utf8' }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch (cause) {
    throw new Error(`no system user "${SYSTEM_USER}": install the Debian package "${DEBIAN}"`, { cause });
  }
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined); // the server may go away under us; the query itself rejects
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
