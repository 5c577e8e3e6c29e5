/**
 * Flickermeter: ours, the plain reference, and pqopen-lib's VoltageFluctuation where `PQOPEN_LIB` names its sources
 * (several folders parted by ':', daqopen-lib among them). 230 V, 50 Hz, 10 kHz, 720 s, the last 600 s used.
 *
 *   npx tsx bench/detection/flicker.ts [pairs]
 *
 * Speed: `pairs` interleaved pairs on one signal, each side in a fresh process, CPU seconds of that process; the first
 * pass of a process (cold) and the median of its last four of eight (warm). Accuracy: table 5 and six points of table 1, once.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finishFlicker, startFlicker, stepFlicker } from '../../collector/measure/flicker/flicker.ts';
import type { FlickerValue } from '../../collector/measure/flicker/intervals.ts';
import { plainPinst, plainPst } from '../../test/oracles/flicker-meter.ts';
import { type Modulation, modulated, TABLE_1, TABLE_5 } from '../../test/oracles/flicker-signals.ts';

const RATE_HZ = 10_000;
const SECONDS = 720;
const SETTLE_S = 120;
/** A pass is over before a compiler has done its work: ours is measured as in a process that runs for days. */
const PASSES = { ours: 8, other: 3 } as const;
/** Of the last so many passes the median counts as warm. */
const WARM_PASSES = 4;
const PLAIN_SECONDS = 150;
const SINE_HZ = [0.5, 1.5, 4, 8.8, 15, 25];
const SPEED = { shape: 'rectangular', hz: 110 / 120, changePct: 0.722 } as const;

interface Outcome {
  readonly cpuS: readonly number[];
  readonly pst: number;
  readonly pinstMax: number;
}

const self = fileURLToPath(import.meta.url);
const say = (line: string) => process.stdout.write(`${line}\n`);

function signal(m: Modulation, seconds: number): Float64Array {
  return modulated(m, { lineHz: 50, rateHz: RATE_HZ, volts: 230, from: 0, count: seconds * RATE_HZ });
}

/** The measured side of ours: chunks of one second, as pqopen-lib gets them. */
function ours(path: string, passes: number): Outcome {
  const bytes = readFileSync(path);
  const u = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  const cpuS: number[] = [];
  let values: FlickerValue[] = [];
  for (let p = 0; p < passes; p++) {
    values = [];
    const began = process.cpuUsage();
    const settings = { sampleRateHz: RATE_HZ, lamp: 230, lineHz: 50, udinV: 230, startMs: null } as const;
    const periodS = u.length / RATE_HZ - SETTLE_S;
    const state = startFlicker({ ...settings, settleS: SETTLE_S, periodS });
    for (let i = 0; i < u.length; i += RATE_HZ) values.push(...stepFlicker(state, u.subarray(i, i + RATE_HZ)));
    values.push(...finishFlicker(state));
    const { user, system } = process.cpuUsage(began);
    cpuS.push((user + system) / 1e6);
  }
  const found = values.find((v) => v.kind === 'pst');
  return { cpuS, pst: found?.pst ?? Number.NaN, pinstMax: found?.pinstMax ?? Number.NaN };
}

function plain(): Outcome {
  const u = signal(SPEED, PLAIN_SECONDS);
  const began = process.cpuUsage();
  const pinst = plainPinst(u, { rateHz: RATE_HZ, lineHz: 50, lamp: 230 });
  const used = pinst.subarray(SETTLE_S * RATE_HZ);
  const pst = plainPst(used);
  const { user, system } = process.cpuUsage(began);
  return { cpuS: [(user + system) / 1e6], pst, pinstMax: used.reduce((a, b) => Math.max(a, b), 0) };
}

const oursApart = (path: string, passes: number): Outcome =>
  JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', self, 'worker', path, String(passes)], { encoding: 'utf8' }),
  );

function pqopen(path: string, passes: number): Outcome {
  const script = fileURLToPath(new URL('./flicker_pqopen.py', import.meta.url));
  const env = { ...process.env, PYTHONPATH: process.env['PQOPEN_LIB'], OMP_NUM_THREADS: '1' };
  const args = [script, path, String(RATE_HZ), String(SETTLE_S), String(passes)];
  return JSON.parse(execFileSync('python3', args, { encoding: 'utf8', env }));
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half) - 1] ?? Number.NaN)) / 2;
};
const spread = (values: readonly number[]): string =>
  `median ${median(values).toFixed(1)}, min ${Math.min(...values).toFixed(1)}, max ${Math.max(...values).toFixed(1)}`;

function speed(path: string, pairs: number, hasOther: boolean): void {
  const samples = (SECONDS * RATE_HZ) / 1e6;
  const rates = { oursCold: [] as number[], oursWarm: [] as number[], other: [] as number[] };
  const ratios = { cold: [] as number[], warm: [] as number[] };
  for (let i = 0; i < pairs; i++) {
    const runOther = () => (hasOther ? pqopen(path, PASSES.other) : null);
    // Who goes first alternates.
    const before = i % 2 === 1 ? runOther() : null;
    const mine = oursApart(path, PASSES.ours);
    const other = before ?? runOther();
    const [cold, warm] = [samples / (mine.cpuS[0] ?? 0), samples / median(mine.cpuS.slice(-WARM_PASSES))];
    rates.oursCold.push(cold);
    rates.oursWarm.push(warm);
    if (other === null) continue;
    const theirs = samples / median(other.cpuS);
    rates.other.push(theirs);
    ratios.cold.push(cold / theirs);
    ratios.warm.push(warm / theirs);
  }
  say(`speed, M samples per CPU s, ${pairs} pairs`);
  say(`  ours, cold  ${spread(rates.oursCold)}`);
  say(`  ours, warm  ${spread(rates.oursWarm)}`);
  if (hasOther) {
    say(`  pqopen-lib  ${spread(rates.other)}`);
    say(`  ratio, cold ${spread(ratios.cold)}`);
    say(`  ratio, warm ${spread(ratios.warm)}`);
  }
  const slow = plain();
  say(`  plain       ${((PLAIN_SECONDS * RATE_HZ) / 1e6 / (slow.cpuS[0] ?? 0)).toFixed(2)} (once)`);
}

function accuracy(path: string, hasOther: boolean): void {
  const line = (name: string, m: Modulation, seconds: number, of: (o: Outcome) => number) => {
    writeFileSync(path, new Uint8Array(signal(m, seconds).buffer));
    const other = hasOther ? `  pqopen-lib ${of(pqopen(path, 1)).toFixed(4)}` : '';
    say(`  ${name.padEnd(24)} ours ${of(ours(path, 1)).toFixed(4)}${other}`);
  };
  say('accuracy, 1 expected');
  for (const [perMinute, changePct] of TABLE_5[0]?.points ?? []) {
    line(`Pst ${perMinute}/min`, { shape: 'rectangular', hz: perMinute / 120, changePct }, SECONDS, (o) => o.pst);
  }
  for (const [hz, changePct] of TABLE_1[230].filter(([f]) => SINE_HZ.includes(f))) {
    line(`Pinst,max sine ${hz} Hz`, { shape: 'sine', hz, changePct }, SETTLE_S + 20, (o) => o.pinstMax);
  }
}

if (process.argv[2] === 'worker') {
  say(JSON.stringify(ours(process.argv[3] ?? '', Number(process.argv[4]))));
} else {
  const pairs = Number(process.argv[2] ?? 5);
  const hasOther = process.env['PQOPEN_LIB'] !== undefined;
  if (!hasOther) say('PQOPEN_LIB is not set: pqopen-lib is left out');
  const dir = mkdtempSync(join(tmpdir(), 'flicker-bench-'));
  try {
    const path = join(dir, 'signal.f64');
    writeFileSync(path, new Uint8Array(signal(SPEED, SECONDS).buffer));
    speed(path, pairs, hasOther);
    accuracy(path, hasOther);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
