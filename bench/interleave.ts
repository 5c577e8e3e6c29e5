/**
 * Sides of a comparison, turn by turn: A B C, then B C A … so that what the machine does besides falls on all of them.
 * Each turn is a process of its own that tells its CPU seconds; ratios are taken within a round.
 */
import { execFileSync } from 'node:child_process';

export interface Side {
  readonly name: string;
  /** One turn; CPU seconds of what is measured, without start and input. */
  turn(): number;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** CPU seconds of every round, in the order of `sides`. */
export function interleaved(sides: readonly Side[], rounds: number): readonly (readonly number[])[] {
  const out: number[][] = [];
  for (let r = 0; r < rounds; r++) {
    const row = new Array<number>(sides.length).fill(Number.NaN);
    for (let k = 0; k < sides.length; k++) {
      const at = (r + k) % sides.length;
      row[at] = sides[at]?.turn() ?? Number.NaN;
    }
    out.push(row);
  }
  return out;
}

/** How many times less CPU side `a` took than side `b`, round by round. */
export const ratios = (rounds: readonly (readonly number[])[], a: number, b: number): number[] =>
  rounds.map((row) => (row[b] ?? Number.NaN) / (row[a] ?? Number.NaN));

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(half)] ?? Number.NaN, sorted[Math.ceil(half)] ?? Number.NaN];
  return { min: sorted[0] ?? Number.NaN, median: (low + high) / 2, max: sorted.at(-1) ?? Number.NaN };
}

export const spreadText = (values: readonly number[], digits = 1): string => {
  const { min, median, max } = spreadOf(values);
  return `median ${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
};

/** CPU seconds of `work` in this process. */
export function cpuSeconds(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

/** Another process of this program (or of `command`); its last line of output is JSON. */
export function apart<T>(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): T {
  const text = execFileSync(command, args, { encoding: 'utf8', env, maxBuffer: 1 << 28 });
  return JSON.parse(text.trim().split('\n').at(-1) ?? 'null') as T;
}
