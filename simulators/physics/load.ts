/** What customers draw at a moment: a day's shape by trade, heat, sun, and noise that belongs to the moment, not to the order of asking. */
import type { SimCustomer } from '../grid/types.ts';
import { DAY_MS, dayStart, hourOf, MINUTE_MS, weekdayOf } from '../local-time.ts';
import { noiseAt } from '../random.ts';

/** Share of the evening peak at each hour of the day (engineering guess for a summer day with air conditioning). */
const SHAPES: Readonly<Record<SimCustomer['trade'], readonly number[]>> = {
  home: [
    0.55, 0.48, 0.42, 0.38, 0.34, 0.32, 0.34, 0.38, 0.34, 0.32, 0.34, 0.42, 0.52, 0.5, 0.44, 0.42, 0.46, 0.56, 0.72,
    0.9, 1, 0.98, 0.86, 0.7,
  ],
  shop: [
    0.18, 0.15, 0.14, 0.14, 0.14, 0.18, 0.3, 0.5, 0.66, 0.8, 0.9, 1, 1, 0.95, 0.9, 0.9, 0.92, 0.98, 1, 0.98, 0.86, 0.62,
    0.35, 0.22,
  ],
  workshop: [
    0.06, 0.06, 0.06, 0.06, 0.06, 0.08, 0.15, 0.45, 0.9, 1, 1, 0.85, 0.4, 0.75, 1, 1, 0.95, 0.8, 0.4, 0.25, 0.15, 0.1,
    0.08, 0.06,
  ],
  factory: [
    0.6, 0.58, 0.56, 0.55, 0.55, 0.58, 0.65, 0.8, 0.95, 1, 1, 0.95, 0.85, 0.92, 1, 1, 0.98, 0.92, 0.85, 0.82, 0.78,
    0.72, 0.68, 0.63,
  ],
};
/** Noise changes every ten minutes. */
export const STEP_MS = 10 * MINUTE_MS;
const WEEKEND = { home: 1.08, shop: 1.05, workshop: 0.45, factory: 0.7 } as const;

export interface Weather {
  /** Load factor of the day by heat, about 0.85–1.25. */
  readonly heat: (ms: number) => number;
  /** Sun on panels, 0–1. */
  readonly sun: (ms: number) => number;
}

/** Heat comes in waves of about a week; clouds thin the sun by the day. */
export function weatherOf(seed: number): Weather {
  const heatOfDay = (day: number): number =>
    1 + 0.14 * Math.sin((2 * Math.PI * (day + 7 * noiseAt(seed, 1, 0))) / 8.5) + 0.08 * (noiseAt(seed, 2, day) - 0.5);
  return {
    heat: (ms) => heatOfDay(Math.floor(dayStart(ms) / DAY_MS)),
    sun: (ms) => {
      const h = hourOf(ms);
      if (h <= 6 || h >= 18.8) return 0;
      const clear = 0.7 + 0.3 * noiseAt(seed, 3, Math.floor(dayStart(ms) / DAY_MS));
      return clear * Math.sin((Math.PI * (h - 6)) / 12.8) ** 1.3;
    },
  };
}

/** Power drawn (+) or fed in (−), W, ten-minute mean. `index` = place of the customer in the grid's list. */
export function loadW(c: SimCustomer, index: number, ms: number, seed: number, weather: Weather): number {
  const shape = SHAPES[c.trade];
  const h = hourOf(ms);
  const i = Math.floor(h);
  const now = shape[i] ?? 0.5;
  const next = shape[(i + 1) % 24] ?? 0.5;
  const base = now + (next - now) * (h - i);
  const noise = 0.65 + 0.7 * noiseAt(seed, 100 + index, Math.floor(ms / STEP_MS));
  const weekend = weekdayOf(ms) % 6 === 0 ? WEEKEND[c.trade] : 1;
  const heat = c.trade === 'factory' ? 1 : weather.heat(ms);
  return c.peakW * base * noise * weekend * heat - c.pvW * weather.sun(ms);
}
