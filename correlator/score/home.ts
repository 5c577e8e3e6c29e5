/** Where in the network a complaint comes from, as a practice finds it: supply point, account, or the very same address. */
import type { CaseFacts } from '../../core/case.ts';
import type { Complaint } from '../../core/facts.ts';
import type { NodeId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Customer } from '../../core/network.ts';

interface Book {
  readonly points: ReadonlyMap<string, Customer>;
  readonly accounts: ReadonlyMap<string, Customer>;
  readonly addresses: ReadonlyMap<string, Customer>;
}
const books = new WeakMap<readonly Customer[], Book>();

/** Node of the customer (of his area where only that is known); null where the complaint names nobody we know. */
export function homeOf(complaint: Complaint, facts: CaseFacts, grid: Grid): NodeId | null {
  let book = books.get(facts.customers);
  if (book === undefined) {
    book = makeBook(facts.customers);
    books.set(facts.customers, book);
  }
  const customer =
    book.points.get(complaint.supplyPoint ?? '') ??
    book.accounts.get(complaint.account ?? '') ??
    book.addresses.get(plain(complaint.address ?? ''));
  const node = customer?.node ?? customer?.area ?? null;
  return node !== null && grid.nodes.has(node) ? node : null;
}

function makeBook(customers: readonly Customer[]): Book {
  const addressed = customers.filter((c) => plain(c.address) !== '');
  return {
    points: new Map(customers.map((c) => [c.supplyPoint, c])),
    accounts: new Map(customers.map((c) => [c.account, c])),
    addresses: new Map(addressed.map((c) => [plain(c.address), c])),
  };
}

const plain = (address: string): string => address.replace(/\s+/g, '');
