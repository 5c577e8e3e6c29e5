/** Numbers of PQDIF: little-endian, one byte for the physical type. */

/** Bytes of one value by physical type. Absent = no such type. */
export const SIZE_OF: Readonly<Record<number, number>> = {
  1: 1,
  2: 2,
  3: 4,
  10: 1,
  11: 2,
  20: 1,
  21: 2,
  22: 4,
  30: 1,
  31: 2,
  32: 4,
  40: 4,
  41: 8,
  42: 8,
  43: 16,
  50: 12,
  60: 16,
};
export const CHAR = 10;
export const WIDE_CHAR = 11;
export const TIMESTAMP = 50;
export const GUID = 60;

/** Days from 1899-12-30, where the standard's count begins, to 1970-01-01. */
const EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;
/** Seconds of the day come as a double: 1 µs is far above its error and below any meter's clock. */
const STEPS_PER_MS = 1000;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `at + 16` must lie inside. */
export function guidAt(view: DataView, at: number): string {
  const hex = (from: number, to: number) => {
    let text = '';
    for (let i = from; i < to; i++)
      text += view
        .getUint8(at + i)
        .toString(16)
        .padStart(2, '0');
    return text;
  };
  const number = (from: number, bytes: 2 | 4) =>
    (bytes === 4 ? view.getUint32(at + from, true) : view.getUint16(at + from, true))
      .toString(16)
      .padStart(2 * bytes, '0');
  return `${number(0, 4)}-${number(4, 2)}-${number(6, 2)}-${hex(8, 10)}-${hex(10, 16)}`;
}

/**
 * A value as a number: booleans 0 or 1, of a complex number its magnitude, of an instant the wall clock in ms as if it
 * were UTC. NaN for texts and identifiers. The value must lie inside.
 */
export function numberAt(view: DataView, at: number, type: number): number {
  switch (type) {
    case 1:
    case 30:
      return view.getUint8(at);
    case 2:
    case 31:
      return view.getUint16(at, true);
    case 3:
    case 32:
      return view.getUint32(at, true);
    case 20:
      return view.getInt8(at);
    case 21:
      return view.getInt16(at, true);
    case 22:
      return view.getInt32(at, true);
    case 40:
      return view.getFloat32(at, true);
    case 41:
      return view.getFloat64(at, true);
    case 42:
      return Math.hypot(view.getFloat32(at, true), view.getFloat32(at + 4, true));
    case 43:
      return Math.hypot(view.getFloat64(at, true), view.getFloat64(at + 8, true));
    case TIMESTAMP:
      return wallMsAt(view, at);
    default:
      return Number.NaN;
  }
}

/** Day number and seconds of the day. */
function wallMsAt(view: DataView, at: number): number {
  const days = view.getUint32(at, true) - EPOCH_DAYS;
  const dayMs = view.getFloat64(at + 4, true) * 1000;
  return days * DAY_MS + Math.round(dayMs * STEPS_PER_MS) / STEPS_PER_MS;
}

/** Adler-32, the checksum of record headers and of zlib. @source RFC 1950 8.2 */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let i = 0; i < bytes.length; ) {
    // 3800 bytes at a time: the sums stay below 2³¹.
    const until = Math.min(i + 3800, bytes.length);
    for (; i < until; i++) {
      low += bytes[i]!;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return ((high << 16) | low) >>> 0;
}
