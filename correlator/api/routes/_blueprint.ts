/** To be copied: one handler. Its route is described in correlator/contract/; register it in index.ts. */
import type { Answering } from '../handler.ts';
import { notFound } from '../http-problem.ts';

export const getIncidentCause: Answering<'getIncident'>['answer'] = ({ params }, deps) => {
  const incident = deps.service.incidents().find((i) => i.id === params.id);
  if (!incident) throw notFound('incident');
  throw new Error('a blueprint answers nothing');
};
