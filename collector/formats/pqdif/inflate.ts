/** zlib with a bound on what comes out, so that a small file can not fill the memory. */
import { Unzlib } from 'fflate';
import { adler32, viewOf } from './binary.ts';

export interface Inflated {
  readonly bytes: Uint8Array;
  /** Null = whole; else why it ends early. What came out before is kept. */
  readonly fault: string | null;
  /** True where the data's own checksum (the last four bytes of zlib) is right. */
  readonly verified: boolean;
}

/** Input is fed in steps: one step of deflate can not become more than about a thousand times its size. */
const STEP_BYTES = 16_384;

/** First two bytes of a zlib stream. @source RFC 1950 2.2 */
export function looksZlib(bytes: Uint8Array): boolean {
  const [cmf = 0, flags = 0] = bytes;
  return (cmf & 0x0f) === 8 && cmf >> 4 <= 7 && ((cmf << 8) | flags) % 31 === 0;
}

export function inflate(bytes: Uint8Array, bytesMax: number): Inflated {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let fault: string | null = null;
  try {
    const stream = new Unzlib((chunk) => {
      chunks.push(chunk);
      total += chunk.length;
    });
    for (let at = 0; at < bytes.length && total <= bytesMax; at += STEP_BYTES) {
      stream.push(bytes.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= bytes.length);
    }
    if (bytes.length === 0) fault = 'no data';
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  if (total > bytesMax) fault = `more than ${bytesMax} bytes`;
  const out = joined(chunks, Math.min(total, bytesMax));
  const verified =
    fault === null && bytes.length > 6 && viewOf(bytes).getUint32(bytes.length - 4, false) === adler32(out);
  return { bytes: out, fault, verified };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - at);
    out.set(part, at);
    at += part.length;
  }
  return out;
}
