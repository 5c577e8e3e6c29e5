/**
 * A connection whose wire was cut in silence waits for its answer for ever, and what waits for it stands still. While a
 * connection is in use, the server is asked over a fresh one whether it still works for it; where it twice says that it
 * has been waiting for us all along, the connection is ended, and the caller may try again.
 */
import pg from 'pg';

const ASK_EVERY_MS = 10_000;
const ASK_WITHIN_MS = 5_000;

interface Backend {
  readonly state: string | null;
  readonly changed: string | null;
}

/** Watches every connection of the pool from when it is taken until it is given back. */
export function watchConnections(pool: pg.Pool, url: string, everyMs: number = ASK_EVERY_MS): void {
  const timers = new Map<pg.PoolClient, NodeJS.Timeout>();
  const stop = (client: pg.PoolClient) => {
    clearInterval(timers.get(client));
    timers.delete(client);
  };
  pool.on('acquire', (client) => {
    let before: string | null = null;
    const look = async () => {
      const backend = await askFor(url, client);
      if (!timers.has(client) || backend === null) return;
      const now = backend.state === 'active' ? null : `${backend.state} since ${backend.changed}`;
      if (now !== null && now === before) {
        stop(client);
        await client.end().catch(() => undefined);
      }
      before = now;
    };
    timers.set(
      client,
      setInterval(() => void look(), everyMs),
    );
  });
  pool.on('release', (_, client) => stop(client));
  pool.on('remove', stop);
}

/** What the server says of the other end of a connection; null where it can't be asked. Gone counts as not working. */
async function askFor(url: string, client: pg.PoolClient): Promise<Backend | null> {
  const { processID } = client as pg.PoolClient & { readonly processID: number | null };
  const asking = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ASK_WITHIN_MS,
    query_timeout: ASK_WITHIN_MS,
  });
  asking.on('error', () => undefined);
  try {
    await asking.connect();
    const q = 'SELECT state, state_change::text AS changed FROM pg_stat_activity WHERE pid = $1';
    const { rows } = await asking.query<Backend>(q, [processID]);
    return rows[0] ?? { state: null, changed: null };
  } catch {
    return null;
  } finally {
    await asking.end().catch(() => undefined);
  }
}
