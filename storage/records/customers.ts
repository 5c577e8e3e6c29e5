/** Customers: kept with the folded forms a search compares with. */
import { sql } from 'kysely';
import type { SupplyPointId } from '../../core/ids.ts';
import type { Customer } from '../../core/network.ts';
import { type Db, inBatches, lastOfKey, recordset } from './batch.ts';
import { digits, fold, fullPinyin, initials } from './fold.ts';

const COLUMNS =
  'supply_point text, account text, account_f text, phone_f text, name_f text, address_f text, ' +
  'name_initials text, name_pinyin text, address_initials text, address_pinyin text, body jsonb';

/** Returns how many are new or changed. */
export async function putCustomers(db: Db, customers: readonly Customer[]): Promise<number> {
  return await inBatches(
    lastOfKey(customers, (c) => c.supplyPoint),
    async (piece) => {
      const result = await sql`
        INSERT INTO customer SELECT * FROM ${recordset(piece.map(customerRow), COLUMNS)}
        ON CONFLICT (supply_point) DO UPDATE SET account = excluded.account, account_f = excluded.account_f,
          phone_f = excluded.phone_f, name_f = excluded.name_f, address_f = excluded.address_f,
          name_initials = excluded.name_initials, name_pinyin = excluded.name_pinyin,
          address_initials = excluded.address_initials, address_pinyin = excluded.address_pinyin, body = excluded.body
        WHERE customer.body <> excluded.body RETURNING 1`.execute(db);
      return result.rows.length;
    },
  );
}

function customerRow(c: Customer): object {
  return {
    supply_point: c.supplyPoint,
    account: c.account,
    account_f: fold(c.account),
    phone_f: digits(c.phone),
    name_f: fold(c.name),
    address_f: fold(c.address),
    name_initials: initials(c.name, 'person'),
    name_pinyin: fullPinyin(c.name, 'person'),
    address_initials: initials(c.address, 'place'),
    address_pinyin: fullPinyin(c.address, 'place'),
    body: c,
  };
}

export async function loadCustomers(db: Db): Promise<readonly Customer[]> {
  const rows = await db.selectFrom('customer').select('body').orderBy('supply_point').execute();
  return rows.map((r) => r.body);
}

export async function customerAt(db: Db, supplyPoint: SupplyPointId): Promise<Customer | null> {
  const row = await db.selectFrom('customer').select('body').where('supply_point', '=', supplyPoint).executeTakeFirst();
  return row?.body ?? null;
}
