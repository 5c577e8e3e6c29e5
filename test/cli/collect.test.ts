/** `gridwitness collect`: what it prints for the NATS servers, and what it refuses, by name. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-collect-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function collect(yaml: string, ...args: readonly string[]) {
  const config = join(dir, 'gridwitness.yaml');
  await writeFile(config, yaml);
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
    execFile('bin/gridwitness', ['collect', '--config', config, ...args], (error, stdout, stderr) =>
      done({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

it('prints the servers’ configuration with the number of partitions that is configured', async () => {
  const { code, stdout } = await collect(
    'collector: { shards: { servers: [a:4222], partitions: 12 } }',
    '--nats-config',
  );
  expect(code).toBe(0);
  expect(stdout).toContain('mappings = { "gw.raw.*": "gw.p.{{partition(12,1)}}.{{wildcard(1)}}" }');
});

it('a shard on embedded stores, a role without servers and an unknown role are refused by name', async () => {
  const shard = await collect('collector: { shards: { servers: [a:4222] } }', '--role', 'shard');
  expect(shard.code).toBe(1);
  expect(shard.stderr).toContain("several processes can't share an embedded store (DuckDB, PGlite)");
  const alone = await collect('collector: {}', '--role', 'intake');
  expect(alone.code).toBe(1);
  expect(alone.stderr).toContain('collector.shards');
  const unknown = await collect('collector: {}', '--role', 'both');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('--role: expected one of all, intake, shard, got both');
});
