/**
 * One message of a partition: a first line that names its spool, then one line per entry, `<offset>.<part> <json>`. The
 * bytes of an entry are those of the spool wherever all of it belongs to one partition. A reader takes each line of a
 * spool once: lines of one spool come in order, so what is not behind the last one taken came before.
 */
import type { MeterId } from '../../core/ids.ts';
import { encodeEntry, type Item, type SpoolEntry } from '../item.ts';
import { partitionOf } from './subjects.ts';

/** Place of a line in its spool. */
export interface Mark {
  readonly offset: number;
  readonly part: number;
}

export interface Line {
  readonly mark: Mark;
  readonly bytes: Uint8Array;
}

/** Items of one line: a message of a whole month must still fit into one NATS message. */
const LINE_ITEMS = 500;

export function meterOfItem(item: Item): MeterId {
  switch (item.kind) {
    case 'reading':
      return item.reading.meter;
    case 'disturbance':
      return item.disturbance.meter;
    case 'meterEvent':
      return item.event.meter;
    case 'counters':
      return item.counters.meter;
    case 'failure':
      return item.failure.meter;
  }
}

/** The lines of one entry, by partition. The same entry always gives the same lines. */
export function linesOf(entry: SpoolEntry, offset: number, partitions: number): ReadonlyMap<number, readonly Line[]> {
  const byPartition = new Map<number, Item[]>();
  for (const item of entry.items) {
    const k = partitionOf(meterOfItem(item), partitions);
    const own = byPartition.get(k);
    if (own === undefined) byPartition.set(k, [item]);
    else own.push(item);
  }
  const lines = new Map<number, readonly Line[]>();
  const { source, receivedMs } = entry;
  for (const [k, items] of byPartition) lines.set(k, partsOf({ source, receivedMs, items }, offset));
  // What an intake found by itself (states of its meters) is for the stores only: any one partition will do.
  if (entry.derived !== undefined) {
    const bytes = encodeEntry({ source, receivedMs, items: [], derived: entry.derived });
    const own = lines.get(0) ?? [];
    lines.set(0, [...own, { mark: { offset, part: own.length }, bytes }]);
  }
  return lines;
}

function partsOf(entry: SpoolEntry, offset: number): readonly Line[] {
  const { items } = entry;
  const parts: Line[] = [];
  for (let at = 0; at < items.length; at += LINE_ITEMS) {
    const bytes = encodeEntry({ ...entry, items: items.slice(at, at + LINE_ITEMS) });
    parts.push({ mark: { offset, part: parts.length }, bytes });
  }
  return parts;
}

/** Lines into messages of at most about `bytesMax` (at least one line each). */
export function messagesOf(lines: readonly Line[], bytesMax: number): readonly (readonly Line[])[] {
  const messages: Line[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (bytes + line.bytes.length > bytesMax) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)?.push(line);
    bytes += line.bytes.length;
  }
  return messages;
}

const NEWLINE = 10;
const SPACE = 32;

export function encodeMessage(spool: string, lines: readonly Line[]): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from(`${JSON.stringify({ v: 1, spool })}\n`)];
  for (const { mark, bytes } of lines) parts.push(Buffer.from(`${mark.offset}.${mark.part} `), bytes, NEWLINE_BYTES);
  return Buffer.concat(parts);
}
const NEWLINE_BYTES = new Uint8Array([NEWLINE]);

/** What the servers compare to tell a message sent twice: the same lines of the same spool. */
export function messageId(spool: string, lines: readonly Line[]): string {
  const [first, last] = [lines[0]?.mark, lines.at(-1)?.mark];
  return `${spool}:${first?.offset}.${first?.part}-${last?.offset}.${last?.part}`;
}

/** Null for a message that is none of ours; the spool of a message somebody else made is null, its lines have no order. */
export function decodeMessage(
  bytes: Uint8Array,
): { readonly spool: string | null; readonly lines: readonly Line[] } | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headEnd = buffer.indexOf(NEWLINE);
  const head = parsed(buffer.subarray(0, headEnd < 0 ? buffer.length : headEnd));
  if (head === null) return null;
  // An entry by itself, published for one meter.
  if (Array.isArray(head['items'])) return { spool: null, lines: [{ mark: { offset: 0, part: 0 }, bytes }] };
  if (head['v'] !== 1 || typeof head['spool'] !== 'string' || headEnd < 0) return null;
  const lines: Line[] = [];
  for (let at = headEnd + 1; at < buffer.length; ) {
    const end = buffer.indexOf(NEWLINE, at);
    const space = buffer.indexOf(SPACE, at);
    const mark = /^(\d+)\.(\d+)$/.exec(space < 0 ? '' : buffer.toString('latin1', at, space));
    if (end < 0 || mark === null) return null;
    lines.push({ mark: { offset: Number(mark[1]), part: Number(mark[2]) }, bytes: buffer.subarray(space + 1, end) });
    at = end + 1;
  }
  return { spool: head['spool'], lines };
}

function parsed(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Not ours: the caller counts and shows it.
    return null;
  }
}

export function isBehind(a: Mark, b: Mark): boolean {
  return a.offset > b.offset || (a.offset === b.offset && a.part > b.part);
}
