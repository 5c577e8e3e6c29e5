/** Stores complaints one by one for ever; prints the number of acknowledged ones after each. */
import { pgliteEngine } from '../../../storage/records/pglite.ts';
import { recordStore } from '../../../storage/records/store.ts';
import { complaintRow, T0_MS } from '../records.ts';

const [dir, cacheDir] = process.argv.slice(2);
const store = recordStore(pgliteEngine(dir as string, cacheDir as string));
await store.open();
for (let n = 1; ; n++) {
  await store.putComplaints([complaintRow(`C${n}`, T0_MS + n)]);
  process.stdout.write(`${n}\n`);
}
