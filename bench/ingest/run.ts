/**
 * Claim: durable, validated intake (MQTT message → validated → fsynced → acknowledged → InfluxDB) at the rate and the CPU
 * of the usual glue script that keeps nothing. Every turn has a fresh broker and a fresh database; the points in the
 * database at the end must be as many as were published.
 *
 *   npx tsx bench/ingest/run.ts --pairs 10 --messages 100000 [--meters 1000] [--phases 1|3] [--single 5000]
 *   [--only glue-batch,ours]
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { spreadText } from '../interleave.ts';
import { READERS, type ReaderName, type Turn, turn } from './turn.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10' },
    messages: { type: 'string', default: '100000' },
    meters: { type: 'string', default: '1000' },
    phases: { type: 'string', default: '1' },
    single: { type: 'string', default: '5000' },
    only: { type: 'string', default: READERS.join(',') },
  },
});
const sides = READERS.filter((r) => values.only.split(',').includes(r));
const shape = { meters: Number(values.meters), phases: values.phases === '3' ? 3 : 1 } as const;
const messagesOf = (r: ReaderName) => Number(r === 'glue-single' ? values.single : values.messages);

console.log(
  `durable, validated intake against glue without a disk; one broker, one InfluxDB 1.x, ${cpus().length} cores`,
);
console.log(
  `${values.messages} messages of ${shape.meters} meters, ${shape.phases} phase(s), QoS 1, as fast as they go`,
);
console.log('pair reader        msg/s   CPU s/100k   RSS MB   load');
const rounds: Turn[][] = [];
for (let pair = 0; pair < Number(values.pairs); pair++) {
  const row: Turn[] = [];
  for (let k = 0; k < sides.length; k++) {
    const side = sides[(pair + k) % sides.length] as ReaderName;
    const t = await turn(side, messagesOf(side), shape);
    row.push(t);
    const figures = [t.perS.toFixed(0).padStart(8), t.cpuS.toFixed(2).padStart(12), t.rssMb.toFixed(0).padStart(8)];
    console.log(
      `${String(pair + 1).padStart(4)} ${side.padEnd(12)}${figures.join(' ')}   ${(loadavg()[0] ?? 0).toFixed(1)}`,
    );
  }
  rounds.push(row);
}

const ratio = (a: ReaderName, b: ReaderName, of: (t: Turn) => number): number[] =>
  rounds.flatMap((row) => {
    const [x, y] = [row.find((t) => t.reader === a), row.find((t) => t.reader === b)];
    return x === undefined || y === undefined ? [] : [of(x) / of(y)];
  });
const perS = (t: Turn) => t.perS;
const cpuS = (t: Turn) => t.cpuS;
for (const side of ['ours', 'ours-full'] as const) {
  for (const glue of ['glue-batch', 'glue-single'] as const) {
    const rates = ratio(side, glue, perS);
    if (rates.length === 0) continue;
    console.log(`${side} / ${glue}: rate ${spreadText(rates, 2)}; CPU ${spreadText(ratio(side, glue, cpuS), 2)}`);
  }
}
