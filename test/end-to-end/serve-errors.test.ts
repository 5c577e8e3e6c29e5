/** What `gridwitness serve` says when it cannot start: one clear message on stderr, exit 1, nothing left running. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { run } from './program.ts';

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-errors-'));
const taken = createServer();
let port = 0;

beforeAll(async () => {
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const address = taken.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  await new Promise((done) => taken.close(done));
  rmSync(dir, { recursive: true, force: true });
});

function serve(name: string, config: object, ...more: readonly string[]) {
  const file = join(dir, `${name}.yaml`);
  writeFileSync(file, stringify({ data: name, ...config }));
  return run('serve', '--config', file, ...more);
}
const noStdout = { code: 1, stdout: '' };

it('a mistake in the file is named by its path', async () => {
  const ended = await serve('mistake', { collector: { mqtt: [{ url: 'localhost' }] } });
  expect(ended).toMatchObject(noStdout);
  expect(ended.stderr).toContain('collector.mqtt[0].url: expected mqtt://');
});

it('a file that is not there is named; a port that is none is bad use', async () => {
  const ended = await run('serve', '--config', join(dir, 'nowhere.yaml'));
  expect(ended).toMatchObject(noStdout);
  expect(ended.stderr).toContain('nowhere.yaml cannot be read');
  expect(await serve('ports', {}, '--port', '80a')).toMatchObject({ code: 2, stdout: '' });
});

it('a store that is down is named with its address, without its password', async () => {
  const influx = { kind: 'influx1', url: `http://127.0.0.1:9`, database: 'g' };
  const postgres = { kind: 'postgres', url: 'postgres://gw:hush@127.0.0.1:9/gw' };
  const duckdb = { kind: 'duckdb', path: 'series.duckdb' };
  const [series, records] = await Promise.all([
    serve('no-influx', { stores: { series: influx, records: postgres } }),
    serve('no-postgres', { stores: { series: duckdb, records: postgres } }),
  ]);
  expect(series).toMatchObject(noStdout);
  expect(series.stderr).toMatch(/^error: .*http:\/\/127\.0\.0\.1:9.*ECONNREFUSED/m);
  expect(records).toMatchObject(noStdout);
  expect(records.stderr).toMatch(/^error: .*127\.0\.0\.1:9.*ECONNREFUSED/m);
  expect(records.stderr).not.toContain('hush');
});

it('a port in use is named, of the pages as of the small broker', async () => {
  // One after the other, on the same state: the second opens what the first has made.
  const pages = await serve('pages', { listen: { port } });
  const broker = await serve('broker', { data: 'pages', listen: { port: 0 }, collector: { broker: { port } } });
  for (const ended of [pages, broker]) {
    expect(ended).toMatchObject(noStdout);
    expect(ended.stderr).toMatch(new RegExp(`^error: .*address already in use 127\\.0\\.0\\.1:${port}`, 'm'));
  }
}, 120_000);
