/** `npx tsx test/triage/write-hints.ts`: writes the hint table anew from the tuning sentences. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hintTableSource } from '../../correlator/triage/hints/learn.ts';
import { sentences } from './sentences.ts';

writeFileSync(
  fileURLToPath(new URL('../../correlator/triage/hints/table.ts', import.meta.url)),
  hintTableSource(sentences('tuning')),
);
