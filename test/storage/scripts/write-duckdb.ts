/** Writes batches of 100 readings for ever; prints the number of acknowledged readings after each. */
import { duckdbSeriesStore } from '../../../storage/series/duckdb.ts';
import { reading } from '../readings.ts';

const [path, baseMs] = process.argv.slice(2);
const store = duckdbSeriesStore(path as string);
await store.open();
for (let written = 0; ; written += 100) {
  const batch = Array.from({ length: 100 }, (_, k) => reading('m1', Number(baseMs) + written + k, { A: { u: 220 } }));
  await store.writeReadings(batch);
  process.stdout.write(`${written + 100}\n`);
}
