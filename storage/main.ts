/**
 * Opens the two stores from their configuration. Drivers are loaded only when they are chosen, so that a command
 * that needs no store loads none.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RecordStore, SeriesStore } from '../core/ports.ts';
import type { RecordStoreConfig, SeriesStoreConfig } from './config.ts';

/** A store that is not open yet: for callers that go on without it while its server is down. */
export async function makeSeriesStore(config: SeriesStoreConfig): Promise<SeriesStore> {
  switch (config.kind) {
    case 'duckdb':
      return (await import('./series/duckdb.ts')).duckdbSeriesStore(config.path);
    case 'influx1':
      return (await import('./series/influx1.ts')).influx1SeriesStore(config);
    case 'influx2':
      return (await import('./series/influx2.ts')).influx2SeriesStore(config);
  }
}

/** An open store. Rejects with `OperationalError`; calling its `open()` again does no harm. */
export async function openSeriesStore(config: SeriesStoreConfig): Promise<SeriesStore> {
  const store = await makeSeriesStore(config);
  await store.open();
  return store;
}

/** A store that is not open yet. */
export async function makeRecordStore(config: RecordStoreConfig): Promise<RecordStore> {
  const { recordStore } = await import('./records/store.ts');
  switch (config.kind) {
    case 'pglite': {
      const { pgliteEngine } = await import('./records/pglite.ts');
      return recordStore(pgliteEngine(config.dir, config.cacheDir ?? defaultCacheDir()));
    }
    case 'postgres': {
      const { postgresEngine } = await import('./records/postgres.ts');
      return recordStore(postgresEngine(config.url));
    }
  }
}

/** An open store, migrated. Rejects with `OperationalError`; calling its `open()` again does no harm. */
export async function openRecordStore(config: RecordStoreConfig): Promise<RecordStore> {
  const store = await makeRecordStore(config);
  await store.open();
  return store;
}

function defaultCacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'gridwitness');
}
