/** Run under a file-size limit by the spool test: the disk takes only part of what is appended. Prints what was told. */
import { openSpool } from '../../collector/io/spool.ts';

const [dir = ''] = process.argv.slice(2);
const spool = await openSpool({ dir, consumers: ['reader'], quotaBytes: 1e9, segmentBytes: 1e9 });
const told: string[] = [];
let failures = 0;
for (let n = 0; n < 400; n++) {
  // Two long ones and a short one at a time: at the limit a group is cut in its middle.
  const round = [`${n}a`.padEnd(700), `${n}b`.padEnd(700), `${n}c`].map((text) =>
    spool.append(new TextEncoder().encode(text)).then(
      () => told.push(text.trim()),
      () => failures++,
    ),
  );
  await Promise.all(round);
}
await spool.close();
process.stdout.write(JSON.stringify({ told, failures }));
