/**
 * Serial (RTU) frames: unit, function, data, checksum. There is no transaction number, so a reply is recognised by
 * everything it does carry: unit, function, byte count and checksum.
 * @source Modbus over Serial Line V1.02, 2.5.1 and appendix B (CRC-16, low byte first)
 */

/** What a read request asked for; the reply must look like it. */
export interface AskedFrame {
  readonly unit: number;
  readonly function: number;
  /** Data bytes of the reply: two per register. */
  readonly byteCount: number;
}

/** unit, function, address (2), count (2), checksum (2) */
const REQUEST_BYTES = 8;
const EXCEPTION_BYTES = 5;
/** unit, function, byte count before the data; checksum behind. */
const HEAD_BYTES = 3;
const CRC_BYTES = 2;
const EXCEPTION_FLAG = 0x80;

/** CRC-16 of `bytes[from, to)`, polynomial 0xA001 reflected, start 0xFFFF. */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffff;
  for (let at = from; at < to; at++) {
    crc ^= bytes[at] ?? 0;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

/** What a read request of ours asks for; null for anything else. */
export function askedBy(request: Uint8Array): AskedFrame | null {
  const [unit, code, , , high = 0, low = 0] = request;
  if (request.length !== REQUEST_BYTES || unit === undefined || (code !== 3 && code !== 4)) return null;
  return { unit, function: code, byteCount: (high * 256 + low) * 2 };
}

/**
 * The first whole frame in `bytes` that answers `asked` (its data, or an exception), as `[from, to)`; null while there is
 * none. Noise and replies to other questions before it are passed over.
 */
export function replyIn(bytes: Uint8Array, asked: AskedFrame): { readonly from: number; readonly to: number } | null {
  for (let from = 0; from + EXCEPTION_BYTES <= bytes.length; from++) {
    if (bytes[from] !== asked.unit) continue;
    const code = bytes[from + 1];
    const isException = code === (asked.function | EXCEPTION_FLAG);
    if (!isException && (code !== asked.function || bytes[from + 2] !== asked.byteCount)) continue;
    const to = from + (isException ? EXCEPTION_BYTES : HEAD_BYTES + asked.byteCount + CRC_BYTES);
    if (to <= bytes.length && hasCrc(bytes, from, to)) return { from, to };
  }
  return null;
}

function hasCrc(bytes: Uint8Array, from: number, to: number): boolean {
  const crc = crc16(bytes, from, to - CRC_BYTES);
  return bytes[to - 2] === (crc & 0xff) && bytes[to - 1] === crc >>> 8;
}
