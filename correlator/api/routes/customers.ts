/** Finding customers. Every search is written to the audit log before anything is shown. */

import type { Answering } from '../handler.ts';
import { customerHit } from '../present-complaint.ts';

export const searchCustomers: Answering<'searchCustomers'> = {
  id: 'searchCustomers',
  async answer({ query, person }, deps) {
    if (query.q === '') return { items: [] };
    const found = await deps.service.records.findCustomers(query.q, query.limit);
    await deps.audit({ person: person.id, action: 'search customers', subject: query.q });
    const network = deps.service.network();
    return { items: found.map((c) => customerHit(c, network)) };
  },
};
