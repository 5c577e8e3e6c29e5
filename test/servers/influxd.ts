/** InfluxDB 1.x: the real v1 endpoint (`/write`, `/query`, `/ping`). It has no `/api/v2`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type TestServer } from './server.ts';

export interface Influxd extends TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

export async function startInfluxd(): Promise<Influxd> {
  const server = await startServer({
    name: 'influxd',
    binaries: ['influxd'],
    debian: 'influxdb',
    ports: 2,
    stopSignal: 'SIGTERM',
    prepare: (dir, ports) => writeFileSync(join(dir, 'influxdb.conf'), config(dir, ports)),
    args: (dir) => ['run', '-config', join(dir, 'influxdb.conf')],
    ready: async ([port]) => (await fetch(`http://127.0.0.1:${port}/ping`)).status === 204,
  });
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

/** The RPC port must move too, else two servers collide; `_internal` statistics are off. */
function config(dir: string, [http, rpc]: readonly number[]): string {
  return `reporting-enabled = false
bind-address = "127.0.0.1:${rpc}"
[meta]
dir = "${dir}/meta"
logging-enabled = false
[data]
dir = "${dir}/data"
wal-dir = "${dir}/wal"
index-version = "tsi1"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:${http}"
log-enabled = false
[logging]
level = "warn"
`;
}
