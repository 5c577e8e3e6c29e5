/** Category and symptoms of a text, while it is typed. Nothing is stored. */

import type { Answering } from '../handler.ts';
import { triageOut } from '../present-complaint.ts';

export const triage: Answering<'triage'> = {
  id: 'triage',
  answer: ({ body }, deps) => triageOut({ triage: deps.service.triage(body.text) }),
};
