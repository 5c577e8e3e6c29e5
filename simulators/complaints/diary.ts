/** Every customer's own voltage through the month, kept only as far as complaints need it: low and high hours by day. */
import { phasesOf, type SimGrid } from '../grid/types.ts';
import { DAY_MS } from '../local-time.ts';
import { STEP_MS } from '../physics/load.ts';
import type { LoadFlow } from '../physics/load-flow.ts';

export interface VoltageDiary {
  note(ms: number): void;
  lowHours(customer: number): number;
  highHours(customer: number): number;
  lowestV(customer: number): number;
  highestV(customer: number): number;
  /** Moments of the worst value of each bad day: when people get angry. */
  badDays(customer: number, low: boolean): readonly number[];
}

/** Limits of a single-phase customer, V. @source GB/T 12325-2008: +7 %, −10 % of 220 V. */
const LOW_V = 198;
const HIGH_V = 235.4;

export function createDiary(grid: SimGrid, flow: LoadFlow, fromMs: number, toMs: number): VoltageDiary {
  const n = grid.customers.length;
  const days = Math.ceil((toMs - fromMs) / DAY_MS) + 1;
  const low = new Float64Array(n);
  const high = new Float64Array(n);
  const lowest = new Float64Array(n).fill(1e9);
  const highest = new Float64Array(n);
  const worstLow = new Float64Array(n * days).fill(LOW_V);
  const worstLowAt = new Float64Array(n * days);
  const worstHigh = new Float64Array(n * days).fill(HIGH_V);
  const worstHighAt = new Float64Array(n * days);
  const phases = grid.customers.map((c) => phasesOf(c.phases).map((p) => 'ABC'.indexOf(p)));
  const hours = STEP_MS / 3_600_000;
  return {
    note(ms) {
      const day = Math.floor((ms - fromMs) / DAY_MS);
      for (let c = 0; c < n; c++) {
        const customer = grid.customers[c];
        if (customer === undefined || customer.area === null) continue;
        const volts = flow.voltsAt(customer.node);
        let min = 1e9;
        let max = 0;
        for (const ph of phases[c] ?? []) {
          min = Math.min(min, volts[ph as 0 | 1 | 2]);
          max = Math.max(max, volts[ph as 0 | 1 | 2]);
        }
        lowest[c] = Math.min(lowest[c]!, min);
        highest[c] = Math.max(highest[c]!, max);
        const k = c * days + day;
        if (min < LOW_V) low[c]! += hours;
        if (max > HIGH_V) high[c]! += hours;
        if (min < worstLow[k]!) {
          worstLow[k] = min;
          worstLowAt[k] = ms;
        }
        if (max > worstHigh[k]!) {
          worstHigh[k] = max;
          worstHighAt[k] = ms;
        }
      }
    },
    lowHours: (c) => low[c] ?? 0,
    highHours: (c) => high[c] ?? 0,
    lowestV: (c) => lowest[c] ?? Number.NaN,
    highestV: (c) => highest[c] ?? Number.NaN,
    badDays: (c, isLow) =>
      [...(isLow ? worstLowAt : worstHighAt).slice(c * days, (c + 1) * days)].filter((ms) => ms > 0),
  };
}
