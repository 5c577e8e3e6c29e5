/** Options that several commands share, checked once; bad use ends with exit code 2. */
import { zoneOffsetMs } from '../core/time.ts';

export const EXIT_BAD_USE = 2;

/** Say what was wrong with the call. */
export function badUse(message: string): number {
  process.stderr.write(`error: ${message}\n`);
  return EXIT_BAD_USE;
}

/** Null for an unknown profile. */
export function profileOption<T extends string>(value: unknown, known: readonly T[]): T | null {
  return known.find((p) => p === value) ?? null;
}

/** Null = not given; undefined = not a voltage. */
export function voltsOption(value: unknown): number | null | undefined {
  if (value === undefined) return null;
  const volts = Number(String(value).replace(/\s*V$/i, ''));
  return Number.isFinite(volts) && volts > 0 ? volts : undefined;
}

/** Null for a zone the platform does not know. */
export function zoneOption(value: unknown): string | null {
  const zone = String(value);
  try {
    zoneOffsetMs(0, zone);
    return zone;
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}
