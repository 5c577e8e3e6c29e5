/**
 * Whose house is meant, from an address as spoken: full-width forms folded, house numbers must not contradict, the
 * rest compared by pairs of characters. Place names inside road names never win: only the customers' own addresses
 * are candidates.
 */
import type { Customer } from '../../core/network.ts';

export interface AddressMatch {
  readonly customer: Customer;
  /** Likeness 0–1; 1 = the same text. */
  readonly score: number;
}

export interface AddressIndex {
  /** Best first, at most `limit`; empty where nothing is alike. */
  find(address: string, limit: number): AddressMatch[];
}

/** Below this likeness a customer is not a candidate [M]. */
const LIKE_MIN = 0.35;

export function indexAddresses(customers: readonly Customer[]): AddressIndex {
  const grams = customers.map((c) => pairs(c.address));
  const numbers = customers.map((c) => numbersOf(c.address));
  const holders = new Map<string, number[]>();
  grams.forEach((set, i) => {
    for (const g of set) {
      const list = holders.get(g);
      if (list) list.push(i);
      else holders.set(g, [i]);
    }
  });
  return {
    find(address, limit) {
      const own = pairs(address);
      const ownNumbers = numbersOf(address);
      if (own.size === 0) return [];
      const hits = new Map<number, number>();
      for (const g of own) {
        const list = holders.get(g) ?? [];
        // A pair that everybody has (the city's name) tells nobody apart.
        const weight = Math.log(1 + customers.length / Math.max(1, list.length));
        for (const i of list) hits.set(i, (hits.get(i) ?? 0) + weight);
      }
      const full = [...own].reduce(
        (sum, g) => sum + Math.log(1 + customers.length / Math.max(1, holders.get(g)?.length ?? 1)),
        0,
      );
      return [...hits]
        .map(([i, w]) => ({
          customer: customers[i] as Customer,
          score: (w / full) * agreement(ownNumbers, numbers[i] ?? []),
        }))
        .filter((m) => m.score >= LIKE_MIN)
        .sort((a, b) => b.score - a.score || (a.customer.supplyPoint < b.customer.supplyPoint ? -1 : 1))
        .slice(0, limit);
    },
  };
}

/** 1 where every number spoken is in the address, less for each that is not. */
function agreement(spoken: readonly string[], known: readonly string[]): number {
  if (spoken.length === 0) return 0.8;
  const missing = spoken.filter((n) => !known.includes(n)).length;
  return 0.35 ** missing;
}

export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,.;:,。;、#()-]/g, '');
}

function pairs(text: string): Set<string> {
  const t = fold(text);
  const out = new Set<string>();
  for (let i = 0; i + 1 < t.length; i++) out.add(t.slice(i, i + 2));
  return out;
}

function numbersOf(text: string): string[] {
  return fold(text).match(/\d+/g) ?? [];
}
