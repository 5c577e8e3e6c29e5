/** The spool keeps every acknowledged record once and in order, whatever happens to its process or its disk. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool, type Spool } from '../../collector/io/spool.ts';
import { until } from './fakes.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-spool-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (b: Uint8Array) => new TextDecoder().decode(b);
const options = (over: Partial<Parameters<typeof openSpool>[0]> = {}) => ({
  dir,
  consumers: ['a', 'b'],
  quotaBytes: 1e9,
  segmentBytes: 2000,
  reserveBytes: 0,
  ...over,
});

async function readAll(spool: Spool, from = 0, bytesMax = 500): Promise<string[]> {
  const out: string[] = [];
  for (let at = from; ; ) {
    const batch = await spool.read(at, bytesMax);
    if (batch.records.length === 0) return out;
    out.push(...batch.records.map((r) => text(r.bytes)));
    at = batch.next;
  }
}
const segments = async () => (await readdir(dir)).filter((n) => n.endsWith('.seg')).sort();

describe('append and read', () => {
  it('records come back whole and in order over many segments, whatever the size of a read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 3000 }),
        async (lengths, bytesMax) => {
          const own = await mkdtemp(join(dir, 'p-'));
          const spool = await openSpool({ ...options(), dir: own });
          const given = lengths.map((length, n) => `${n}`.padEnd(length + 3, '.'));
          await Promise.all(given.map((g) => spool.append(bytes(g))));
          const first = await readAll(spool, 0, bytesMax);
          await spool.close();
          const again = await openSpool({ ...options(), dir: own });
          expect(first).toEqual(given);
          expect(await readAll(again, 0, bytesMax)).toEqual(given);
          await again.close();
        },
      ),
      { seed: 3, numRuns: 25 },
    );
  });

  it('an append resolves to the offset to go on at', async () => {
    const spool = await openSpool(options());
    await spool.append(bytes('one'));
    const behind = await spool.append(bytes('two'));
    await spool.append(bytes('three'));
    expect(await readAll(spool, behind)).toEqual(['three']);
    await spool.close();
  });

  it('waiting ends with the next record, or with the signal', async () => {
    const spool = await openSpool(options());
    const stop = new AbortController();
    const woken = spool.waitBeyond(0, stop.signal);
    await spool.append(bytes('one'));
    await woken;
    const stopped = spool.waitBeyond(spool.end(), stop.signal);
    stop.abort();
    await stopped;
    await spool.close();
  });
});

describe('consumers', () => {
  it('offset and state survive together; a segment goes when the slowest has passed it', async () => {
    const spool = await openSpool(options());
    for (let n = 0; n < 30; n++) await spool.append(bytes(`${n}`.padEnd(300)));
    const before = await segments();
    await spool.commit('a', spool.end());
    expect(await segments()).toEqual(before);
    const middle = (await spool.read(0, 5000)).next;
    await spool.commit('b', middle, { seen: 7 });
    // The offset before is still good for a start: its segments go with the next one.
    await spool.commit('b', middle, { seen: 7 });
    await spool.commit('a', spool.end());
    expect((await segments()).length).toBeLessThan(before.length);
    await spool.close();

    const again = await openSpool(options());
    expect(again.committed('b')).toEqual({ offset: middle, state: { seen: 7 } });
    expect((await readAll(again, middle)).at(-1)).toBe('29'.padEnd(300));
    await again.close();
  });

  it('a new consumer begins with the oldest record that is there', async () => {
    const spool = await openSpool(options({ consumers: ['a'] }));
    for (let n = 0; n < 30; n++) await spool.append(bytes(`${n}`.padEnd(300)));
    await spool.commit('a', spool.end());
    await spool.close();
    const again = await openSpool(options({ consumers: ['a', 'late'] }));
    const read = await readAll(again, again.committed('late').offset);
    expect(read.length).toBeGreaterThan(0);
    await again.close();
  });
});

describe('what goes wrong', () => {
  it.each([
    ['half a record', async (path: string) => truncate(path, (await stat(path)).size - 5)],
    ['garbage', (path: string) => appendFile(path, Buffer.from('garbage that is no record'))],
    ['a hole of zeros', (path: string) => appendFile(path, new Uint8Array(4096))],
  ])('%s at the end is moved aside, the rest stays, and writing goes on', async (name, damage) => {
    const spool = await openSpool(options());
    for (let n = 0; n < 5; n++) await spool.append(bytes(`record ${n}`));
    await spool.close();
    await damage(join(dir, (await segments()).at(-1) ?? ''));

    const again = await openSpool(options());
    expect(again.stats().repair?.cutBytes).toBeGreaterThan(0);
    const kept = name === 'half a record' ? 4 : 5;
    await again.append(bytes('after'));
    expect(await readAll(again)).toEqual([
      ...['record 0', 'record 1', 'record 2', 'record 3', 'record 4'].slice(0, kept),
      'after',
    ]);
    expect((await readdir(dir)).some((n) => n.endsWith('.torn'))).toBe(true);
    await again.close();
  });

  it('a broken sector in an old segment is skipped and counted, what follows is read', async () => {
    const spool = await openSpool(options());
    for (let n = 0; n < 20; n++) await spool.append(bytes(`${n}`.padEnd(300)));
    await spool.close();
    const [first = ''] = await segments();
    const path = join(dir, first);
    const size = (await stat(path)).size;
    await writeFile(path, Buffer.alloc(size - 400, 1), { flag: 'r+' });

    const again = await openSpool(options());
    const read = await readAll(again);
    // Six of its seven records were hit; the seventh is found behind the damage.
    expect(read.map((r) => Number(r))).toEqual(Array.from({ length: 14 }, (_, n) => n + 6));
    expect(again.stats().brokenBytes).toBe(6 * 308);
    await again.close();
  });

  it('the quota refuses in time and takes again when there is room; the alarm comes at half', async () => {
    const spool = await openSpool(options({ quotaBytes: 4000, segmentBytes: 500 }));
    const refused: string[] = [];
    for (let n = 0; n < 20; n++) {
      await spool.append(bytes(`${n}`.padEnd(300))).catch((e: Error) => refused.push(e.message));
      if (n === 2) expect(spool.stats().isAlarm).toBe(false);
      if (n === 8) expect(spool.stats().isAlarm).toBe(true);
    }
    expect(refused).toHaveLength(20 - Math.floor(4000 / 308));
    expect(refused[0]).toContain('full');
    await spool.commit('a', spool.end());
    await spool.commit('b', spool.end());
    await spool.append(bytes('room again'));
    expect(await readAll(spool, spool.committed('a').offset)).toEqual(['room again']);
    await spool.close();
  });

  it('a second opener is told who holds it; a lock of a dead process is taken over', async () => {
    const spool = await openSpool(options());
    await expect(openSpool(options())).rejects.toThrow(/held by process/);
    await spool.close();
    await writeFile(join(dir, 'lock'), '4194301');
    await (await openSpool(options())).close();
    // The parent lives, but it began at another time than the lock says: its number was given anew.
    await writeFile(join(dir, 'lock'), `${process.ppid} 1`);
    await (await openSpool(options())).close();
  });

  it.skipIf(process.platform !== 'linux')(
    'a process killed but never asked for by its parent holds nothing',
    async () => {
      const program = `"${process.execPath}" --import tsx test/collector/spool-child.ts "${dir}" 0`;
      // The shell becomes a sleep, which waits for no child.
      const parent = spawn('sh', ['-c', `${program} & echo pid $!; exec sleep 60`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let pid = 0;
      for await (const line of createInterface({ input: parent.stdout })) {
        if (line.startsWith('pid ')) pid = Number(line.slice(4));
        else break;
      }
      process.kill(pid, 'SIGKILL');
      try {
        await until(
          () => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '),
          'a dead process nobody asked for',
        );
        await (await openSpool(options({ consumers: ['reader'] }))).close();
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );
});

describe('a disk that takes only part', () => {
  it('a write cut short is taken back whole: what was told is there, what was refused is not', async () => {
    const command = `ulimit -f 200; exec ${process.execPath} --import tsx test/collector/spool-limit-child.ts ${dir}`;
    const { stdout } = await promisify(execFile)('bash', ['-c', command]);
    const { told, failures } = JSON.parse(stdout) as { told: string[]; failures: number };
    expect(failures).toBeGreaterThan(0);
    const spool = await openSpool(options({ consumers: ['reader'], segmentBytes: 1e9 }));
    expect(spool.stats().repair).toBeNull();
    const stored = (await readAll(spool, 0, 1e6)).map((t) => t.trim());
    await spool.close();
    expect(stored).toEqual(told);
    expect(told.length).toBeGreaterThan(200);
  });
});

describe('killed with -9 in the middle of appending', () => {
  it('every acknowledged record is there once and in order, five times over', async () => {
    let next = 0;
    const acknowledged: number[] = [];
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, ['--import', 'tsx', 'test/collector/spool-child.ts', dir, String(next)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let seen = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged.push(Number(line));
        if (++seen === 300 + round * 37) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      const spool = await openSpool(options({ consumers: ['reader'], segmentBytes: 40_000 }));
      const stored = (await readAll(spool, 0, 1e6)).map((t) => Number(t.split(':')[0]));
      await spool.close();
      expect(stored).toEqual(Array.from({ length: stored.length }, (_, n) => n));
      expect(Math.max(...acknowledged)).toBeLessThan(stored.length);
      next = stored.length;
    }
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(1500);
  });
});
