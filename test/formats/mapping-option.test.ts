/** `--mapping FILE` as a person gives it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'gridwitness-mapping-'));
afterAll(() => rmSync(dir, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const call = (...args: string[]) => spawnSync(BIN, args, { encoding: 'utf8' });

const MAPPING = `
id: ours
title: Our logger
time: { stamp: ^when$ }
stampMeans: start
zone: utc
columns:
  - { pattern: '^(?<phase>red|blue) (?<stat>lo|av)$', quantity: u }
phases: { red: A, blue: B }
statistics: { lo: min, av: mean }
`;
const CSV = 'when;red av;blue av\n1.2.2024 00:00;190,5;230,5\n1.2.2024 00:10;241,5;231,5\n';

test('compliance by a user’s own names of columns', () => {
  const { status, stdout } = call('compliance', file('a.csv', CSV), '--json', '--mapping', file('m.yaml', MAPPING));
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  expect(lines.map((l) => [l.channel, l.n, l.above, l.below])).toEqual([
    ['red av', 2, 1, 1],
    ['blue av', 2, 0, 0],
  ]);
});

test('a faulty mapping is bad use, and its place is said; so is one that is not there', () => {
  const csv = file('a.csv', CSV);
  const wrong = call('detect', csv, '--mapping', file('w.yaml', MAPPING.replace('quantity: u', 'quantity: volts')));
  expect([wrong.status, wrong.stderr.includes('columns.0.quantity')]).toEqual([2, true]);
  const none = call('detect', csv, '--mapping', join(dir, 'nowhere.yaml'));
  expect([none.status, none.stderr.includes('ENOENT')]).toEqual([2, true]);
});

test('a file the mapping does not fit: the names that are there are said', () => {
  const { status, stderr } = call('detect', file('b.csv', 'Time;U L1\n1;2\n'), '--mapping', file('m.yaml', MAPPING));
  expect([status, stderr.includes('Time, U L1')]).toEqual([1, true]);
});
