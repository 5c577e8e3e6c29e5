/**
 * Urms(1/2) with dips, swells and interruptions: ours, ours with every detector that reads Urms(1/2), the plain version
 * of Urms(1/2), and pqopen-lib where `PQOPEN_LIB` names its sources (bench/README.md).
 *
 *   npx tsx bench/detection/urms.ts [rounds] [seconds]
 *
 * pqopen-lib's side also makes one-cycle and ten-cycle RMS and frequency, which can't be switched off; its events are
 * per phase, ours polyphase. Chunks of one second on both sides. Ours: three passes in a process, the last counts as
 * warm. Errors are against the envelope: up to a cycle of start and duration lies in Urms(1/2) itself.
 */
import { mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DetectorParams } from '../../collector/detect/detector.ts';
import { feed, finishFeed, startFeed } from '../../collector/detect/waveform-feed.ts';
import { finishWaveform, startWaveform, stepWaveform } from '../../collector/detect/waveform-fold.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { PHASES as PHASE_LETTERS } from '../../core/quantity.ts';
import { plainUrmsHalf } from '../../test/oracles/plain-urms-half.ts';
import { apart, cpuSeconds, interleaved, ratios, spreadText } from '../interleave.ts';
import { PHASES, RATE_HZ, referenceWave, type TrueEvent, UDIN_V } from './reference-wave.ts';

interface Outcome {
  /** Of each pass over the whole waveform. */
  readonly cpuS: readonly number[];
  /** Per phase. */
  readonly events: readonly TrueEvent[];
}

const self = fileURLToPath(import.meta.url);
const say = (line: string) => process.stdout.write(`${line}\n`);
const LEVEL_DETECTORS: readonly string[] = ['dip', 'swell', 'interruption'];
const PARAMS: DetectorParams = {
  meter: id('bench'),
  channel: null,
  channels: PHASE_LETTERS,
  method: 'urms_half',
  thresholds: LIMIT_PROFILES.gb.thresholds,
  limits: null,
  maxHoldMs: 60,
  longMs: null,
  outageFromMs: null,
  zerosForOutage: 1,
};

function channelsIn(path: string): Float64Array[] {
  const bytes = readFileSync(path);
  const all = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  const n = all.length / PHASES;
  return [0, 1, 2].map((k) => all.slice(k * n, (k + 1) * n));
}

const timesOf = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (1000 * i) / RATE_HZ);

function ours(path: string, levelsOnly: boolean): Outcome {
  const channels = channelsIn(path);
  const n = channels[0]?.length ?? 0;
  const timesMs = timesOf(n);
  let out: Disturbance[] = [];
  const pass = () => {
    out = [];
    const state = startWaveform({ params: PARAMS, udinV: UDIN_V, nominalHz: 50, startMs: 0 });
    if (levelsOnly) keepLevels(state.feed.bank);
    for (let from = 0; from < n; from += RATE_HZ) {
      stepWaveform(state, { timesMs, channels, from, to: Math.min(n, from + RATE_HZ) }, out);
    }
    finishWaveform(state, out);
  };
  return { cpuS: [cpuSeconds(pass), cpuSeconds(pass), cpuSeconds(pass)], events: perPhase(out) };
}

function keepLevels(bank: Record<string, object>): void {
  for (const name of Object.keys(bank)) if (!LEVEL_DETECTORS.includes(name)) delete bank[name];
}

function plain(path: string): Outcome {
  const channels = channelsIn(path);
  const n = channels[0]?.length ?? 0;
  const timesMs = timesOf(n);
  const out: Disturbance[] = [];
  const cpuS = cpuSeconds(() => {
    const run = plainUrmsHalf(timesMs, channels, { first: 0, end: n, nominalHz: 50 });
    const values = run.flatMap((u, c) =>
      [...u.timesMs].map((atMs, i) => ({ c, atMs, pct: (100 * u.valuesV[i]!) / UDIN_V })),
    );
    const state = startFeed(PARAMS);
    keepLevels(state.bank);
    for (const v of values.sort((a, b) => a.atMs - b.atMs)) feed(state, v.c, v, out);
    finishFeed(state, out);
  });
  return { cpuS: [cpuS], events: perPhase(out) };
}

/** The phases a polyphase event concerns. An interruption lies in a dip, which is what the envelope knows. */
function perPhase(found: readonly Disturbance[]): TrueEvent[] {
  return found
    .filter((d) => LEVEL_DETECTORS.includes(d.kind))
    .flatMap((d) => {
      const span = d.enclosingDip ?? d;
      return PHASE_LETTERS.flatMap((letter, phase) =>
        d.phases.includes(letter) && span.durationMs !== null
          ? [
              {
                phase,
                startS: span.startMs / 1000,
                durationS: span.durationMs / 1000,
                pct: d.perPhase[letter] ?? Number.NaN,
              },
            ]
          : [],
      );
    });
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;

function judge(name: string, truth: readonly TrueEvent[], found: readonly TrueEvent[]): void {
  const left = new Set(found);
  const errors = { startMs: [] as number[], durationMs: [] as number[], pct: [] as number[] };
  let missed = 0;
  for (const t of truth) {
    const own = [...left].find(
      (f) => f.phase === t.phase && f.startS < t.startS + t.durationS + 0.03 && f.startS + f.durationS > t.startS,
    );
    if (own === undefined) {
      missed++;
      continue;
    }
    left.delete(own);
    errors.startMs.push(1000 * Math.abs(own.startS - t.startS));
    errors.durationMs.push(1000 * Math.abs(own.durationS - t.durationS));
    errors.pct.push(Math.abs(own.pct - t.pct));
  }
  const p95 = (values: readonly number[], digits: number) => quantile(values, 0.95).toFixed(digits);
  say(
    `${name}: ${truth.length - missed} found, ${missed} missed, ${left.size} invented; p95 of start ${p95(errors.startMs, 1)} ms, ` +
      `duration ${p95(errors.durationMs, 1)} ms, residual ${p95(errors.pct, 3)} % (max ${quantile(errors.pct, 1).toFixed(3)} %)`,
  );
}

function main(rounds: number, seconds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'gridwitness-bench-'));
  const path = join(folder, 'wave.f64');
  const { channels, events } = referenceWave(seconds);
  const file = openSync(path, 'w');
  for (const c of channels) writeSync(file, new Uint8Array(c.buffer));
  const worker = (side: string) => () =>
    apart<Outcome>(process.execPath, ['--import', 'tsx', self, 'worker', side, path]);
  const lib = process.env['PQOPEN_LIB'];
  const script = fileURLToPath(new URL('./urms_pqopen.py', import.meta.url));
  const pqopen = () =>
    apart<Outcome>('python3', [script, path, String(RATE_HZ), String(UDIN_V)], { ...process.env, PYTHONPATH: lib });
  const runs: Record<string, () => Outcome> = {
    ours: worker('ours'),
    'ours, all detectors': worker('all'),
    'plain version': worker('plain'),
    ...(lib !== undefined && { 'pqopen-lib': pqopen }),
  };
  if (lib === undefined) say('pqopen-lib left out: PQOPEN_LIB names no sources');
  const names = Object.keys(runs);
  const outcomes = new Map<string, Outcome[]>(names.map((name) => [name, []]));
  const sides = Object.entries(runs).map(([name, run]) => ({
    name,
    turn: () => {
      const outcome = run();
      outcomes.get(name)?.push(outcome);
      return outcome.cpuS.at(-1) ?? Number.NaN;
    },
  }));
  const table = interleaved(sides, rounds);
  const samples = (PHASES * seconds * RATE_HZ) / 1e6;
  say(
    `${samples} M channel-samples, ${events.length} channel events, ${rounds} rounds; M channel-samples per CPU second:`,
  );
  names.forEach((name, k) => {
    const cold = (outcomes.get(name) ?? []).map((o) => samples / (o.cpuS[0] ?? Number.NaN));
    say(
      `  ${name}: ${spreadText(table.map((row) => samples / (row[k] ?? Number.NaN)))}; first pass ${spreadText(cold)}`,
    );
  });
  names.slice(1).forEach((name, k) => {
    say(`  ours / ${name}: ${spreadText(ratios(table, 0, k + 1))}`);
  });
  for (const name of names) judge(name, events, outcomes.get(name)?.[0]?.events ?? []);
  rmSync(folder, { recursive: true });
}

const [mode, side, path] = process.argv.slice(2);
if (mode === 'worker' && path !== undefined) {
  say(JSON.stringify(side === 'plain' ? plain(path) : ours(path, side === 'ours')));
} else main(Number(mode ?? 5), Number(side ?? 600));
