/** `gridwitness spool` as a person calls it: on a spool that is held, and on a damaged one. */
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../../cli/commands/spool.ts';
import { openSpool } from '../../collector/io/spool.ts';
import { encodeEntry } from '../../collector/item.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { call } from '../detect/call.ts';
import { captureStdout } from './stdout.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'gridwitness-spool-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const T0 = Date.UTC(2026, 6, 1);
const entry = (n: number) =>
  encodeEntry({
    source: 'broker',
    receivedMs: T0 + n * 60_000,
    items: [
      {
        kind: 'meterEvent',
        event: { meter: id<MeterId>(`M${n % 3}`), timeMs: T0, kind: 'power_on', knownAtMs: T0 + n * 60_000 },
      },
    ],
  });

async function filled() {
  const options = { dir: join(data, 'spool'), consumers: ['series', 'detect'], quotaBytes: 1e6, segmentBytes: 1000 };
  const spool = await openSpool({ ...options, reserveBytes: 0 });
  const ends: number[] = [];
  for (let n = 0; n < 20; n++) ends.push(await spool.append(entry(n)));
  await spool.commit('series', ends[14] as number);
  await spool.commit('detect', ends[4] as number, { some: 'state' });
  return { spool, ends };
}

test('inspect shows segments, readers and records while the spool is held', async () => {
  const { spool, ends } = await filled();
  const options = { data, records: '2', from: String(ends[0]), json: true };
  const said = await captureStdout(() => command.run(['inspect'], options));
  await spool.close();
  expect(said.code).toBe(0);
  const of = (type: string) => said.lines.filter((l) => l.type === type);
  expect(of('spool')).toMatchObject([{ records: 20, endOffset: ends[19], bytes: ends[19], startOffset: 0 }]);
  expect(of('segment').length).toBeGreaterThan(2);
  expect(of('segment')[0]).toMatchObject({
    offset: 0,
    meters: 3,
    from: '2026-07-01T08:00:00.000+08:00',
    brokenBytes: 0,
  });
  expect(of('reader')).toMatchObject([
    { reader: 'detect', offset: ends[4], lagRecords: 15, oldest: '2026-07-01T08:05:00.000+08:00', trouble: null },
    { reader: 'series', offset: ends[14], lagRecords: 5, lagBytes: (ends[19] as number) - (ends[14] as number) },
  ]);
  expect(of('record')).toMatchObject([
    { offset: ends[0], items: 1, meters: ['M1'], source: 'broker' },
    { offset: ends[1], meters: ['M2'] },
  ]);
});

test('verify passes a whole spool and ends with 1 on a spoilt byte, which it places', async () => {
  const { spool, ends } = await filled();
  await spool.close();
  expect((await captureStdout(() => command.run(['verify'], { data }))).code).toBe(0);
  const dir = join(data, 'spool');
  const [first = ''] = (await readdir(dir)).filter((n) => n.endsWith('.seg')).sort();
  const file = await open(join(dir, first), 'r+');
  await file.write(Buffer.from([0x7f]), 0, 1, (ends[1] as number) + 40);
  await file.close();
  const said = await captureStdout(() => command.run(['verify'], { data: dir, json: true }));
  expect(said.code).toBe(1);
  const [segment] = said.lines.filter((l) => l.type === 'segment');
  expect(segment).toMatchObject({ brokenPlaces: 1, brokenBytes: (ends[2] as number) - (ends[1] as number) });
});

test('a folder without a spool and a wrong word are told', async () => {
  await writeFile(join(data, 'other.txt'), '');
  const none = call('spool', 'inspect', '--data', data);
  expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('no spool')]);
  expect(await command.run(['look'], { data })).toBe(2);
});
