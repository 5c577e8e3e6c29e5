/**
 * Looks at a spool without holding it: the collector may write meanwhile. Nothing is mended, moved or removed; what is
 * being written at this moment may look like a torn tail.
 */
import { statfs } from 'node:fs/promises';
import { cursorPath, readCursor } from './spool-cursor.ts';
import { listSegments, readSegment, type Segment, segmentPath } from './spool-segments.ts';

export interface SeenRecord {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface SegmentReport {
  readonly file: string;
  readonly base: number;
  readonly bytes: number;
  readonly records: number;
  /** Places in the middle that are no records, and the bytes they take. */
  readonly broken: readonly { readonly offset: number; readonly bytes: number }[];
  /** Behind the last whole record; null = nothing. A write under way looks the same. */
  readonly tornBytes: number | null;
  /** Between its end and the beginning of the next segment: bytes that are gone. */
  readonly missingBytes: number;
}

export interface ReaderReport {
  readonly consumer: string;
  readonly file: string;
  readonly offset: number;
  readonly lagBytes: number;
  readonly lagRecords: number;
  /** Offset of the oldest record it has not passed; null = it has passed all. */
  readonly nextOffset: number | null;
  readonly trouble: string | null;
}

export interface SpoolReport {
  readonly dir: string;
  readonly bytes: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly freeBytes: number;
  readonly segments: readonly SegmentReport[];
  readonly readers: readonly ReaderReport[];
}

const READ_BYTES = 4 * 1024 * 1024;

/** Walks through every record, checksums included; `seen` is told of each. Rejects where there is no such folder. */
export async function inspectSpool(
  dir: string,
  consumers: readonly string[],
  seen: (record: SeenRecord) => void = () => undefined,
): Promise<SpoolReport> {
  // Offsets first: what is appended while we read only makes a reader look further behind, never ahead of the end.
  const cursors = [];
  for (const consumer of consumers) cursors.push({ consumer, ...(await readCursor(dir, consumer)) });
  const segments = await listSegments(dir);
  const starts: number[] = [];
  const reports: SegmentReport[] = [];
  for (const [n, segment] of segments.entries()) {
    const next = segments[n + 1];
    const end = next === undefined ? segment.base + segment.bytes : Math.min(next.base, segment.base + segment.bytes);
    const walked = await walk(dir, { base: segment.base, bytes: end - segment.base }, next === undefined, (record) => {
      starts.push(record.offset);
      seen(record);
    }).catch(unlessRemoved);
    if (walked === null) continue;
    const missingBytes = next === undefined ? 0 : next.base - end;
    reports.push({
      file: segmentPath(dir, segment.base),
      base: segment.base,
      bytes: segment.bytes,
      ...walked,
      missingBytes,
    });
  }
  const startOffset = segments[0]?.base ?? 0;
  const last = segments.at(-1);
  const endOffset = last === undefined ? 0 : last.base + last.bytes;
  const { bavail, bsize } = await statfs(dir);
  return {
    dir,
    bytes: segments.reduce((sum, s) => sum + s.bytes, 0),
    startOffset,
    endOffset,
    freeBytes: bavail * bsize,
    segments: reports,
    readers: cursors.map(({ consumer, cursor, trouble }): ReaderReport => {
      const offset = cursor?.offset ?? startOffset;
      const ahead = starts.filter((s) => s >= offset);
      return {
        consumer,
        file: cursorPath(dir, consumer),
        offset,
        lagBytes: Math.max(0, endOffset - offset),
        lagRecords: ahead.length,
        nextOffset: ahead[0] ?? null,
        trouble: cursor === null && trouble === null ? 'has not committed yet' : trouble,
      };
    }),
  };
}

/** A segment every reader has passed goes while we look: it is no damage. */
function unlessRemoved(cause: unknown): null {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw cause;
}

async function walk(
  dir: string,
  segment: Segment,
  isLast: boolean,
  seen: (record: SeenRecord) => void,
): Promise<Pick<SegmentReport, 'records' | 'broken' | 'tornBytes'>> {
  const broken: { offset: number; bytes: number }[] = [];
  let records = 0;
  const end = segment.base + segment.bytes;
  for (let at = segment.base; at < end; ) {
    const batch = await readSegment(dir, segment, at, READ_BYTES);
    for (const record of batch.records) seen(record);
    records += batch.records.length;
    if (batch.skipped > 0) broken.push({ offset: at, bytes: batch.skipped });
    at = batch.next;
  }
  const tail = broken.at(-1);
  const isTorn = isLast && tail !== undefined && tail.offset + tail.bytes === end;
  return { records, broken: isTorn ? broken.slice(0, -1) : broken, tornBytes: isTorn ? tail.bytes : null };
}
