/** The segment files of a spool: their names, opening with repair of what a crash or a bad disk left, reading, removing. */
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './durable-file.ts';
import { findRecord, RECORD_BYTES_MAX, RECORD_HEADER_BYTES, type SpoolRecord, scanRecords } from './spool-record.ts';

/** `base` = offset of its first byte since the spool began; `bytes` = durable length. */
export interface Segment {
  readonly base: number;
  bytes: number;
}

export interface Repair {
  readonly file: string;
  /** What was cut off the end, kept beside as `<base>.torn`. */
  readonly cutBytes: number;
}

/** What `readSegment` found at one place. `skipped` = bytes of damage before `next`, 0 where there are records. */
export interface Batch {
  readonly records: readonly SpoolRecord[];
  readonly next: number;
  readonly skipped: number;
}

const NAME = /^(\d{16})\.seg$/;
/** A disk refuses by sectors: around an unreadable one everything else is read. */
const SECTOR_BYTES = 4096;

export function segmentPath(dir: string, base: number): string {
  return join(dir, `${String(base).padStart(16, '0')}.seg`);
}

/** Segments by name, in order, as they lie there: nothing is mended. */
export async function listSegments(dir: string): Promise<Segment[]> {
  const bases = (await readdir(dir))
    .map((name) => NAME.exec(name)?.[1])
    .filter((base) => base !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (const base of bases) {
    const size = await sizeIfThere(segmentPath(dir, base));
    if (size !== null) segments.push({ base, bytes: size });
  }
  return segments;
}

/**
 * All segments in order. Behind the last whole record of the last one lies what a crash cut; behind the place where the
 * next segment begins lies what a failed write left. Both are moved aside, never silently deleted.
 */
export async function openSegments(dir: string): Promise<{ segments: Segment[]; repairs: Repair[] }> {
  const segments = await listSegments(dir);
  const repairs: Repair[] = [];
  for (const [n, segment] of segments.entries()) {
    const next = segments[n + 1];
    const goodBytes = next === undefined ? await wholeBytes(dir, segment) : next.base - segment.base;
    if (segment.bytes > goodBytes) repairs.push(await cutTail(dir, segment, goodBytes));
  }
  return { segments, repairs };
}

/** Bytes up to the end of the last whole record, damage in the middle included. */
async function wholeBytes(dir: string, segment: Segment): Promise<number> {
  let whole = segment.base;
  for (let at = segment.base; at < segment.base + segment.bytes; ) {
    const batch = await readSegment(dir, segment, at, RECORD_BYTES_MAX);
    if (batch.records.length > 0) whole = batch.next;
    at = batch.next;
  }
  return whole - segment.base;
}

async function cutTail(dir: string, segment: Segment, goodBytes: number): Promise<Repair> {
  const path = segmentPath(dir, segment.base);
  const cutBytes = segment.bytes - goodBytes;
  const file = await open(path, 'r+');
  try {
    const aside = await open(path.replace(/seg$/, 'torn'), 'a');
    try {
      await aside.writeFile(await readAround(file, goodBytes, cutBytes));
      await aside.sync();
    } finally {
      await aside.close();
    }
    await file.truncate(goodBytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(dir);
  segment.bytes = goodBytes;
  return { file: path, cutBytes };
}

/**
 * Whole records of one segment from `offset`, about `bytesMax` of them (at least one, if a whole one is there). At a
 * broken place no records, and `next` is where the next whole record begins, or the segment's end.
 */
export async function readSegment(dir: string, segment: Segment, offset: number, bytesMax: number): Promise<Batch> {
  const at = offset - segment.base;
  const left = segment.bytes - at;
  if (left <= 0) return { records: [], next: offset, skipped: 0 };
  const file = await open(segmentPath(dir, segment.base), 'r');
  try {
    for (let size = Math.min(left, Math.max(bytesMax, RECORD_HEADER_BYTES)); ; ) {
      const buffer = await readAround(file, at, size);
      const scan = scanRecords(buffer, offset);
      if (scan.records.length > 0) return { records: scan.records, next: offset + scan.used, skipped: 0 };
      // A length that reaches beyond the file, or a file shorter than it was: both are damage.
      const isBroken = scan.isBroken || scan.needed > left || buffer.length < size;
      if (isBroken) return await skipDamage(file, segment, offset);
      size = scan.needed;
    }
  } finally {
    await file.close();
  }
}

async function skipDamage(file: FileHandle, segment: Segment, offset: number): Promise<Batch> {
  const at = offset - segment.base;
  const rest = await readAround(file, at, segment.bytes - at);
  const found = findRecord(rest, 1);
  const next = found === null ? segment.base + segment.bytes : offset + found;
  return { records: [], next, skipped: next - offset };
}

/** `size` bytes at `at`, fewer where the file ends; sectors the disk can't read come as zeros. */
async function readAround(file: FileHandle, at: number, size: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(size);
  let end = 0;
  try {
    while (end < size) {
      const { bytesRead } = await file.read(buffer, end, size - end, at + end);
      if (bytesRead === 0) break;
      end += bytesRead;
    }
    return buffer.subarray(0, end);
  } catch (cause) {
    if (!isBadSector(cause)) throw cause;
  }
  for (let from = 0; from < size; ) {
    const length = Math.min(size - from, SECTOR_BYTES - ((at + from) % SECTOR_BYTES));
    try {
      const { bytesRead } = await file.read(buffer, from, length, at + from);
      if (bytesRead === 0) return buffer.subarray(0, from);
    } catch (cause) {
      if (!isBadSector(cause)) throw cause;
      buffer.fill(0, from, from + length);
    }
    from += length;
  }
  return buffer;
}

function isBadSector(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'EIO';
}

export async function removeSegment(dir: string, segment: Segment): Promise<void> {
  await rm(segmentPath(dir, segment.base), { force: true });
}

/** null where it was removed in the meantime: an onlooker does not hold the lock. */
async function sizeIfThere(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
