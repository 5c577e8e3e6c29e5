/**
 * Where a consumer stands, with the state that belongs to that offset, in one file. The file before is kept: where a disk
 * spoils the newer one, the older offset with its own state goes on, and what lies between is done twice, which is
 * harmless. Only where both are spoilt is a state lost, and then everything the spool still has is done again.
 */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readIfThere, syncDirectory, writeAside } from './durable-file.ts';

export interface Cursor {
  readonly offset: number;
  readonly state: unknown;
}

export interface ReadCursor {
  /** null = there is none: a new consumer, or both files are spoilt. */
  readonly cursor: Cursor | null;
  /** Offset of the file before; segments from here on are kept for it. */
  readonly beforeOffset: number | null;
  /** What was wrong, in words for the log; null = nothing. */
  readonly trouble: string | null;
}

export function cursorPath(dir: string, consumer: string): string {
  return join(dir, `consumer-${consumer}.json`);
}

const beforePath = (path: string) => `${path}.before`;

export async function readCursor(dir: string, consumer: string): Promise<ReadCursor> {
  const path = cursorPath(dir, consumer);
  const newest = parseCursor(await readIfThere(path));
  const before = parseCursor(await readIfThere(beforePath(path)));
  const beforeOffset = typeof before === 'object' ? before.offset : null;
  if (typeof newest === 'object') return { cursor: newest, beforeOffset, trouble: null };
  if (typeof before === 'object') {
    // A crash between the two renames leaves only the file before: nothing is wrong with it.
    const trouble =
      newest === 'none'
        ? null
        : `the offset file of ${consumer} is spoilt; the one before it is used, offset ${before.offset}: what lies behind it is done again`;
    return { cursor: before, beforeOffset, trouble };
  }
  if (newest === 'none' && before === 'none') return { cursor: null, beforeOffset: null, trouble: null };
  const trouble = `the offset files of ${consumer} are spoilt and its state is lost: everything that is in the spool is done again, and an event that was running may come out cut`;
  return { cursor: null, beforeOffset: null, trouble };
}

/** Moves spoilt files aside, so that a person can look at them. */
export async function setAside(dir: string, consumer: string): Promise<void> {
  const path = cursorPath(dir, consumer);
  for (const one of [path, beforePath(path)]) {
    if (parseCursor(await readIfThere(one)) === 'spoilt') await rename(one, `${one}.spoilt`);
  }
}

/** Durable when it resolves; after a crash the new or the old pair of offset and state is there. */
export async function writeCursor(dir: string, consumer: string, cursor: Cursor): Promise<void> {
  const path = cursorPath(dir, consumer);
  const body = JSON.stringify({ offset: cursor.offset, state: cursor.state ?? null });
  const beside = await writeAside(path, `${String(crc32(body)).padStart(10, '0')} ${body}`);
  await rename(path, beforePath(path)).catch(unlessAbsent);
  await rename(beside, path);
  await syncDirectory(dir);
}

/** Files of the first version had no checksum in front. */
function parseCursor(text: string | null): Cursor | 'none' | 'spoilt' {
  if (text === null) return 'none';
  const [, sum, body = text] = /^(\d{10}) (.*)$/s.exec(text) ?? [];
  if (sum !== undefined && Number(sum) !== crc32(body)) return 'spoilt';
  try {
    const cursor = JSON.parse(body) as Partial<Cursor> | null;
    const offset = cursor?.offset;
    if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) return 'spoilt';
    return { offset, state: cursor?.state ?? null };
  } catch {
    return 'spoilt';
  }
}

function unlessAbsent(cause: unknown): void {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
}
