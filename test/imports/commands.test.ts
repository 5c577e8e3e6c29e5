import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { COMPLAINTS, folder } from './folder.ts';

let dir = '';
let out = '';
let err = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'case-'));
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

async function write(changes: Parameters<typeof folder>[0] = {}): Promise<void> {
  for (const [name, bytes] of folder(changes)) await writeFile(join(dir, name), bytes);
}

describe('check', () => {
  it('names problems and still ends well', async () => {
    await write({ 'complaints.csv': `${COMPLAINTS}C9,never,0301,,,x,,,,,\n` });
    expect(await main(['check', '--case', dir])).toBe(0);
    expect(out).toContain('error bad-time complaints.csv:4 received: expected a time');
    expect(out).toContain('1 errors, 0 warnings');
  });

  it('fails only where a needed file is missing, or nothing can be read', async () => {
    await write({ 'nodes.csv': null });
    expect(await main(['check', '--case', dir, '--json'])).toBe(1);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
      type: 'problem',
      code: 'missing-file',
      file: 'nodes.csv',
    });
    await write({ 'sections.csv': 'id,from\nL1,S1\n' });
    expect(await main(['check', '--case', dir])).toBe(1);
    expect(await main(['check', '--case', join(dir, 'none')])).toBe(1);
    expect(await main(['check'])).toBe(2);
  });

  it('looks at a configuration file', async () => {
    const file = join(dir, 'gridwitness.yaml');
    await writeFile(file, 'zone: Asia/Shanghai\n');
    expect(await main(['check', '--config', file])).toBe(0);
    await writeFile(file, 'zone: [Asia\n');
    expect(await main(['check', '--config', file])).toBe(1);
  });
});

describe('import', () => {
  it('shows kind, encoding and counts without sending', async () => {
    await write();
    const files = ['nodes.csv', 'meters.csv'].map((f) => join(dir, f));
    expect(await main(['import', 'network', ...files, '--dry-run', '--json'])).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((l) => JSON.parse(l)),
    ).toMatchObject([
      { kind: 'nodes', records: 7, done: 'dry run', encoding: 'utf-8 (bytes)' },
      { kind: 'meters', records: 2, done: 'dry run' },
    ]);
  });

  it('hands the bytes as they are to the server, and says when there is none', async () => {
    await write();
    const got: unknown[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { 'x-zone': zone, 'x-file-name': name, 'content-type': type } = request.headers;
        got.push({ url: request.url, method: request.method, zone, name, type, text: Buffer.concat(parts).toString() });
        response.writeHead(200).end('{"kind":"complaints","stored":2}');
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const file = join(dir, 'complaints.csv');
    expect(await main(['import', 'complaints', file, '--url', url, '--zone', 'Europe/Oslo'])).toBe(0);
    expect(out).toMatch(/complaints +utf-8 \(bytes\) +2 +0 +1 +2 +true/);
    await new Promise((closed) => server.close(closed));
    expect(got).toEqual([
      {
        url: '/api/v1/imports/complaints?datum=wgs84',
        method: 'POST',
        zone: 'Europe/Oslo',
        name: 'complaints.csv',
        type: 'text/csv',
        text: COMPLAINTS,
      },
    ]);
    expect(await main(['import', 'complaints', file, join(dir, 'none.csv'), '--url', url])).toBe(1);
    expect(out).toContain('no server at');
    expect(await main(['import', 'weather', file])).toBe(2);
    expect(err).toContain('unknown kind');
  });
});

describe('evaluate', () => {
  it('prints the result beside both practices', async () => {
    await write();
    await writeFile(join(dir, 'truth.jsonl'), '{"complaint":"C001","cause":"inside","incident":null}\n');
    await writeFile(
      join(dir, 'result.jsonl'),
      '{"type":"verdict","complaint":"C001","conclusion":"not_found","cause":"inside","p":0.9,"causes":{"inside":0.9,"unknown":0.1}}\n',
    );
    const args = ['evaluate', '--truth', dir, '--result', join(dir, 'result.jsonl')];
    expect(await main(args)).toBe(0);
    expect(out).toMatch(/measure +result +practice A +practice B\ncause right +100\.0 %/);
    out = '';
    expect(await main([...args, '--json'])).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ type: 'evaluation', result: { complaints: 1, causeAccuracy: 1 } });
    await rm(join(dir, 'truth.jsonl'));
    expect(await main(args)).toBe(1);
  });
});
