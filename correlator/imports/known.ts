/** Sets of ids that the rows of later tables may refer to. */
import type { CaseFacts } from '../../core/case.ts';
import type { SupplyPointId } from '../../core/ids.ts';
import type { Known } from './table.ts';

/** An empty list means "not known here" (file missing or unusable): references to it are then not checked. */
export function knownFrom(facts: Partial<Pick<CaseFacts, 'nodes' | 'sections' | 'customers' | 'meters'>>): Known {
  const some = <T>(list: readonly T[] | undefined): readonly T[] | null =>
    list === undefined || list.length === 0 ? null : list;
  const nodes = some(facts.nodes);
  const sections = some(facts.sections);
  const customers = some(facts.customers);
  const meters = some(facts.meters);
  return {
    nodes: nodes && new Set(nodes.map((n) => n.id)),
    sections: sections && new Set(sections.map((s) => s.id)),
    customers: customers && new Map(customers.map((c) => [c.supplyPoint, c])),
    accounts: customers && accountsOf(customers),
    meters: meters && new Map(meters.map((m) => [m.meter, m])),
  };
}

function accountsOf(customers: CaseFacts['customers']): ReadonlyMap<string, readonly SupplyPointId[]> {
  const accounts = new Map<string, SupplyPointId[]>();
  for (const c of customers) {
    const points = accounts.get(c.account);
    if (points) points.push(c.supplyPoint);
    else accounts.set(c.account, [c.supplyPoint]);
  }
  return accounts;
}
