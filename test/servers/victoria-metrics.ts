/**
 * VictoriaMetrics: a real endpoint of the InfluxDB v2 write API. It proves delivery, not validation (a bad line
 * answers 204 too), and it answers no InfluxQL reads; read back with `exported`.
 */
import { join } from 'node:path';
import { startServer, type TestServer } from './server.ts';

export interface VictoriaMetrics extends TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every series whose name matches, e.g. `{__name__=~"reading_.*"}`, after a flush. */
  exported(match: string): Promise<readonly ExportedSeries[]>;
}

export interface ExportedSeries {
  /** `__name__` = measurement_field, and the tags. */
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  /** Epoch ms. */
  readonly timestamps: readonly number[];
}

export async function startVictoriaMetrics(): Promise<VictoriaMetrics> {
  const server = await startServer({
    name: 'victoria-metrics',
    binaries: ['victoria-metrics'],
    debian: 'victoria-metrics',
    ports: 1,
    stopSignal: 'SIGTERM',
    args: (dir, [port]) => [
      `-storageDataPath=${join(dir, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=10y',
      '-search.latencyOffset=0s',
      '-loggerLevel=WARN',
    ],
    ready: async ([port]) => (await fetch(`http://127.0.0.1:${port}/health`)).ok,
  });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    ...server,
    url,
    async exported(match) {
      await fetch(`${url}/internal/force_flush`);
      // Without an end the server takes its own "now", which lags by up to a second.
      const window = { start: '0', end: String(Date.now() / 1000 + 86_400) };
      const answer = await fetch(`${url}/api/v1/export?${new URLSearchParams({ 'match[]': match, ...window })}`);
      if (!answer.ok) throw new Error(`export: HTTP ${answer.status} ${await answer.text()}`);
      const lines = (await answer.text()).split('\n').filter((l) => l !== '');
      return lines.map((l) => JSON.parse(l) as ExportedSeries);
    },
  };
}
