/** Registry of evidence kinds, in the order in which their rows are read. One more kind = one more line. */
import { callFit } from './call-fit.ts';
import { company } from './company.ts';
import type { EvidenceKind } from './context.ts';
import { coverage } from './coverage.ts';
import { habitWord } from './habit-word.ts';
import { identity } from './identity.ts';
import { lightning } from './lightning.ts';
import { neighboursWord } from './neighbours-word.ts';
import { prior } from './prior.ts';
import { reach } from './reach.ts';
import { stormWord } from './storm-word.ts';
import { symptomFit } from './symptom-fit.ts';
import { works } from './works.ts';

export const EVIDENCE = [
  prior,
  reach,
  callFit,
  symptomFit,
  coverage,
  company,
  works,
  lightning,
  stormWord,
  neighboursWord,
  habitWord,
  identity,
] as const satisfies readonly EvidenceKind[];
