/** gridwitness.yaml: what is said once counts everywhere, paths start at the file, every mistake is named by its path. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../cli/run/config.ts';
import { OperationalError } from '../../core/assert.ts';

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-config-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let made = 0;
function load(text: string) {
  const file = join(dir, `${++made}.yaml`);
  writeFileSync(file, text);
  return loadConfig(file);
}

describe('gridwitness.yaml', () => {
  it('may be empty: embedded stores in a folder beside it, this machine only', async () => {
    const config = await load('');
    expect(config).toMatchObject({ zone: 'Asia/Shanghai', profile: 'gb', listen: { host: '127.0.0.1', port: 8080 } });
    expect(config.data).toBe(join(dir, '.gridwitness/data'));
    expect(config.stores).toBeUndefined();
  });

  it('hands zone and profile down to the collector, unless a part has its own', async () => {
    const { collector } = await load(`
zone: Europe/Oslo
profile: en50160
collector:
  mqtt:
    - { url: mqtt://a:1883 }
    - { url: mqtt://b:1883, zone: Asia/Tokyo }
  broker: { port: 1883 }
`);
    expect(collector).toMatchObject({ zone: 'Europe/Oslo', profile: 'en50160', broker: { zone: 'Europe/Oslo' } });
    expect(collector?.mqtt.map((m) => m.zone)).toEqual(['Europe/Oslo', 'Asia/Tokyo']);
  });

  it('reads relative paths from where the file lies', async () => {
    const config = await load(`
data: state
stores:
  series: { kind: duckdb, path: s/series.duckdb }
  records: { kind: pglite, dir: /var/lib/records }
collector:
  profiles: [meters/mine.yaml]
  mqtt: [{ url: 'mqtts://b', tls: { caFile: ca.pem } }]
`);
    expect(config.data).toBe(join(dir, 'state'));
    expect(config.stores?.series).toMatchObject({ path: join(dir, 's/series.duckdb') });
    expect(config.stores?.records).toMatchObject({ dir: '/var/lib/records' });
    expect(config.collector?.profiles).toEqual([join(dir, 'meters/mine.yaml')]);
    expect(config.collector?.mqtt[0]?.tls?.caFile).toBe(join(dir, 'ca.pem'));
  });

  it('names every mistake by its path, each once', async () => {
    const failed = await load(`
zone: Mars/Base
colector: {}
collector:
  mqtt: [{ url: 'http://x' }]
  modbus: [{ host: h, units: [{ unit: 1, meter: M, profile: p }, { unit: 300, meter: M, profile: p }] }]
stores: { series: { kind: influx1, url: nowhere, database: g }, records: { kind: pglite, dir: d } }
`).catch((e: unknown) => e);
    expect(failed).toBeInstanceOf(OperationalError);
    const lines = (failed as Error).message.split('\n').slice(1);
    const paths = lines.map((l) => l.trim().split(':')[0]).sort();
    const wanted = ['(top)', 'collector.modbus[0].units[1].unit', 'collector.mqtt[0].url', 'stores.series.url', 'zone'];
    expect(paths).toEqual(wanted);
    expect(lines.find((l) => l.includes('(top)'))).toContain('colector');
  });
});
