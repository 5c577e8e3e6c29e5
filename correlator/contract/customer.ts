/** Customers as the desk finds them. A telephone number leaves the server only with its middle hidden. */
import { z } from 'zod';
import { CUSTOMER_KINDS } from '../../core/network.ts';
import { count, Id } from './shapes.ts';

export const CustomerHit = z.object({
  supplyPoint: Id,
  account: z.string(),
  name: z.string(),
  address: z.string(),
  phoneMasked: z.string(),
  kind: z.enum(CUSTOMER_KINDS),
  phases: z.string(),
  nominalV: z.number(),
  meterNo: z.string().nullable(),
  area: z.string().nullable(),
  feeder: z.string().nullable(),
});
export type CustomerHit = z.output<typeof CustomerHit>;

/** At most 20 hits: more is no longer a list a person on the telephone can read. */
export const CustomersQuery = z.object({ q: z.string().trim().max(100), limit: count(1, 20, 20) });
export const CustomerHits = z.object({ items: z.array(CustomerHit) });
