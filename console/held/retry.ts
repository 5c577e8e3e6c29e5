/** Trying held data again, in as many requests as it takes. */
import type { RetryResult } from '../../correlator/contract/letters.ts';
import { api } from '../lib/api.ts';

export type Asked =
  | { readonly ids: readonly string[] }
  | { readonly all: { readonly reason: string; readonly subject: string } };

/** As many as one request takes. */
const AT_ONCE = 200;

/** `key` makes each of the requests safe to send again. Rejects with the first request that fails. */
export async function retryThem(asked: Asked, key: string): Promise<RetryResult['results']> {
  const results: RetryResult['results'] = [];
  if ('ids' in asked) {
    for (let at = 0; at < asked.ids.length; at += AT_ONCE) {
      const body = { ids: asked.ids.slice(at, at + AT_ONCE) };
      results.push(...(await api.retryDeadLetters({ headers: { 'idempotency-key': `${key} ${at}` }, body })).results);
    }
    return results;
  }
  let cursor: string | null = null;
  do {
    const body = { all: true as const, ...asked.all, cursor };
    const headers = { 'idempotency-key': `${key} ${cursor ?? ''}`.trim() };
    const answer: RetryResult = await api.retryDeadLetters({ headers, body });
    results.push(...answer.results);
    cursor = answer.next;
  } while (cursor !== null);
  return results;
}
