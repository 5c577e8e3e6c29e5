/** The verdict on a complaint: the newest, or as known at a moment. */
import { type ComplaintId, id } from '../../../core/ids.ts';
import type { Answering } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { datedVerdict } from '../present-complaint.ts';
import { instant } from '../validate.ts';

export const getVerdict: Answering<'getVerdict'> = {
  id: 'getVerdict',
  async answer({ params, query, person }, deps) {
    const complaint = id<ComplaintId>(params.id);
    if ((await deps.service.records.complaint(complaint)) === null) throw notFound('complaint');
    await deps.audit({ person: person.id, action: 'read verdict', subject: complaint });
    if (query.asKnownAt === undefined) {
      const latest = deps.service.latestVerdict(complaint);
      if (latest === null) throw new HttpProblem(503, 'the verdict is still being computed');
      return datedVerdict(latest, deps.zone);
    }
    const asKnownAtMs = instant(query.asKnownAt, deps.zone, 'query.asKnownAt');
    const row = await deps.service.verdictAt(complaint, asKnownAtMs);
    if (row === null) throw notFound('complaint');
    return datedVerdict(row, deps.zone);
  },
};
