/** docker-compose.yml and what it mounts fit together; the broker's file is accepted by a real broker. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../cli/run/config.ts';
import { DATASOURCE_UID } from '../../dashboards/datasource.ts';
import { sinksOf } from '../../storage/config.ts';
import { startServer } from '../servers/server.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
const compose = parse(read('docker-compose.yml')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  it('has broker, both stores, Grafana and Gridwitness', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'grafana',
      'gridwitness',
      'influxdb',
      'mosquitto',
      'postgres',
    ]);
  });

  it('is accepted by the compose client where there is one', () => {
    const client = spawnSync('docker', ['compose', 'version']);
    if (client.status !== 0) {
      console.log('notice: no docker compose client here; the file was read as YAML only');
      return;
    }
    const env = { ...process.env, POSTGRES_PASSWORD: 'a', GRAFANA_ADMIN_PASSWORD: 'b' };
    const checked = spawnSync('docker', ['compose', 'config', '--quiet'], { cwd: ROOT, env });
    expect(checked.stderr.toString()).toBe('');
    expect(checked.status).toBe(0);
  });

  it.each(services)('%s: image, local ports, existing mounts', (_name, service) => {
    expect(service.image ?? service.build?.dockerfile).toBeDefined();
    if (service.build !== undefined) expect(existsSync(join(ROOT, service.build.dockerfile))).toBe(true);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    for (const volume of service.volumes ?? []) {
      const source = volume.split(':')[0] ?? '';
      if (source.startsWith('./')) expect(existsSync(join(ROOT, source)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it('waits only for services that tell their health', () => {
    for (const [, service] of services) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(condition).toBe('service_healthy');
        expect(compose.services[name]?.healthcheck, name).toBeDefined();
      }
    }
  });

  it('keeps no password in any file', () => {
    expect(read('docker-compose.yml')).not.toMatch(/PASSWORD: (?!\$\{)/);
    expect(read('deploy/env.example')).toMatch(/^POSTGRES_PASSWORD=$/m);
    expect(read('.dockerignore').split('\n')).toContain('.env');
  });
});

describe('deploy/', () => {
  it('the configuration passes its schema and names services of the compose file', async () => {
    const config = await loadConfig(join(ROOT, 'deploy/gridwitness.yaml'));
    const [series] = config.stores === undefined ? [] : sinksOf(config.stores.series);
    const urls = [
      series?.kind === 'influx1' ? series.url : '',
      config.stores?.records.kind === 'postgres' ? config.stores.records.url : '',
      ...(config.collector?.mqtt ?? []).map((m) => m.url),
    ];
    expect(urls.map((url) => new URL(url).hostname)).toEqual(['influxdb', 'postgres', 'mosquitto']);
    expect(config.data).toBe('/data');
    expect(compose.services['gridwitness']?.ports).toEqual([`127.0.0.1:${config.listen.port}:${config.listen.port}`]);
  });

  it('Grafana finds the data source and the boards where they are mounted', () => {
    const sources = parse(read('deploy/grafana/provisioning/datasources/influxdb.yaml')) as {
      datasources: { uid: string; url: string; jsonData: { dbName: string; version: string } }[];
    };
    expect(sources.datasources[0]).toMatchObject({
      uid: DATASOURCE_UID,
      url: 'http://influxdb:8086',
      jsonData: { dbName: 'gridwitness', version: 'InfluxQL' },
    });
    const boards = parse(read('deploy/grafana/provisioning/dashboards/gridwitness.yaml')) as {
      providers: { options: { path: string } }[];
    };
    const path = boards.providers[0]?.options.path ?? '';
    expect(compose.services['grafana']?.volumes).toContain(`./dashboards/generated:${path}:ro`);
  });

  it('a real broker starts with mosquitto.conf', async () => {
    const text = read('deploy/mosquitto.conf');
    const broker = await startServer({
      name: 'mosquitto',
      binaries: ['mosquitto', '/usr/sbin/mosquitto'],
      debian: 'mosquitto',
      ports: 1,
      stopSignal: 'SIGTERM',
      prepare: (dir, [port]) =>
        writeFileSync(
          join(dir, 'mosquitto.conf'),
          text.replace('listener 1883', `listener ${port} 127.0.0.1`).replace('/mosquitto/data/', `${dir}/`),
        ),
      args: (dir) => ['-c', join(dir, 'mosquitto.conf')],
      ready: ([port]) => answers(port),
    });
    await broker.stop();
    expect(text).toContain('persistence true');
  });
});

function answers(port: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port: port ?? 0, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
