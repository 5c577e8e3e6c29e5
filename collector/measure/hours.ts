/** Hourly voltage summaries of one meter in the zone of the utility. A fold with plain JSON state. */
import type { VoltageSummary } from '../../core/case.ts';
import type { MeterId } from '../../core/ids.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { wallToUtc, zoneOffsetMs } from '../../core/time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Offsets of all zones change on quarter hours. */
const OFFSET_GRID_MS = 900_000;

interface Tally {
  n: number;
  sumV: number;
  minV: number;
  maxV: number;
  below: number;
  above: number;
}

export interface HourState {
  dayStartMs: number;
  hour: number;
  perPhase: Partial<Record<VoltageChannel, Tally>>;
  coveredS: number;
}

/** Where an instant lies on the wall clock of a zone; remembers offsets, because asking for them is slow. */
export interface WallClock {
  place(utcMs: number): { readonly dayStartMs: number; readonly hour: number };
}

export function wallClock(zone: string): WallClock {
  const offsets = new Map<number, number>();
  const days = new Map<number, number>();
  const offsetAt = (utcMs: number): number => {
    const slot = Math.floor(utcMs / OFFSET_GRID_MS);
    let offset = offsets.get(slot);
    if (offset === undefined) {
      offset = zoneOffsetMs(slot * OFFSET_GRID_MS, zone);
      offsets.set(slot, offset);
    }
    return offset;
  };
  const dayStart = (wallDayMs: number): number => {
    let start = days.get(wallDayMs);
    if (start === undefined) {
      const at = wallToUtc(wallDayMs, zone);
      // Where summer time begins at midnight there is no such instant: the day begins an hour later on the clock.
      start = at.ok ? at.ms : wallDayMs - offsetAt(wallDayMs);
      days.set(wallDayMs, start);
    }
    return start;
  };
  return {
    place: (utcMs) => {
      const wall = utcMs + offsetAt(utcMs);
      const day = Math.floor(wall / DAY_MS) * DAY_MS;
      return { dayStartMs: dayStart(day), hour: Math.floor((wall - day) / HOUR_MS) };
    },
  };
}

/** Limits in volts for one channel; null = no limit applies. */
export type VoltLimits = { readonly lowV: number; readonly highV: number } | null;

/** Take one reading's voltages (V) into the hour at `place`; the hour that ended, if another began. */
export function stepHours(
  state: HourState | null,
  place: { readonly dayStartMs: number; readonly hour: number },
  reading: {
    readonly meter: MeterId;
    readonly volts: Readonly<Partial<Record<VoltageChannel, number>>>;
    readonly coveredS: number;
    readonly limits: VoltLimits;
  },
): { readonly state: HourState; readonly done: VoltageSummary | null } {
  const isSame = state !== null && state.dayStartMs === place.dayStartMs && state.hour === place.hour;
  const done = isSame ? null : finishHours(state, reading.meter);
  const next = isSame ? state : { ...place, perPhase: {}, coveredS: 0 };
  next.coveredS += reading.coveredS;
  for (const [c, v] of Object.entries(reading.volts) as [VoltageChannel, number][]) {
    next.perPhase[c] ??= { n: 0, sumV: 0, minV: v, maxV: v, below: 0, above: 0 };
    const t = next.perPhase[c];
    t.n++;
    t.sumV += v;
    t.minV = Math.min(t.minV, v);
    t.maxV = Math.max(t.maxV, v);
    if (reading.limits !== null && v < reading.limits.lowV) t.below++;
    if (reading.limits !== null && v > reading.limits.highV) t.above++;
  }
  return { state: next, done };
}

/** Null where the hour holds no voltage. */
export function finishHours(state: HourState | null, meter: MeterId): VoltageSummary | null {
  if (state === null || Object.keys(state.perPhase).length === 0) return null;
  const perPhase: Record<string, VoltageSummary['perPhase'][string]> = {};
  for (const [c, t] of Object.entries(state.perPhase)) {
    perPhase[c] = {
      n: t.n,
      meanV: t.sumV / t.n,
      minV: t.minV,
      maxV: t.maxV,
      belowPu: t.below / t.n,
      abovePu: t.above / t.n,
    };
  }
  return { meter, dayStartMs: state.dayStartMs, hour: state.hour, perPhase, coveredS: Math.min(3600, state.coveredS) };
}
