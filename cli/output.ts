/** Where results, problems and progress go: results to stdout (JSON lines or a table), the rest to stderr. */
import { type Problem, problemLine } from '../core/problem.ts';

export type Row = Readonly<Record<string, unknown>>;

/** One JSON object per line. Waits where the reader of the pipe is slow. */
export async function writeJsonLines(rows: Iterable<Row>, out: NodeJS.WritableStream = process.stdout): Promise<void> {
  for (const row of rows) {
    if (!out.write(`${JSON.stringify(row)}\n`)) await new Promise<void>((done) => out.once('drain', () => done()));
  }
}

/** A plain table, columns in the order of the first row, wide enough for their longest cell. */
export function table(rows: readonly Row[]): string {
  const first = rows[0];
  if (first === undefined) return '';
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((n) => cell(row[n])))];
  const widths = names.map((_, c) => Math.max(...cells.map((line) => displayWidth(line[c] ?? ''))));
  return cells
    .map((line) =>
      line
        .map((text, c) => text + ' '.repeat((widths[c] ?? 0) - displayWidth(text)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export async function writeRows(rows: readonly Row[], json: boolean): Promise<void> {
  if (json) await writeJsonLines(rows);
  else if (rows.length > 0) process.stdout.write(`${table(rows)}\n`);
}

export function reportProblems(problems: readonly Problem[]): void {
  for (const p of problems) process.stderr.write(`${problemLine(p)}\n`);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** Columns on a terminal: Chinese characters take two. */
function displayWidth(text: string): number {
  let w = 0;
  for (const ch of text)
    w += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(ch)
      ? 2
      : 1;
  return w;
}
