/** From raw records to the element trees of their bodies: compression, checksums, and what to do where they fail. */
import { adler32 } from './binary.ts';
import { type Element, numberOf, readElements } from './elements.ts';
import { COMPRESSION_ALGORITHM, COMPRESSION_STYLE, TAG } from './ids.ts';
import { inflate, looksZlib } from './inflate.ts';
import type { RawRecord } from './records.ts';
import { placeOf, type Say } from './say.ts';

/** `unknown` = the container can't be read: each record is taken as it looks. */
export type Compression = 'none' | 'zlib' | 'unknown';

/** One record and all records of a file, unpacked, at most. */
const RECORD_BYTES_MAX = 128 * 2 ** 20;
const FILE_BYTES_MAX = 512 * 2 ** 20;

/** Null where the file is compressed in a way that is not read: nothing behind the container can be. */
export function compressionOf(
  first: RawRecord | undefined,
  say: Say,
  foreign: Map<string, number>,
): Compression | null {
  if (first === undefined) return null;
  if (first.type !== 'container') {
    say({
      code: 'missing-value',
      severity: 'warning',
      at: placeOf(first),
      expected: 'a container first',
      got: 'another record',
    });
    return 'unknown';
  }
  const body = readElements(first.body, placeOf(first), say, foreign);
  if (body.length === 0) return 'unknown';
  const style = numberOf(body, TAG.compressionStyle) ?? COMPRESSION_STYLE.none;
  const algorithm = numberOf(body, TAG.compressionAlgorithm) ?? COMPRESSION_ALGORITHM.none;
  if (
    style === COMPRESSION_STYLE.none ||
    (style === COMPRESSION_STYLE.perRecord && algorithm === COMPRESSION_ALGORITHM.none)
  )
    return 'none';
  if (style === COMPRESSION_STYLE.perRecord && algorithm === COMPRESSION_ALGORITHM.zlib) return 'zlib';
  const got =
    style === COMPRESSION_STYLE.wholeFile
      ? 'the file compressed as a whole (withdrawn in version 1.5)'
      : `style ${style}, algorithm ${algorithm}`;
  say({ code: 'unknown-format', at: placeOf(first), expected: 'no compression, or zlib record by record', got });
  return null;
}

export interface UnpackedRecord {
  readonly record: RawRecord;
  readonly body: readonly Element[];
}

/** Records after the container, as far as they can be trusted. */
export function unpack(
  raw: readonly RawRecord[],
  compression: Compression,
  say: Say,
  foreign: Map<string, number>,
): UnpackedRecord[] {
  const used = raw.filter((r, i) => (i > 0 || r.type !== 'container') && r.type !== null && r.type !== 'blank');
  for (const r of raw) {
    if (r.type === null)
      say({
        code: 'note',
        severity: 'warning',
        at: placeOf(r),
        expected: 'a known kind of record',
        got: 'another one: passed over',
      });
  }
  let left = FILE_BYTES_MAX;
  const opened = used.map((record) => {
    const isZlib = compression === 'zlib' || (compression === 'unknown' && looksZlib(record.body));
    const bytesMax = Math.min(RECORD_BYTES_MAX, left);
    const out = isZlib ? inflate(record.body, bytesMax) : { bytes: record.body, fault: null, verified: false };
    if (isZlib) left -= out.bytes.length;
    const checked = record.checksum === 0 ? null : isChecksum(record, out.bytes);
    return { record, isZlib, ...out, checked };
  });
  // Some makers put another sum there. Where not one record of the file fits, the sum says nothing about damage.
  const isAdler = opened.some((o) => o.checked === true);
  if (!isAdler && opened.some((o) => o.checked === false)) {
    say({
      code: 'note',
      severity: 'warning',
      at: 'checksums',
      expected: 'Adler-32 of the bodies',
      got: 'fit no record: not used',
    });
  }
  return opened.flatMap((o) => {
    const place = placeOf(o.record);
    if (o.fault !== null) {
      const got = `${o.fault}; ${o.bytes.length} bytes came out${o.bytes.length > 0 ? ', read as far as they go' : ''}`;
      say({ code: 'truncated', at: place, expected: 'a whole zlib body', got });
    } else if (o.checked === false && isAdler && o.record.whole && !o.verified) {
      const got = 'another one: the body was changed (record left out)';
      say({ code: 'bad-value', at: `${place} checksum`, expected: `Adler-32 ${hex(o.record.checksum)}`, got });
      return [];
    }
    return o.bytes.length === 0 ? [] : [{ record: o.record, body: readElements(o.bytes, place, say, foreign) }];
  });
}

const hex = (v: number): string => v.toString(16).padStart(8, '0');

/** Of the body as it lies in the file; some makers sum what it unpacks to. */
function isChecksum(record: RawRecord, unpacked: Uint8Array): boolean {
  return (
    adler32(record.body) === record.checksum || (unpacked !== record.body && adler32(unpacked) === record.checksum)
  );
}
