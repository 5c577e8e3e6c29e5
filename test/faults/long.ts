/** `npm run faults -- --minutes 60 --seed 1`: the long form of the fault run, with a running tally and a JSON summary. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultsOf, runFaults, type Tally } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    meters: { type: 'string', default: '16' },
    /** Mean ms between faults, ms between messages of a meter, faults per round. */
    every: { type: 'string', default: '1500' },
    message: { type: 'string', default: '600' },
    round: { type: 'string', default: '60' },
    only: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: 'faults-out' },
  },
});

mkdirSync(values.out, { recursive: true });
/** Ctrl-C ends after the round in hand, with its summary; a second one at once. Servers end with this process. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => (ending.signal.aborted ? process.exit(1) : ending.abort()));
}
const started = new Date();
const tally: Tally = await runFaults({
  seed: Number(values.seed),
  meters: Number(values.meters),
  minutes: Number(values.minutes),
  rounds: Number.POSITIVE_INFINITY,
  faultsPerRound: Number(values.round),
  faultEveryMs: Number(values.every),
  messageEveryMs: Number(values.message),
  logDir: values.out,
  only: values.only,
  signal: ending.signal,
  say: (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
});
const summary = {
  command: process.argv.slice(2).join(' '),
  started,
  ended: new Date(),
  total: faultsOf(tally),
  ...tally,
};
writeFileSync(join(values.out, `summary-${values.seed}.json`), `${JSON.stringify(summary, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
const isGood =
  tally.defects.length === 0 &&
  tally.readings.lost + tally.readings.doubled + tally.events.missing.length + tally.events.extra.length === 0;
process.exit(isGood ? 0 : 1);
