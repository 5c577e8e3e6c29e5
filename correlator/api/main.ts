/** Starts the HTTP API and the console on one port. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperationalError } from '../../core/assert.ts';
import type { ProfileId } from '../../core/case.ts';
import type { SeriesStore } from '../../core/ports.ts';
import { formatTime } from '../../core/time.ts';
import type { Progress } from '../contract/health.ts';
import type { LiveEvent } from '../contract/now.ts';
import type { Service, ServiceEvent } from '../io/service.ts';
import { createApp } from './app.ts';
import { createCompleteness } from './completeness.ts';
import { consoleFiles } from './console-files.ts';
import type { CollectorPort, Deps, RecordingsPort } from './deps.ts';
import { createLiveHub } from './live-hub.ts';
import { createMetrics } from './metrics.ts';

export interface ApiOptions {
  readonly series: SeriesStore;
  /** Brings its record store along, so that what is written here is seen at once. */
  readonly service: Service;
  readonly collector?: CollectorPort;
  readonly recordings?: RecordingsPort;
  /** Default 127.0.0.1: there are no sessions yet, so nobody else may come in. */
  readonly host?: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Folder of the built console; absent = API only. */
  readonly consoleDir?: string;
  readonly now: () => number;
  readonly zone: string;
  readonly profile: ProfileId;
  /** How much of the history is loaded; null when nothing is being loaded. */
  readonly progress?: () => Progress | null;
  readonly answerWaitMs?: number;
  /** Told of failures; the text holds no personal data. */
  readonly onError?: (doing: string, error: unknown) => void;
}

export interface Api {
  /** `http://127.0.0.1:8123` */
  readonly url: string;
  /** Tell every open page something at once. */
  broadcast(event: LiveEvent): void;
  stop(): Promise<void>;
}

/** A person on the telephone waits a second; the rest of it is for the way. */
const ANSWER_WAIT_MS = 900;
/** How long requests under way may finish when the server stops. */
const STOP_WAIT_MS = 5_000;

/** Rejects with `OperationalError` where the port is taken. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { service, now, zone, series } = options;
  const onError = options.onError ?? (() => undefined);
  const metrics = createMetrics();
  const failed = (doing: string) => (error: unknown) => {
    metrics.failed(doing);
    onError(doing, error);
  };
  const hub = createLiveHub({
    cursor: () => service.records.changeCursor(),
    now,
    zone,
    onError: failed('live stream'),
  });
  const deps: Deps = {
    service,
    series,
    collector: options.collector ?? null,
    recordings: options.recordings ?? null,
    completeness: createCompleteness(series, zone),
    now,
    zone,
    profile: options.profile,
    version: packageVersion(),
    startedAtMs: now(),
    progress: options.progress ?? (() => null),
    hub,
    metrics,
    answerWaitMs: options.answerWaitMs ?? ANSWER_WAIT_MS,
    audit: (row) => service.records.audit({ ...row, atMs: now() }),
  };
  const console = options.consoleDir === undefined ? null : consoleFiles(options.consoleDir);
  const host = options.host ?? '127.0.0.1';
  const server = createServer(createApp({ deps, host, onError, console }));
  const unsubscribe = service.subscribe((event) => {
    const message = liveEvent(event, () => formatTime(now(), zone));
    if (message) hub.broadcast(message);
  });
  const url = await listen(server, options.port, host);
  return {
    url,
    broadcast: hub.broadcast,
    async stop() {
      unsubscribe();
      hub.stop();
      await new Promise<void>((done) => {
        const patience = setTimeout(() => server.closeAllConnections(), STOP_WAIT_MS).unref();
        server.close(() => {
          clearTimeout(patience);
          done();
        });
        server.closeIdleConnections();
      });
    },
  };
}

/** What the service did, as a message for pages; null where the change cursor tells it anyway. */
function liveEvent(event: ServiceEvent, time: () => string): LiveEvent | null {
  switch (event.type) {
    case 'computed':
      return { type: 'computed', time: time(), incidents: event.incidents };
    case 'verdict': {
      const { complaint, conclusion, cause, p } = event.row.verdict;
      return { type: 'verdict', time: time(), complaint, conclusion, cause, p, reopened: event.reopened };
    }
    case 'written': {
      const filed = event.what.complaints?.length === 1 ? event.what.complaints[0]?.complaint : undefined;
      if (filed) return { type: 'complaint', time: time(), complaint: filed.id, supplyPoint: filed.supplyPoint };
      const disturbances = event.what.facts?.disturbances ?? [];
      if (disturbances.length === 0) return null;
      return {
        type: 'events',
        time: time(),
        meters: [...new Set(disturbances.map((d) => d.meter))],
        count: disturbances.length,
      };
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new OperationalError(`cannot listen on ${host}:${port}: ${cause.message}`, { retryable: false, cause }));
    });
    server.listen(port, host, () => {
      const at = server.address() as AddressInfo;
      resolve(`http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`);
    });
  });
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
