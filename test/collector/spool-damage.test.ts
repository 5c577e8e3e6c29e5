/** What a disk may do to a spool, byte by byte: everything before the damage is kept, nothing is invented, what goes is told. */
import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSpool, type Spool } from '../../collector/io/spool.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-damage-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const RECORDS = 12;
/** Length of record n with its header. */
const sizeOf = (n: number) => 8 + textOf(n).length;
const textOf = (n: number) => `${n}:`.padEnd(20 + ((n * 37) % 90), String.fromCharCode(97 + n));
const bytes = (text: string) => new TextEncoder().encode(text);
const options = (over: Partial<Parameters<typeof openSpool>[0]> = {}) => ({
  dir,
  consumers: ['a'],
  quotaBytes: 1e7,
  segmentBytes: 1e6,
  reserveBytes: 0,
  ...over,
});

async function fill(over = {}): Promise<string[]> {
  const spool = await openSpool(options(over));
  for (let n = 0; n < RECORDS; n++) await spool.append(bytes(textOf(n)));
  await spool.close();
  return (await readdir(dir)).filter((f) => f.endsWith('.seg')).sort();
}

async function readAll(spool: Spool): Promise<string[]> {
  const out: string[] = [];
  for (let at = 0; ; ) {
    const { records, next } = await spool.read(at, 400);
    if (records.length === 0) return out;
    out.push(...records.map((r) => new TextDecoder().decode(r.bytes)));
    at = next;
  }
}
const numbersOf = (texts: readonly string[]) => texts.map((t) => Number(t.split(':')[0]));

/** A fresh copy of the filled spool, damaged, opened, read, and written to once more. */
async function afterDamage(file: string, damage: (path: string) => Promise<unknown>) {
  const own = await mkdtemp(join(dir, 'd-'));
  const path = join(own, file);
  await copyFile(join(dir, file), path);
  await damage(path);
  const spool = await openSpool(options({ dir: own }));
  const read = await readAll(spool);
  const next = await spool.append(bytes('99:after'));
  const then = await readAll(spool);
  const { repair, brokenBytes } = spool.stats();
  await spool.close();
  await rm(own, { recursive: true, force: true });
  return { read, then, next, repair, brokenBytes };
}

describe('the last segment ends anywhere', () => {
  it('cut at every seventh byte: all records before the cut are kept, the rest is moved aside, writing goes on', async () => {
    const [file = ''] = await fill();
    const ends: number[] = [];
    for (let n = 0; n < RECORDS; n++) ends.push((ends.at(-1) ?? 0) + sizeOf(n));
    for (let cut = 0; cut <= (ends.at(-1) as number); cut += 7) {
      const whole = ends.filter((e) => e <= cut).length;
      const { read, then, repair } = await afterDamage(file, (path) => truncate(path, cut));
      expect(read).toEqual(Array.from({ length: whole }, (_, n) => textOf(n)));
      expect(then.at(-1)).toBe('99:after');
      const cutBytes = cut - (ends[whole - 1] ?? 0);
      expect(repair?.cutBytes ?? 0).toBe(cutBytes);
    }
  });

  it('overwritten anywhere: nothing before is lost, nothing is invented, the records behind are found again', async () => {
    const [file = ''] = await fill();
    const size = Array.from({ length: RECORDS }, (_, n) => sizeOf(n)).reduce((a, b) => a + b);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: size - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        async (at, noise) => {
          let touched = new Set<number>();
          const { read, then } = await afterDamage(file, async (path) => {
            touched = await overwrite(path, at, noise.subarray(0, size - at));
          });
          const kept = Array.from({ length: RECORDS }, (_, n) => n).filter((n) => !touched.has(n));
          expect(read).toEqual(kept.map(textOf));
          expect(then).toEqual([...kept.map(textOf), '99:after']);
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });
});

/** Returns the records of which a byte really changed. */
async function overwrite(path: string, at: number, noise: Uint8Array): Promise<Set<number>> {
  const before = await readFile(path);
  const file = await open(path, 'r+');
  await file.write(noise, 0, noise.length, at);
  await file.close();
  const touched = new Set<number>();
  let from = 0;
  for (let n = 0; n < RECORDS; n++) {
    const to = from + sizeOf(n);
    for (let k = Math.max(from, at); k < Math.min(to, at + noise.length); k++) {
      if (before[k] !== noise[k - at]) touched.add(n);
    }
    from = to;
  }
  return touched;
}

describe('damage in the middle', () => {
  it('costs the record it lies in; two readers count it once, and it is logged', async () => {
    const log = vi.fn();
    const [first = ''] = await fill({ segmentBytes: 200 });
    const path = join(dir, first);
    await overwrite(path, sizeOf(0) + 20, new Uint8Array([1, 2, 3]));
    const spool = await openSpool(options({ segmentBytes: 200, log }));
    expect(numbersOf(await readAll(spool))).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await readAll(spool);
    expect(spool.stats().brokenBytes).toBe(sizeOf(1));
    expect(log.mock.calls.filter(([level]) => level === 'error')).toHaveLength(1);
    await spool.close();
  });

  it('a sector the disk refuses to read costs what lies in it', async () => {
    const spool = await openSpool(options());
    const long = Array.from({ length: 40 }, (_, n) => `${n}:`.padEnd(700, '.'));
    for (const text of long) await spool.append(bytes(text));
    const file = await open(join(dir, 'lock'), 'r');
    const handle = Object.getPrototypeOf(file) as { read(...a: unknown[]): Promise<{ bytesRead: number }> };
    await file.close();
    const real = handle.read;
    vi.spyOn(handle, 'read').mockImplementation(function (this: unknown, ...args: unknown[]) {
      const [, , length, position] = args as [unknown, number, number, number];
      const hitsBadSector = position < 12_288 && position + length > 8_192;
      if (hitsBadSector) return Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
      return real.apply(this, args);
    });
    const numbers = numbersOf(await readAll(spool));
    vi.restoreAllMocks();
    await spool.close();
    const touched = long.map((_, n) => n).filter((n) => n * 708 < 12_288 && (n + 1) * 708 > 8_192);
    expect(numbers).toEqual(long.map((_, n) => n).filter((n) => !touched.includes(n)));
  });

  it('what a failed write left behind the place where the next segment begins is moved aside', async () => {
    const [first = '', second = ''] = await fill({ segmentBytes: 200 });
    expect(second).not.toBe('');
    const path = join(dir, first);
    await writeFile(path, Buffer.concat([await readFile(path), await readFile(path)]));
    const spool = await openSpool(options({ segmentBytes: 200 }));
    expect(numbersOf(await readAll(spool))).toEqual(Array.from({ length: RECORDS }, (_, n) => n));
    expect(spool.stats().repair?.cutBytes).toBeGreaterThan(0);
    await spool.close();
    expect((await readdir(dir)).some((n) => n.endsWith('.torn'))).toBe(true);
  });

  it('a segment without a byte, as a crash between its making and its first write leaves it, is written to', async () => {
    await fill({ segmentBytes: 200 });
    const spool = await openSpool(options({ segmentBytes: 200 }));
    const end = spool.end();
    await spool.close();
    await writeFile(join(dir, `${String(end).padStart(16, '0')}.seg`), '');
    const again = await openSpool(options({ segmentBytes: 200 }));
    expect(await again.append(bytes('99:after'))).toBe(end + 16);
    expect((await readAll(again)).at(-1)).toBe('99:after');
    await again.close();
  });
});

describe('a flush that fails', () => {
  it.each([1, 2, 5])(
    '%i times in a row: what was refused is not believed later, what was told is there',
    async (failures) => {
      const spool = await openSpool(options());
      const told: string[] = [];
      const append = (n: number) =>
        spool.append(bytes(textOf(n))).then(
          () => told.push(textOf(n)),
          () => undefined,
        );
      await append(0);
      const file = await open(join(dir, 'lock'), 'r');
      const handle = Object.getPrototypeOf(file) as { datasync(): Promise<void> };
      await file.close();
      const spy = vi.spyOn(handle, 'datasync');
      for (let k = 0; k < failures; k++) spy.mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }));
      for (let n = 1; n < RECORDS; n++) await append(n);
      vi.restoreAllMocks();
      expect(told).toHaveLength(RECORDS - failures);
      expect(await readAll(spool)).toEqual(told);
      await spool.close();
      const again = await openSpool(options());
      expect(await readAll(again)).toEqual(told);
      await again.close();
    },
  );
});

describe('offset files', () => {
  const path = () => join(dir, 'consumer-a.json');
  async function committed(damage: () => Promise<unknown>) {
    const log = vi.fn();
    const spool = await openSpool(options());
    const ends: number[] = [];
    for (let n = 0; n < RECORDS; n++) ends.push(await spool.append(bytes(textOf(n))));
    await spool.commit('a', ends[3] as number, { seen: 4 });
    await spool.commit('a', ends[7] as number, { seen: 8 });
    await spool.close();
    await damage();
    const again = await openSpool(options({ log }));
    const found = again.committed('a');
    await again.close();
    return { found, ends, said: log.mock.calls.filter(([level]) => level === 'error').map(([, message]) => message) };
  }

  it('a spoilt one: the offset before goes on with its own state, and it is said', async () => {
    for (const spoil of ['', '{', '0000000000 {"offset":1,"state":null}', '{"offset":-3}']) {
      const { found, ends, said } = await committed(() => writeFile(path(), spoil));
      expect(found).toEqual({ offset: ends[3], state: { seen: 4 } });
      expect(said).toEqual([expect.stringContaining('the one before')]);
      await rm(dir, { recursive: true });
      await mkdir(dir);
    }
  });

  it('both spoilt: everything is done again, nothing is skipped, the lost state is said, the files are kept', async () => {
    const { found, said } = await committed(async () => {
      await writeFile(path(), 'x');
      await writeFile(`${path()}.before`, 'y');
    });
    expect(found).toEqual({ offset: 0, state: null });
    expect(said).toEqual([expect.stringContaining('its state is lost')]);
    expect((await readdir(dir)).filter((n) => n.endsWith('.spoilt'))).toHaveLength(2);
  });

  it('a crash between the two renames: the one before goes on, nothing is wrong', async () => {
    const { found, ends, said } = await committed(() => rm(path()));
    expect([found.offset, said]).toEqual([ends[3], []]);
  });

  it('segments lost with their folder: offsets are never given out a second time', async () => {
    const { found, ends, said } = await committed(async () => {
      for (const name of await readdir(dir)) if (name.endsWith('.seg')) await rm(join(dir, name));
    });
    expect(found.offset).toBe(ends[7]);
    const spool = await openSpool(options());
    expect(await spool.append(bytes('99:after'))).toBeGreaterThan(ends[7] as number);
    await spool.close();
    expect(said).toEqual([]);
  });
});

describe('a full disk', () => {
  it('the reserve makes room for the offset that frees segments', async () => {
    const spool = await openSpool(options({ segmentBytes: 200, reserveBytes: 4096 }));
    for (let n = 0; n < RECORDS; n++) await spool.append(bytes(textOf(n)));
    const file = await open(join(dir, 'lock'), 'r');
    const handle = Object.getPrototypeOf(file) as { writeFile(...a: unknown[]): Promise<void> };
    await file.close();
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    vi.spyOn(handle, 'writeFile').mockRejectedValueOnce(full);
    await spool.commit('a', spool.end());
    await spool.commit('a', spool.end());
    vi.restoreAllMocks();
    expect(spool.stats().bytes).toBeLessThan(400);
    await spool.close();
  });

  it('a disk with less room than half the quota is an alarm before anything is refused', async () => {
    const spool = await openSpool(options({ quotaBytes: 1e15 }));
    expect(spool.stats()).toMatchObject({ isAlarm: true });
    await spool.close();
  });
});
