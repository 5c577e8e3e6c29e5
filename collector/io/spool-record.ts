/** One record of a segment file: length, checksum over length and bytes, bytes. Little-endian, no padding. */
import { crc32 } from 'node:zlib';

export const RECORD_HEADER_BYTES = 8;
/** Larger than any batch we write; a length beyond it is not a record but garbage. */
export const RECORD_BYTES_MAX = 64 * 1024 * 1024;
/** Bytes whose checksum one search for the next record may compute: garbage that looks like long records costs no hours. */
const SEARCH_BYTES_MAX = 1024 * 1024 * 1024;

export interface SpoolRecord {
  /** Offset of the record itself and of the next one, bytes since the spool began. */
  readonly offset: number;
  readonly next: number;
  readonly bytes: Uint8Array;
}

export function encodeRecord(bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER_BYTES + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint32(4, checksum(record.subarray(0, 4), bytes), true);
  record.set(bytes, RECORD_HEADER_BYTES);
  return record;
}

/**
 * Records from the start of `buffer`. Stops at the first one that is cut (`needed` = bytes it would take, if its length
 * can be read) or broken (`isBroken`). The length is part of the checksum, so a hole full of zeros is broken too.
 */
export function scanRecords(
  buffer: Uint8Array,
  base: number,
): {
  readonly records: readonly SpoolRecord[];
  readonly used: number;
  readonly needed: number;
  readonly isBroken: boolean;
} {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const records: SpoolRecord[] = [];
  let at = 0;
  while (at + RECORD_HEADER_BYTES <= buffer.length) {
    const length = view.getUint32(at, true);
    const end = at + RECORD_HEADER_BYTES + length;
    if (length === 0 || length > RECORD_BYTES_MAX) return { records, used: at, needed: 0, isBroken: true };
    if (end > buffer.length) return { records, used: at, needed: end - at, isBroken: false };
    if (!isRecord(buffer, view, at, end)) return { records, used: at, needed: 0, isBroken: true };
    records.push({ offset: base + at, next: base + end, bytes: buffer.subarray(at + RECORD_HEADER_BYTES, end) });
    at = end;
  }
  return { records, used: at, needed: at < buffer.length ? RECORD_HEADER_BYTES : 0, isBroken: false };
}

/**
 * Where the next whole record begins behind damage: the first place from `from` on whose length fits and whose checksum
 * holds. Null where there is none. By chance a wrong place passes once in four thousand million.
 */
export function findRecord(buffer: Uint8Array, from: number): number | null {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let left = SEARCH_BYTES_MAX;
  for (let at = from; at + RECORD_HEADER_BYTES < buffer.length && left > 0; at++) {
    const length = view.getUint32(at, true);
    const end = at + RECORD_HEADER_BYTES + length;
    if (length === 0 || length > RECORD_BYTES_MAX || end > buffer.length) continue;
    left -= length;
    if (isRecord(buffer, view, at, end)) return at;
  }
  return null;
}

function isRecord(buffer: Uint8Array, view: DataView, at: number, end: number): boolean {
  const bytes = buffer.subarray(at + RECORD_HEADER_BYTES, end);
  return view.getUint32(at + 4, true) === checksum(buffer.subarray(at, at + 4), bytes);
}

function checksum(length: Uint8Array, bytes: Uint8Array): number {
  return crc32(bytes, crc32(length));
}
