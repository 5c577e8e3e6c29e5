/**
 * Readings whose device time can't be right: they are stored under their time of arrival, flagged, and are no event. As
 * soon as the clock's offset is known well, the time is put right with it, and what was held is released: the same readings
 * under the same times, without the flag.
 */
import type { ClockEstimate } from '../../core/collecting.ts';
import type { MeterId } from '../../core/ids.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { isSteady } from './meter-clock.ts';

/** Per meter; older ones stay flagged in the store. */
const HELD_MAX = 200;
/** A time put right lies at the arrival or a little before it; anything else is another fault, ms. */
const LATE_MAX_MS = 7_200_000;
const AHEAD_MAX_MS = 2_000;

interface Timed {
  readonly reading: Reading;
  /** Held before, good now. */
  readonly released: readonly Reading[];
}

const NONE: readonly Reading[] = [];

export class HeldStamps {
  readonly #held = new Map<MeterId, Reading[]>();

  /**
   * Readings of one delivery as their dialect stamped them; the very same array where nothing is to be done. Several with a
   * wrong clock keep their distances: at one time of arrival they would be one.
   */
  takeAll(
    readings: readonly Reading[],
    receivedMs: number,
    clockOf: (meter: MeterId) => ClockEstimate | null,
  ): { readonly readings: readonly Reading[]; readonly released: readonly Reading[] } {
    if (!readings.some(isHeld)) return { readings, released: NONE };
    const newestMs = new Map<MeterId, number>();
    for (const r of readings) {
      if (isHeld(r)) newestMs.set(r.meter, Math.max(newestMs.get(r.meter) ?? r.deviceTimeMs, r.deviceTimeMs));
    }
    const released: Reading[] = [];
    const out = readings.map((r) => {
      if (!isHeld(r)) return r;
      const backMs = Math.round((newestMs.get(r.meter) ?? r.deviceTimeMs) - r.deviceTimeMs);
      const apart = { ...r, startMs: r.startMs - backMs, endMs: r.endMs - backMs };
      const timed = this.#take(apart, receivedMs - backMs, () => clockOf(r.meter));
      released.push(...timed.released);
      return timed.reading;
    });
    return { readings: out, released };
  }

  #take(reading: Reading, receivedMs: number, estimate: () => ClockEstimate | null): Timed {
    if (!isHeld(reading)) return { reading, released: NONE };
    const clock = estimate();
    const rightMs = isSteady(clock) ? reading.deviceTimeMs - clock.offsetMs : Number.NaN;
    if (!(rightMs >= receivedMs - LATE_MAX_MS && rightMs <= receivedMs + AHEAD_MAX_MS)) {
      this.#hold(reading);
      return { reading, released: NONE };
    }
    const shiftMs = Math.round(rightMs - receivedMs);
    const right = { ...reading, startMs: reading.startMs + shiftMs, endMs: reading.endMs + shiftMs };
    const released = this.#held.get(reading.meter) ?? NONE;
    this.#held.delete(reading.meter);
    return { reading: trusted(right), released: released.map(trusted) };
  }

  count(meter: MeterId): number {
    return this.#held.get(meter)?.length ?? 0;
  }

  #hold(reading: Reading): void {
    const held = this.#held.get(reading.meter) ?? [];
    held.push(reading);
    if (held.length > HELD_MAX) held.shift();
    this.#held.set(reading.meter, held);
  }
}

function isHeld(reading: Reading): reading is Reading & { readonly deviceTimeMs: number } {
  return (reading.quality & QUALITY.clock) !== 0 && reading.deviceTimeMs !== null;
}

function trusted(reading: Reading): Reading {
  return { ...reading, quality: reading.quality & ~QUALITY.clock };
}
