/**
 * When was it? Device time is kept beside arrival time; a device clock that can't be right is flagged and the arrival
 * time is used, the reading is never dropped.
 */
import type { Problem } from '../../core/problem.ts';
import { QUALITY } from '../../core/series.ts';
import { parseTime, type TimeFault, wallToUtc } from '../../core/time.ts';
import { instantOfRepeated } from '../clock/repeated-hour.ts';
import type { DecodeContext } from './dialect.ts';

/** Further ahead of arrival than this a device clock is wrong, ms. Covers ordinary drift between synchronisations. */
export const FUTURE_TOLERANCE_MS = 60_000;
/**
 * Older than this a stamp can't be told from a clock that was never set, ms. 90 days = how long raw readings are kept;
 * no device buffers longer.
 */
export const AGE_MAX_MS = 90 * 86_400_000;

export interface Stamp {
  /** The instant to use, epoch ms. */
  readonly timeMs: number;
  /** What the device said, converted to UTC; null where it said nothing readable. */
  readonly deviceTimeMs: number | null;
  /** `QUALITY.clock` or 0. */
  readonly quality: number;
  readonly fault: { readonly code: Problem['code']; readonly expected: string; readonly got: string } | null;
}

/** The device has no clock: the time of arrival is the only one. */
export function arrivalStamp(context: DecodeContext): Stamp {
  return { timeMs: context.receivedMs, deviceTimeMs: null, quality: 0, fault: null };
}

/** A wall clock or ISO text. Of an hour that exists twice the instant that fits the arrival; unreadable text: arrival. */
export function textStamp(text: unknown, context: DecodeContext): Stamp {
  if (typeof text !== 'string') return unreadable(String(text), context);
  const parsed = parseTime(text, context.zone);
  if (!parsed.ok) return unreadable(`${text} (${faultText(parsed.fault, context.zone)})`, context);
  const ms = parsed.ambiguous ? instantOfRepeated(parsed.ms, context.receivedMs, context.zone) : parsed.ms;
  return judge(ms, text, context);
}

function faultText(fault: TimeFault, zone: string): string {
  return fault === 'gap' ? `no such time in ${zone}: clocks were put forward` : fault;
}

/** An instant the device's own format gave already; `said` = how it wrote it. */
export function instantStamp(ms: number, said: string, context: DecodeContext): Stamp {
  return judge(ms, said, context);
}

/** An epoch number of seconds, milliseconds, microseconds or nanoseconds; sources with a wrong zone are put right. */
export function epochStamp(value: number, context: DecodeContext): Stamp {
  const ms = epochToMs(value);
  if (ms === null) return unreadable(String(value), context);
  if (context.epochZone === 'UTC') return judge(ms, String(value), context);
  const shifted = wallToUtc(ms, context.epochZone);
  if (!shifted.ok) return unreadable(`${value} (${faultText(shifted.fault, context.epochZone)})`, context);
  const right = shifted.ambiguous ? instantOfRepeated(shifted.ms, context.receivedMs, context.epochZone) : shifted.ms;
  return judge(right, String(value), context);
}

/**
 * Epoch milliseconds from a number whose unit shows in its size: the ranges of s, ms, µs and ns for the years 2001 to
 * 5138 do not overlap. null outside them (0, a counter, a clock of 1970).
 */
export function epochToMs(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (value >= 1e9 && value < 1e11) return value * 1e3;
  if (value >= 1e12 && value < 1e14) return value;
  if (value >= 1e15 && value < 1e17) return value / 1e3;
  if (value >= 1e18 && value < 1e20) return value / 1e6;
  return null;
}

function judge(deviceTimeMs: number, said: string, context: DecodeContext): Stamp {
  const aheadMs = deviceTimeMs - context.receivedMs;
  if (aheadMs <= FUTURE_TOLERANCE_MS && aheadMs >= -AGE_MAX_MS) {
    return { timeMs: deviceTimeMs, deviceTimeMs, quality: 0, fault: null };
  }
  const where =
    aheadMs > 0 ? `${Math.round(aheadMs / 1000)} s ahead` : `${Math.round(-aheadMs / 86_400_000)} days back`;
  return {
    timeMs: context.receivedMs,
    deviceTimeMs,
    quality: QUALITY.clock,
    fault: { code: 'clock-error', expected: 'a time near the arrival', got: `${said}: ${where}` },
  };
}

function unreadable(said: string, context: DecodeContext): Stamp {
  const fault = { code: 'bad-time', expected: 'a readable time', got: said } as const;
  return { timeMs: context.receivedMs, deviceTimeMs: null, quality: QUALITY.clock, fault };
}
