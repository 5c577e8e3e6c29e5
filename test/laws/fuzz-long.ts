/**
 * The long run: `npm run fuzz -- --runs 100000 [--seed 1] [--only dsmr]`. Prints per reader what was asked of it and what
 * it cost; ends with 1 where a reader threw, broke a law or took longer than the budget of one input.
 */
import { parseArgs } from 'node:util';
import { type FuzzTarget, rngOf, TARGETS } from './fuzz-inputs.ts';
import { violations } from './fuzz-laws.ts';

/** Longer than this for one input of at most some hundred kB is a hang in the making, ms. */
const BUDGET_MS = 2_000;

interface Figures {
  reader: string;
  inputs: number;
  exceptions: number;
  brokenLaws: number;
  withRecord: number;
  slowestMs: number;
  largestInputKb: number;
  largestGrowthMb: number;
  seconds: number;
}

const memory = (): number => {
  const m = process.memoryUsage();
  return m.heapUsed + m.arrayBuffers;
};

function run(target: FuzzTarget, runs: number, seed: number): Figures {
  const f = { reader: target.id, inputs: runs, exceptions: 0, brokenLaws: 0, withRecord: 0 };
  let [slowest, largest, growth] = [0, 0, 0];
  const began = performance.now();
  for (let i = 0; i < runs; i++) {
    const of = target.make(rngOf(seed + i));
    largest = Math.max(largest, of.bytes.length + (of.dat?.length ?? 0));
    const before = memory();
    const start = performance.now();
    try {
      const result = target.read(of);
      slowest = Math.max(slowest, performance.now() - start);
      growth = Math.max(growth, memory() - before);
      if (result.records.length > 0) f.withRecord++;
      const broken = violations(result, of);
      if (broken.length > 0 && ++f.brokenLaws <= 3)
        console.error(`${target.id} seed ${seed + i}: ${broken.join('; ')}`);
    } catch (error) {
      if (++f.exceptions <= 3) console.error(`${target.id} seed ${seed + i}:`, error);
    }
  }
  return {
    ...f,
    slowestMs: Math.round(slowest * 10) / 10,
    largestInputKb: Math.round(largest / 1024),
    largestGrowthMb: Math.round((growth / 2 ** 20) * 10) / 10,
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const targets = TARGETS.filter((t) => t.id.includes(values.only));
const figures: Figures[] = [];
for (const target of targets) {
  const f = run(target, Number(values.runs), Number(values.seed));
  console.log(JSON.stringify(f));
  figures.push(f);
}
console.table(figures);
if (figures.some((f) => f.exceptions + f.brokenLaws > 0 || f.slowestMs > BUDGET_MS)) process.exitCode = 1;
