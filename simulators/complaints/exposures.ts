/** Who felt what: from the effects on the grid to what each customer could notice. */
import { phasesOf, type SimGrid } from '../grid/types.ts';
import type { Played } from '../happenings/types.ts';
import { HOUR_MS } from '../local-time.ts';
import type { LoadFlow } from '../physics/load-flow.ts';
import type { GridState } from '../physics/state.ts';
import type { Triple } from '../physics/vector-group.ts';
import type { VoltageDiary } from './diary.ts';

export const EXPOSURE_KINDS = [
  'outage',
  'brief',
  'dip',
  'low',
  'high',
  'neutral_high',
  'neutral_low',
  'open_phase',
  'loose',
  'flicker',
  'surge',
] as const;
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];

export interface Exposure {
  readonly incident: Played;
  readonly customer: number;
  readonly kind: ExposureKind;
  readonly startMs: number;
  readonly endMs: number;
  /** Worst voltage of the customer's phases, % of nominal; NaN where it means nothing. */
  readonly pct: number;
  /** Hours a chronic exposure really lasted. */
  readonly hours: number;
}

export interface ExposurePlan {
  readonly grid: SimGrid;
  readonly flow: LoadFlow;
  readonly state: GridState;
  readonly diary: VoltageDiary;
}

/** A loss shorter than this is a brief one. */
const BRIEF_MS = 60_000;
const NOMINAL_V = 220;

export function exposuresOf(plan: ExposurePlan, incident: Played): Exposure[] {
  const out = new Map<string, Exposure>();
  const keep = (e: Exposure): void => {
    const key = `${e.customer}|${e.kind}`;
    const known = out.get(key);
    // Of several shots of one fault the longest loss and the deepest dip are what people talk about.
    if (
      known === undefined ||
      (e.kind === 'dip' ? e.pct < known.pct : e.endMs - e.startMs > known.endMs - known.startMs)
    )
      out.set(key, e);
  };
  for (const effect of incident.effects) {
    for (const [customer, c] of plan.grid.customers.entries()) {
      const base = { incident, customer, startMs: effect.startMs, endMs: effect.endMs, pct: Number.NaN, hours: 0 };
      if (effect.kind === 'dip') {
        const pct = worst(plan.state.feltPu(effect, c.node), c.phases) * 100;
        if (pct < 90 && !isDark(plan, customer, effect.startMs)) keep({ ...base, kind: 'dip', pct });
        continue;
      }
      if (effect.kind === 'heavy_load') {
        const drop = plan.state.heavyLoads(c.node).find((h) => h.effect === effect)?.dropV ?? 0;
        if (customer !== effect.customer && drop / NOMINAL_V > 0.012)
          keep({ ...base, kind: 'flicker', pct: 100 - (drop / NOMINAL_V) * 100 });
        continue;
      }
      if (effect.kind === 'earth_fault' || !plan.grid.topo.feeds(effect.section, c.node)) continue;
      if (effect.kind === 'dead')
        keep({ ...base, kind: effect.endMs - effect.startMs < BRIEF_MS ? 'brief' : 'outage', pct: 0 });
      else if (effect.kind === 'loose') keep({ ...base, kind: 'loose' });
      else if (effect.kind === 'surge') keep({ ...base, kind: 'surge' });
      else if (effect.kind === 'chronic') {
        const hours = effect.low ? plan.diary.lowHours(customer) : plan.diary.highHours(customer);
        const pct = (effect.low ? plan.diary.lowestV(customer) : plan.diary.highestV(customer)) / 2.2;
        if (hours >= 1) keep({ ...base, kind: effect.low ? 'low' : 'high', pct, hours });
      } else keep({ ...base, ...bentExposure(plan, customer, effect) });
    }
  }
  return [...out.values()].filter((e) => Number.isNaN(e.pct) || e.kind !== 'open_phase' || e.pct < 92);
}

function bentExposure(
  plan: ExposurePlan,
  customer: number,
  effect: Played['effects'][number],
): { readonly kind: ExposureKind; readonly pct: number } {
  const c = plan.grid.customers[customer];
  if (c === undefined) throw new Error('invariant broken: no such customer');
  const at = Math.min(effect.startMs + HOUR_MS / 2, (effect.startMs + effect.endMs) / 2);
  plan.flow.solve(at);
  const volts = plan.state.bent(c.node, plan.flow.voltsAt(c.node), at, plan.flow.customerWatts);
  const nominal = c.area === null ? 5774 : NOMINAL_V;
  const own = phasesOf(c.phases).map((p) => (volts['ABC'.indexOf(p) as 0 | 1 | 2] / nominal) * 100);
  if (effect.kind === 'open_phase') return { kind: 'open_phase', pct: Math.min(...own) };
  const high = Math.max(...own);
  return high > 108 ? { kind: 'neutral_high', pct: high } : { kind: 'neutral_low', pct: Math.min(...own) };
}

export const worst = (pu: Triple, phases: string): number =>
  Math.min(...phasesOf(phases).map((p) => pu['ABC'.indexOf(p) as 0 | 1 | 2]));

const isDark = (plan: ExposurePlan, customer: number, ms: number): boolean => {
  const node = plan.grid.customers[customer]?.node;
  return node !== undefined && plan.state.darkAt(node).some((d) => ms >= d.startMs && ms < d.endMs);
};
