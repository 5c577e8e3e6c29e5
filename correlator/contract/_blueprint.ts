/** To be copied: one route with its shapes. Not registered; add yours to `ROUTES` in index.ts. */
import { z } from 'zod';
import type { Route } from './route.ts';
import { Id, Time } from './shapes.ts';

export const Thing = z.object({ id: Id, seenAt: Time.nullable() });
export type Thing = z.output<typeof Thing>;

export const getThing = {
  id: 'getThing',
  method: 'GET',
  path: '/api/v1/things/{id}',
  tag: 'grid',
  summary: { zh: '一个示例', en: 'One example' },
  params: z.object({ id: Id }),
  status: 200,
  response: Thing,
  failures: [404],
} as const satisfies Route;
