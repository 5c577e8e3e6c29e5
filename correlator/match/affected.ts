/** How many customers an incident reached and let notice: exposure for calling rates, burden for the ranking. */
import type { CaseIndex } from '../incidents/case-index.ts';
import type { IncidentModel } from '../incidents/model.ts';
import type { CallGroup } from '../params/calls.ts';
import { noticed } from './response.ts';

/** Customers of an incident who noticed, by what they met (chronic: customer-days). */
export function affected(index: CaseIndex, k: IncidentModel): { group: CallGroup; customers: number }[] {
  const out: { group: CallGroup; customers: number }[] = [];
  const below = darkCustomers(index, k);
  const lasted = k.endMs === null ? null : k.endMs - k.startMs;
  if (below > 0) {
    const kind = k.kind === 'interruption' ? 'interruption' : 'outage';
    out.push({ group: kind, customers: below * noticed({ kind, pct: 0, durationMs: lasted }) });
  }
  const dips = k.signals.filter((s) => s.kind === 'dip' || s.kind === 'swell').length;
  if (dips > 0) {
    const local = k.feeders.size <= 1 && k.areas.size <= 1 && k.top.area !== null;
    const all = local
      ? areaCustomers(index, k)
      : k.feeders.size > 1
        ? index.customersOfRoot(k.top.root)
        : feederCustomers(index, k);
    out.push({
      group: 'dip',
      customers: Math.max(0, all - below) * noticed({ kind: 'dip', pct: k.residualPct, durationMs: k.eventMs }),
    });
  }
  if (k.kind === 'undervoltage' || k.kind === 'overvoltage' || k.kind === 'unbalance') {
    const days = Math.max(1, (lasted ?? 0) / 86_400_000);
    const met = k.kind === 'overvoltage' ? 'overvoltage' : 'undervoltage';
    out.push({
      group: 'chronic',
      customers: 0.5 * areaCustomers(index, k) * days * noticed({ kind: met, pct: k.residualPct, durationMs: null }),
    });
  } else if (k.kind === 'broken_neutral' || k.kind === 'loose_contact' || k.kind === 'flicker' || k.kind === 'rvc') {
    out.push({ group: 'signature', customers: Math.max(1, 0.3 * areaCustomers(index, k)) });
  } else if (k.kind === 'phase_loss') out.push({ group: 'outage', customers: Math.max(1, areaCustomers(index, k)) });
  return out;
}

export function darkCustomers(index: CaseIndex, k: IncidentModel): number {
  let sum = 0;
  for (const d of k.devices) {
    const parent = index.grid.parentSection(d.top);
    const through = parent === null ? index.customersOfRoot(d.top) : index.customersThrough(parent.id);
    sum = k.source === 'works' ? Math.max(sum, through) : sum + d.p * through;
  }
  return sum;
}

export function areaCustomers(index: CaseIndex, k: IncidentModel): number {
  let sum = 0;
  for (const a of k.areas) sum += index.customersOfArea.get(a)?.length ?? 0;
  return sum;
}

function feederCustomers(index: CaseIndex, k: IncidentModel): number {
  let sum = 0;
  for (const f of k.feeders) sum += index.customersOfFeeder(f);
  return sum;
}
