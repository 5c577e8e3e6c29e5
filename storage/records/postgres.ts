/** The record store on a PostgreSQL server, version 14 or newer. */
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { watchConnections } from './postgres-watch.ts';
import type { Engine } from './store.ts';

/** Enough for one process; the server's own limit is usually 100 for all. */
const POOL_MAX = 8;
const CONNECT_TIMEOUT_MS = 5_000;

/** SQLSTATE classes that pass: connection exceptions, insufficient resources, operator intervention, lost races. */
const PASSING_CLASSES = ['08', '53', '57', '40'];

export function postgresEngine(url: string): Engine {
  return {
    name: withoutPassword(url),
    async connect() {
      const pool = new pg.Pool({
        connectionString: url,
        max: POOL_MAX,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
      });
      // An idle connection the server dropped: the pool forgets it, the next query opens a new one or rejects.
      pool.on('error', () => undefined);
      // One that breaks while it is taken: the statement in hand or the next one rejects; unheard, it would end the process.
      pool.on('connect', (client) => client.on('error', () => undefined));
      watchConnections(pool, url);
      return new PostgresDialect({ pool });
    },
    disconnect: async () => undefined,
    isPassing,
  };
}

function isPassing(error: Error): boolean {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return PASSING_CLASSES.includes(code.slice(0, 2));
  // No SQLSTATE: the connection failed before the server could answer.
  return typeof code === 'string' || /connect|terminat|timeout/i.test(error.message);
}

function withoutPassword(url: string): string {
  try {
    const parsed = new URL(url);
    parsed.password = '';
    return parsed.href;
  } catch (cause) {
    if (cause instanceof TypeError) return 'PostgreSQL';
    throw cause;
  }
}
