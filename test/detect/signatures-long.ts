/** All random cases of the signatures, and the table of them: `npx tsx test/detect/signatures-long.ts [seed]`. */
import { rowsOf, tableOf } from './signature-scores.ts';

process.stdout.write(`${tableOf(rowsOf(1, Number(process.argv[2] ?? 430_600)))}\n`);
