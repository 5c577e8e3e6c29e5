/** Where the trouble lay, seen from the customer who complained. */
import type { Cause, Place } from '../../core/verdict.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import { scopeOfTop } from '../incidents/cause.ts';
import type { Atom } from './posterior.ts';

const SCOPE_PLACE = {
  service: 'service',
  area: 'area',
  branch: 'own_feeder',
  feeder: 'own_feeder',
  busbar: 'upstream',
} as const;

/** null where nothing tells (unknown cause, disconnection). */
export function whereOf(c: ComplaintContext, winner: Atom): Place | null {
  const cause: Cause = winner.cause;
  if (cause === 'inside') return 'inside';
  if (cause === 'upstream') return 'upstream';
  if (cause === 'meter_box') return 'meter_box';
  if (cause === 'unknown' || cause === 'disconnected') return null;
  const k = winner.h.incident ?? winner.h.listed[0] ?? null;
  if (k === null)
    return cause === 'loose_contact' ? 'service' : cause === 'low_voltage' || cause === 'neutral_fault' ? 'area' : null;
  if (cause === 'loose_contact') return 'service';
  const at = c.site.at;
  if (k.devices.length > 0) {
    const best = k.devices[0]?.top ?? k.top.node;
    const place = SCOPE_PLACE[scopeOfTop(c.index, best)];
    const feeder = c.index.hang(best).feeder;
    if (place !== 'upstream' && at !== null && feeder !== null && at.feeder !== null && feeder !== at.feeder)
      return 'other_feeder';
    return place === 'upstream' && cause !== 'works_notified' ? 'upstream' : place;
  }
  if (k.kind === 'dip' || k.kind === 'swell') {
    if (cause === 'customer_load') return 'area';
    const local = k.areas.size === 1 && k.feeders.size <= 1 && (k.where.get('area') ?? 0) > 0.5;
    if (local) return 'area';
    const deepest = [...k.sections].sort((a, b) => b[1] - a[1])[0];
    const section = deepest === undefined ? undefined : c.index.grid.sections.get(deepest[0]);
    const feeder = section === undefined ? null : c.index.hang(section.to).feeder;
    if (k.feeders.size <= 1)
      return at?.feeder !== null && at?.feeder !== undefined && !k.feeders.has(at.feeder)
        ? 'other_feeder'
        : 'own_feeder';
    return feeder !== null && feeder === at?.feeder && (deepest?.[1] ?? 0) > 0.3 ? 'own_feeder' : 'other_feeder';
  }
  if (k.subcause === 'mv_low') return 'own_feeder';
  return k.scope === 'service' && cause !== 'low_voltage' && cause !== 'neutral_fault'
    ? 'service'
    : SCOPE_PLACE[k.scope === 'service' ? 'area' : k.scope];
}
