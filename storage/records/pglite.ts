/** The record store in process (PGlite), in one directory this process owns. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PostgresDialect, type PostgresPool } from 'kysely';
import { OwnerLock } from '../owner-lock.ts';
import { copyTemplate } from './pglite-template.ts';
import type { Engine } from './store.ts';

/** `cacheDir`: where the prepared empty directory is kept, so that only the first start of a machine is slow. */
export function pgliteEngine(dir: string, cacheDir: string): Engine {
  let lock: OwnerLock | null = null;
  return {
    name: dir,
    async connect() {
      mkdirSync(dir, { recursive: true });
      lock = OwnerLock.take(join(dir, 'lock'));
      try {
        const data = join(dir, 'data');
        if (!existsSync(data)) await copyTemplate(cacheDir, data);
        return new PostgresDialect({ pool: poolOf(await PGlite.create({ dataDir: data })) });
      } catch (error) {
        lock.release();
        throw error;
      }
    },
    async disconnect() {
      lock?.release();
      lock = null;
    },
    isPassing: () => false,
  };
}

/** PGlite has one connection: callers get it in turn, first come, first served. */
function poolOf(db: PGlite): PostgresPool {
  let last: Promise<void> = Promise.resolve();
  const pool = {
    async connect() {
      const before = last;
      let release: () => void = () => undefined;
      last = new Promise<void>((done) => {
        release = done;
      });
      await before;
      return { query: (text: string, values?: readonly unknown[]) => query(db, text, values), release };
    },
    async end() {
      await last;
      await db.close();
    },
  };
  return pool as unknown as PostgresPool;
}

async function query(db: PGlite, text: string, values: readonly unknown[] = []) {
  const result = await db.query(text, [...values]);
  const command = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? '';
  return { command, rowCount: result.affectedRows || result.rows.length, rows: result.rows };
}
