/** Which supply point a complaint is about, where it hangs, and how sure that is. */
import type { Complaint } from '../../core/facts.ts';
import type { NodeId } from '../../core/ids.ts';
import { phaseLetters } from '../../core/network/phases.ts';
import type { Customer, Meter } from '../../core/network.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { Hang } from '../incidents/hang.ts';
import type { AddressIndex } from './address.ts';

export interface Site {
  readonly customer: Customer | null;
  readonly node: NodeId | null;
  readonly at: Hang | null;
  /** False where only the area is known. */
  readonly exact: boolean;
  /** Letters A, B, C; empty = unknown. */
  readonly phases: string;
  readonly meters: readonly Meter[];
  /** P(this is the supply point meant), 0–1. */
  readonly identity: number;
  readonly how: 'supply_point' | 'account' | 'address' | 'text' | 'none';
}

const NOBODY: Site = {
  customer: null,
  node: null,
  at: null,
  exact: false,
  phases: '',
  meters: [],
  identity: 0,
  how: 'none',
};

/** Account and supply point name it; an address only likens it; a number in the text that is an account counts too. */
export function siteOf(index: CaseIndex, addresses: AddressIndex, c: Complaint): Site {
  const bySupply = c.supplyPoint === null ? undefined : index.customers.get(c.supplyPoint);
  if (bySupply) return placed(index, bySupply, 0.99, 'supply_point');
  const byAccount = c.account === null ? undefined : index.customersOfAccount.get(c.account.trim());
  if (byAccount) return placed(index, byAccount, 0.98, 'account');
  if (c.address !== null && c.address.trim() !== '') {
    const [best, next] = addresses.find(c.address, 2);
    if (best !== undefined) return placed(index, best.customer, addressDoubt(best.score, next?.score ?? 0), 'address');
  }
  for (const number of c.text.match(/\d{6,}/g) ?? []) {
    const said = index.customersOfAccount.get(number);
    if (said) return placed(index, said, 0.95, 'text');
  }
  return NOBODY;
}

/** Two candidates alike halve the trust; a poor likeness lowers it further. */
function addressDoubt(best: number, next: number): number {
  return Math.min(0.95, best) * (best / (best + next * (next > 0.9 * best ? 1 : 0.3)));
}

function placed(index: CaseIndex, customer: Customer, identity: number, how: Site['how']): Site {
  const known = customer.node !== null && index.grid.nodes.has(customer.node);
  const node = known
    ? customer.node
    : customer.area !== null && index.grid.nodes.has(customer.area)
      ? customer.area
      : null;
  return {
    customer,
    node,
    at: node === null ? null : index.hang(node),
    exact: known,
    phases: phaseLetters(customer.phases),
    meters: index.metersOfSupply.get(customer.supplyPoint) ?? [],
    identity,
    how,
  };
}
