/**
 * Chain of records: each begins with a header of 64 bytes (signature, type, sizes, link to the next, checksum). A chain
 * that is broken is taken up again at the next signature, so that one bad record costs no other.
 * @source IEEE 1159.3-2003 (physical layout; unconfirmed)
 */
import { guidAt, viewOf } from './binary.ts';
import { RECORD_TYPE, SIGNATURE } from './ids.ts';
import { placeOf, type Say } from './say.ts';

export type RecordType = keyof typeof RECORD_TYPE;

export interface RawRecord {
  /** Position in the file, from 0 (the container). */
  readonly number: number;
  readonly offset: number;
  readonly type: RecordType | null;
  readonly body: Uint8Array;
  readonly checksum: number;
  /** False where the file ends inside the body. */
  readonly whole: boolean;
}

export const HEADER_BYTES = 64;
const SIGNATURE_BYTES = Uint8Array.from([
  0x40, 0x14, 0x11, 0x4a, 0x9f, 0xe4, 0xcf, 0x11, 0x99, 0x00, 0x50, 0x51, 0x44, 0x49, 0x46, 0x00,
]);
/** Empty records cost nothing in the file; so many are no file of a meter. */
const RECORDS_MAX = 100_000;

const TYPES = new Map<string, RecordType>(
  (Object.keys(RECORD_TYPE) as RecordType[]).map((type) => [RECORD_TYPE[type], type]),
);

export function isSignature(bytes: Uint8Array, at = 0): boolean {
  if (at < 0 || at + HEADER_BYTES > bytes.length) return false;
  for (let i = 0; i < SIGNATURE_BYTES.length; i++) if (bytes[at + i] !== SIGNATURE_BYTES[i]) return false;
  return true;
}

/** In order of the chain. Empty where the file does not begin like PQDIF. */
export function walkRecords(bytes: Uint8Array, say: Say): RawRecord[] {
  const view = viewOf(bytes);
  const seen = new Set<number>();
  const out: RawRecord[] = [];
  let offset: number | null = isSignature(bytes) ? 0 : resume(bytes, 1, seen);
  if (offset !== 0) {
    const got = offset === null ? 'no such record anywhere' : `the first one at byte ${offset}`;
    say({ code: 'bad-value', at: 'byte 0', expected: `a record that begins with ${SIGNATURE}`, got });
  }
  while (offset !== null && out.length < RECORDS_MAX) {
    seen.add(offset);
    const { record, next } = readHeader(bytes, view, { number: out.length, offset }, say);
    out.push(record);
    offset = next === 0 ? null : follow(bytes, next, record, seen, say);
  }
  if (out.length === RECORDS_MAX)
    say({ code: 'out-of-range', at: null, expected: `at most ${RECORDS_MAX} records`, got: 'more' });
  return out;
}

function readHeader(
  bytes: Uint8Array,
  view: DataView,
  place: { readonly number: number; readonly offset: number },
  say: Say,
): { record: RawRecord; next: number } {
  const { offset } = place;
  const at = placeOf(place);
  let header = view.getUint32(offset + 32, true);
  const size = view.getUint32(offset + 36, true);
  const next = view.getUint32(offset + 40, true);
  if (header < HEADER_BYTES || offset + header > bytes.length) {
    say({
      code: 'bad-value',
      severity: 'warning',
      at,
      expected: `a header of ${HEADER_BYTES} bytes`,
      got: `${header}`,
    });
    header = HEADER_BYTES;
  }
  const from = offset + header;
  const whole = from + size <= bytes.length;
  if (!whole) {
    const expected = `a body of ${size} bytes`;
    say({ code: 'truncated', at, expected, got: `${bytes.length - from} bytes to the end of the file` });
  }
  const type = TYPES.get(guidAt(view, offset + 16)) ?? null;
  const body = bytes.subarray(from, Math.min(from + size, bytes.length));
  const checksum = view.getUint32(offset + 44, true);
  return { record: { ...place, type, body, checksum, whole }, next };
}

/** The record linked to; where the link is no good, the next one found behind this record's body. */
function follow(bytes: Uint8Array, next: number, from: RawRecord, seen: ReadonlySet<number>, say: Say): number | null {
  if (isSignature(bytes, next) && !seen.has(next)) return next;
  const loop = seen.has(next);
  const found = resume(bytes, from.offset + HEADER_BYTES, seen);
  const got = `${loop ? 'a link back to' : next >= bytes.length ? 'a link outside the file, to' : 'no record at'} byte ${next}`;
  const then = found === null ? 'no further record found' : `taken up again at byte ${found}`;
  const expected = 'a link to the next record';
  say({ code: loop ? 'loop' : 'bad-value', at: placeOf(from), expected, got: `${got}; ${then}` });
  return found;
}

function resume(bytes: Uint8Array, from: number, seen: ReadonlySet<number>): number | null {
  for (let at = bytes.indexOf(SIGNATURE_BYTES[0]!, from); at >= 0; at = bytes.indexOf(SIGNATURE_BYTES[0]!, at + 1)) {
    if (isSignature(bytes, at) && !seen.has(at)) return at;
  }
  return null;
}
