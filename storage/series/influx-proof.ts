/**
 * The start-up proof that a server keeps our times: a millisecond written as a nanosecond lands in January 1970 and
 * nobody sees it. One point per precision goes in and must come back as the same instant.
 */
import { OperationalError } from '../../core/assert.ts';
import type { InfluxSeries } from './influx-http.ts';
import { encodeLine } from './line-protocol.ts';
import { LinesRefused } from './refusal.ts';

/** Precisions of the write API, and how many of each make a millisecond. */
export const PRECISIONS = { s: 0.001, ms: 1, us: 1_000, ns: 1_000_000 } as const;
export type Precision = keyof typeof PRECISIONS;

export const PROOF_MEASUREMENT = 'write_proof';

/** `write` sends a line under a precision; `read` resolves to the series by tag `precision`, times in ms. */
export async function proveWriteTimes(
  probeMs: number,
  write: (precision: Precision, line: string) => Promise<void>,
  read: () => Promise<readonly InfluxSeries[]>,
): Promise<void> {
  for (const precision of Object.keys(PRECISIONS) as Precision[]) {
    try {
      await write(precision, proofLine(precision, probeMs));
    } catch (cause) {
      if (!(cause instanceof LinesRefused)) throw cause;
      const message = `the server refused a point for ${probeMs} ms written as ${precision}: ${cause.message}`;
      throw new OperationalError(message, { retryable: false, cause });
    }
  }
  const series = await read();
  for (const precision of Object.keys(PRECISIONS) as Precision[]) {
    const expectedMs = precision === 's' ? Math.floor(probeMs / 1000) * 1000 : probeMs;
    const times = series.filter((s) => s.tags?.['precision'] === precision).flatMap((s) => s.values.map((v) => v[0]));
    if (!times.includes(expectedMs)) {
      const message = `the server gave ${times.join(', ') || 'nothing'} for a point written at ${expectedMs} ms as ${precision}`;
      throw new OperationalError(message, { retryable: false });
    }
  }
}

function proofLine(precision: Precision, probeMs: number): string {
  const tags = [['precision', precision]] as const;
  const line = encodeLine({ measurement: PROOF_MEASUREMENT, tags, fields: [['v', 1]], timeMs: 0 });
  // Nanoseconds of today pass what a double holds exactly; whole ms times a power of ten are made by BigInt.
  const stamp =
    precision === 's' ? BigInt(Math.floor(probeMs / 1000)) : BigInt(probeMs) * BigInt(PRECISIONS[precision]);
  return `${(line ?? '').replace(/ 0$/, '')} ${stamp}`;
}
