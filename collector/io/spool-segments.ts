/** The segment files of a spool: their names, opening with repair of a torn tail, reading, removing. */
import { open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './durable-file.ts';
import { RECORD_BYTES_MAX, RECORD_HEADER_BYTES, type SpoolRecord, scanRecords } from './spool-record.ts';

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

const NAME = /^(\d{16})\.seg$/;

export function segmentPath(dir: string, base: number): string {
  return join(dir, `${String(base).padStart(16, '0')}.seg`);
}

/**
 * All segments in order. The last one is read through: what follows its last whole record (a write that a crash cut) is
 * moved aside, never silently deleted.
 */
export async function openSegments(dir: string): Promise<{ segments: Segment[]; repair: Repair | null }> {
  const bases = (await readdir(dir))
    .map((name) => NAME.exec(name)?.[1])
    .filter((base) => base !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (const base of bases) segments.push({ base, bytes: (await stat(segmentPath(dir, base))).size });
  const last = segments.at(-1);
  return { segments, repair: last === undefined ? null : await repairTail(dir, last) };
}

async function repairTail(dir: string, last: Segment): Promise<Repair | null> {
  let good = last.base;
  for (;;) {
    const batch = await readSegment(dir, last, good, RECORD_BYTES_MAX);
    if (batch.next === good) break;
    good = batch.next;
  }
  const goodBytes = good - last.base;
  const cutBytes = last.bytes - goodBytes;
  if (cutBytes === 0) return null;
  const path = segmentPath(dir, last.base);
  const file = await open(path, 'r');
  try {
    const tail = new Uint8Array(cutBytes);
    await file.read(tail, 0, cutBytes, goodBytes);
    await writeFile(path.replace(/seg$/, 'torn'), tail);
  } finally {
    await file.close();
  }
  await truncate(path, goodBytes);
  await syncDirectory(dir);
  last.bytes = goodBytes;
  return { file: path, cutBytes };
}

/** Whole records of one segment from `offset`, about `bytesMax` of them (at least one, if a whole one is there). */
export async function readSegment(
  dir: string,
  segment: Segment,
  offset: number,
  bytesMax: number,
): Promise<{ readonly records: readonly SpoolRecord[]; readonly next: number; readonly isBroken: boolean }> {
  const at = offset - segment.base;
  const left = segment.bytes - at;
  const nothing = { records: [], next: offset, isBroken: false };
  if (left <= 0) return nothing;
  const file = await open(segmentPath(dir, segment.base), 'r');
  try {
    for (let size = Math.min(left, Math.max(bytesMax, RECORD_HEADER_BYTES)); ; ) {
      const buffer = new Uint8Array(size);
      const { bytesRead } = await file.read(buffer, 0, size, at);
      const scan = scanRecords(buffer.subarray(0, bytesRead), offset);
      const isWhole = scan.records.length > 0 || scan.isBroken || scan.needed === 0;
      if (isWhole) return { records: scan.records, next: offset + scan.used, isBroken: scan.isBroken };
      if (scan.needed > left) return { ...nothing, isBroken: true };
      size = scan.needed;
    }
  } finally {
    await file.close();
  }
}

export async function removeSegment(dir: string, segment: Segment): Promise<void> {
  await rm(segmentPath(dir, segment.base), { force: true });
}
