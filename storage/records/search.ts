/**
 * Finding a customer from what a caller says: account, end of the telephone number, name, address, or the pinyin of
 * either. Several words must all fit; the better the fit of each, the earlier the customer.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Customer } from '../../core/network.ts';
import type { Db } from './batch.ts';
import { digits, fold } from './fold.ts';

/** Fewer digits than this fit too many telephones to be a tail. */
const PHONE_TAIL_DIGITS = 4;
/** One letter inside an address's initials fits everybody. */
const INITIALS_INSIDE_LETTERS = 3;
const NO_FIT = 99;

/** Best first, at most `limit`; an empty query finds nobody. */
export async function findCustomers(db: Db, query: string, limit: number): Promise<readonly Customer[]> {
  const words = query
    .normalize('NFKC')
    .split(/[\s,;，。、]+/u)
    .filter((w) => fold(w) !== '');
  if (words.length === 0 || limit <= 0) return [];
  const ranks = spaced(words).map(rankOf);
  const fits = sql.join(
    ranks.map((r) => sql`${r} < ${sql.lit(NO_FIT)}`),
    sql` AND `,
  );
  const sum = sql.join(ranks, sql` + `);
  const found = await sql<{ body: Customer }>`SELECT body FROM customer WHERE ${fits}
    ORDER BY ${sum}, account_f, supply_point LIMIT ${limit}`.execute(db);
  return found.rows.map((r) => r.body);
}

/** A number read out in groups (`138 0013 8000`) is one word. */
function spaced(words: readonly string[]): readonly string[] {
  return words.length > 1 && words.every((w) => /^[\d-]+$/.test(w)) ? [words.join('')] : words;
}

/** Rank of one word against a row, lower = better: the order a desk expects. */
function rankOf(word: string): RawBuilder<number> {
  const text = fold(word);
  const number = digits(word);
  const cases: RawBuilder<unknown>[] = [];
  const when = (condition: RawBuilder<unknown>, rank: number) =>
    cases.push(sql`WHEN ${condition} THEN ${sql.lit(rank)}`);
  when(sql`account_f = ${text} OR supply_point = ${word}`, 0);
  when(sql`account_f LIKE ${starts(text)}`, 1);
  if (number.length >= PHONE_TAIL_DIGITS && /^[\d+()-]+$/.test(word)) when(sql`phone_f LIKE ${ends(number)}`, 2);
  when(sql`name_f = ${text}`, 3);
  when(sql`name_f LIKE ${contains(text)}`, 4);
  when(sql`address_f LIKE ${contains(text)}`, 5);
  if (/^[a-z0-9]+$/.test(text) && /[a-z]/.test(text)) spelling(text, when);
  return sql<number>`(CASE ${sql.join(cases, sql` `)} ELSE ${sql.lit(NO_FIT)} END)`;
}

function spelling(text: string, when: (condition: RawBuilder<unknown>, rank: number) => void): void {
  when(sql`name_initials LIKE ${starts(text)} OR name_pinyin LIKE ${starts(text)}`, 6);
  when(sql`address_initials LIKE ${starts(text)} OR address_pinyin LIKE ${starts(text)}`, 7);
  if (text.length < INITIALS_INSIDE_LETTERS) return;
  when(sql`address_initials LIKE ${contains(text)}`, 8);
  when(sql`address_pinyin LIKE ${contains(text)}`, 9);
}

// Folded texts hold letters and digits only, so none of LIKE's own signs can be in them.
const starts = (text: string): string => `${text}%`;
const ends = (text: string): string => `%${text}`;
const contains = (text: string): string => `%${text}%`;
