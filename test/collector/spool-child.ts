/** Started and killed by the spool test: appends numbered records and prints each number once it is acknowledged. */
import { writeSync } from 'node:fs';
import { openSpool } from '../../collector/io/spool.ts';

const [dir = '', from = '0'] = process.argv.slice(2);
const spool = await openSpool({ dir, consumers: ['reader'], quotaBytes: 1e9, segmentBytes: 40_000 });
let n = Number(from);
const filler = 'x'.repeat(700);
for (;;) {
  const round = Array.from({ length: 20 }, () => {
    const mine = n++;
    return spool.append(new TextEncoder().encode(`${mine}:${filler}`)).then(() => writeSync(1, `${mine}\n`));
  });
  await Promise.all(round);
}
