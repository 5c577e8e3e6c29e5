/** The client asks for what a route needs and nothing else: checked by the compiler, and once by running it. */
import { expect, test } from 'vitest';
import { ApiError, createClient } from '../../correlator/contract/client.ts';

test('a call puts ids into the path, the rest into the query, and refuses by status', async () => {
  const seen: string[] = [];
  const client = createClient<AbortSignal>({
    fetch: async (url, init) => {
      seen.push(`${init.method} ${url}`);
      return { status: url.includes('unknown') ? 404 : 200, text: async () => '{"items":[]}' };
    },
    baseUrl: 'http://h',
  });
  const hits = await client.searchCustomers({ query: { q: '天河 1号' } });
  expect(hits.items).toEqual([]);
  await client.getSupplyPointVoltage({ params: { id: 'SP/1' }, query: { from: '2026-07-01T20:10:00+08:00' } });
  expect(seen).toEqual([
    'GET http://h/api/v1/customers?q=%E5%A4%A9%E6%B2%B3%201%E5%8F%B7',
    'GET http://h/api/v1/supply-points/SP%2F1/voltage?from=2026-07-01T20%3A10%3A00%2B08%3A00',
  ]);
  await client.getNow();
  await expect(client.getComplaint({ params: { id: 'unknown' } })).rejects.toBeInstanceOf(ApiError);
  // @ts-expect-error a supply point needs its id
  const wrong = () => client.getSupplyPoint({});
  expect(wrong).toBeTypeOf('function');
});
