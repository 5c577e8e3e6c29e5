/** The API on a free port over the real embedded stores, filled with the small case. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRecordingDesk } from '../../collector/io/recording-desk.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { CollectorState, RecordStore, SeriesStore } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';
import type { CollectorPort } from '../../correlator/api/deps.ts';
import { type Api, startApi } from '../../correlator/api/main.ts';
import { type Client, createClient } from '../../correlator/contract/client.ts';
import { createService, type Service } from '../../correlator/io/service.ts';
import { classify } from '../../correlator/triage/classify.ts';
import { openRecordStore, openSeriesStore } from '../../storage/main.ts';
import * as small from './small-case.ts';

export interface Running {
  readonly api: Api;
  readonly client: Client<AbortSignal>;
  readonly service: Service;
  /** The store itself, as another process would write to it. */
  readonly records: RecordStore;
  readonly series: SeriesStore;
  readonly ingested: Reading[];
  /** Hands of the server's clock. */
  clock: { nowMs: number };
  stop(): Promise<void>;
}

/** Two hours of a state of the hub: SP1's meter talks, TR2's is silent. */
const states: readonly CollectorState[] = [
  {
    source: 'mqtt',
    meter: id<MeterId>('M-SP1'),
    atMs: small.T0_MS,
    lagMs: 850,
    gap: 1,
    errors: 0,
    clockOffsetMs: 4_100,
    silence: null,
  },
  {
    source: 'modbus',
    meter: id<MeterId>('M-TR2'),
    atMs: small.T0_MS,
    lagMs: null,
    gap: 7,
    errors: 3,
    clockOffsetMs: null,
    silence: 'comms_lost',
  },
  {
    source: 'GHOST-1',
    meter: null,
    atMs: small.T0_MS,
    lagMs: null,
    gap: 0,
    errors: 12,
    clockOffsetMs: null,
    silence: 'unmapped',
  },
];

export async function startSmall(consoleDir?: string, over: Partial<CollectorPort> = {}): Promise<Running> {
  const dir = await mkdtemp(join(tmpdir(), 'gw-api-'));
  const records = await openRecordStore({ kind: 'pglite', dir: join(dir, 'records') });
  const series = await openSeriesStore({ kind: 'duckdb', path: join(dir, 'series.duckdb') });
  const clock = { nowMs: small.T0_MS };
  const now = () => clock.nowMs;
  await fill(records, series);
  const failures: unknown[] = [];
  const service = createService({
    records,
    now,
    triage: classify,
    zone: small.ZONE,
    onError: (doing, error) => failures.push(doing, error),
  });
  await service.start();
  const ingested: Reading[] = [];
  const collector: CollectorPort = {
    states: () => states,
    ingest: async (items) => void ingested.push(...items.map((i) => i.reading)),
    ...over,
  };
  const recordings = createRecordingDesk();
  const api = await startApi({
    series,
    service,
    collector,
    recordings,
    port: 0,
    now,
    zone: small.ZONE,
    profile: 'gb',
    onError: (doing, error) => failures.push(doing, error),
    ...(consoleDir === undefined ? {} : { consoleDir }),
  });
  await service.settled();
  return {
    api,
    client: createClient<AbortSignal>({ fetch: (url, init) => fetch(url, init), baseUrl: api.url, validate: true }),
    service,
    records,
    series,
    ingested,
    clock,
    async stop() {
      await api.stop();
      await recordings.stop();
      await service.stop();
      await series.close();
      await records.close();
      await rm(dir, { recursive: true, force: true });
      if (failures.length > 0)
        throw new AggregateError(failures, `the server reported failures: ${failures.map(String)}`);
    },
  };
}

async function fill(records: RecordStore, series: SeriesStore): Promise<void> {
  const { nodes, sections, customers, meters, outage, stroke, works, earlier } = small;
  await records.putSettings({ zone: small.ZONE, profile: 'gb', fromMs: null, toMs: null });
  await records.putNetwork({ nodes, sections, customers, meters });
  await records.putFacts({ disturbances: [outage], strokes: [stroke], works: [works] });
  await records.putComplaints([
    { complaint: earlier, triage: classify(earlier.text), status: 'dispatched', knownAtMs: earlier.receivedMs },
  ]);
  await series.writeReadings(small.readings());
}
