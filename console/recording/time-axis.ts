/** Ticks and labels of a time axis that reaches from days down to hundredths of a millisecond, in the utility's zone. */
import { formatTime, zoneOffsetMs } from '../../core/time.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Distances a reader can count in. */
const STEPS_MS = [
  ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR_MS),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY_MS),
];

export interface Tick {
  /** ms after the start of the part. */
  readonly atMs: number;
  readonly label: string;
}

export interface AxisAsk {
  /** Instant of 0 on the axis, epoch ms. */
  readonly startMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly zone: string;
  readonly ticksMax: number;
}

/** At most `ticksMax` ticks on round wall-clock times of the zone; labels as fine as the distance needs. */
export function timeTicks({ startMs, fromMs, toMs, zone, ticksMax }: AxisAsk): Tick[] {
  const spanMs = toMs - fromMs;
  const stepMs = STEPS_MS.find((step) => spanMs / step <= ticksMax) ?? STEPS_MS.at(-1) ?? DAY_MS;
  const wallMs = startMs + zoneOffsetMs(startMs + fromMs, zone);
  const first = Math.ceil((wallMs + fromMs) / stepMs);
  const last = Math.floor((wallMs + toMs) / stepMs);
  const ticks: Tick[] = [];
  for (let k = first; k <= last; k++) {
    const atMs = k * stepMs - wallMs;
    ticks.push({ atMs, label: labelOf(startMs + atMs, stepMs, zone) });
  }
  return ticks;
}

/** `2026-07-01 20:15:03.123`, and the offset where asked for. */
export function preciseTime(ms: number, zone: string, withOffset = false): string {
  const iso = formatTime(ms, zone);
  const offset = iso.endsWith('Z') ? '+00:00' : iso.slice(-6);
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${withOffset ? ` ${offset}` : ''}`;
}

/** Time of day with as many digits of a second as a distance of `stepMs` needs: `20:15:03`, `20:15:03.123`, `20:15:03.12345`. */
export function clockTime(ms: number, zone: string, stepMs = 1): string {
  if (stepMs >= 1) return formatTime(ms, zone).slice(11, stepMs >= SECOND_MS ? 19 : 23);
  const digits = stepMs >= 0.1 ? 1 : 2;
  const scale = 10 ** digits;
  const units = Math.round(ms * scale);
  const whole = Math.floor(units / scale);
  return `${formatTime(whole, zone).slice(11, 23)}${String(units - whole * scale).padStart(digits, '0')}`;
}

function labelOf(ms: number, stepMs: number, zone: string): string {
  if (stepMs < MINUTE_MS) return clockTime(ms, zone, stepMs);
  const iso = formatTime(Math.round(ms), zone);
  const time = iso.slice(11, 16);
  return stepMs >= DAY_MS || time === '00:00' ? iso.slice(5, 10) : time;
}
