/** `gridwitness import KIND FILE…`: show what a file holds, and hand it to the running server. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { problemLine } from '../../core/problem.ts';
import { IMPORT_KINDS, type ImportedTable, importTable } from '../../correlator/imports/import-table.ts';
import type { Command } from '../command.ts';
import { type Row, reportProblems, writeRows } from '../output.ts';

const EXIT_FAILED = 1;
const EXIT_BAD_USE = 2;
const DEFAULT_URL = 'http://127.0.0.1:8080';
/** A month of readings takes the server its time; a server that is not there answers at once, ms. */
const SEND_TIMEOUT_MS = 600_000;

export const command: Command = {
  configure(c) {
    c.argument('<kind>', `one of ${IMPORT_KINDS.join(', ')} (strokes: CSV or UALF)`)
      .argument('<files...>', 'files to import')
      .option('--dry-run', 'only show what would be imported, with encodings and problems')
      .option('--zone <ZONE>', 'zone of times without offset', 'Asia/Shanghai')
      .option('--encoding <NAME>', 'utf-8, gb18030, gbk, utf-16le …; a byte-order mark still wins (default: found)')
      .option('--datum <NAME>', 'datum of the coordinates: wgs84, cgcs2000, gcj02, bd09', 'wgs84')
      .option('--url <URL>', 'the running server', DEFAULT_URL)
      .option('--json', 'one JSON line a file');
  },
  async run([kind = '', ...files], options) {
    if (!IMPORT_KINDS.includes(kind)) {
      process.stderr.write(`unknown kind ${kind}; known: ${IMPORT_KINDS.join(', ')}\n`);
      return EXIT_BAD_USE;
    }
    const rows: Row[] = [];
    let failed = false;
    for (const file of files) {
      const row = await importFile(kind, file, options);
      failed ||= row['done'] === false;
      rows.push(row);
    }
    await writeRows(rows, options['json'] === true);
    return failed ? EXIT_FAILED : 0;
  },
};

type Options = Readonly<Record<string, unknown>>;

/** One file's row of the summary; a file that fails does not stop the next. */
async function importFile(kind: string, file: string, options: Options): Promise<Row> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    return { file, done: false, why: cause instanceof Error ? cause.message : String(cause) };
  }
  const parsed = importTable(kind, bytes, basename(file), {
    zone: String(options['zone']),
    datum: String(options['datum']),
    ...(options['encoding'] === undefined ? {} : { encoding: String(options['encoding']) }),
  });
  reportProblems(parsed.problems);
  const row = summary(file, parsed);
  if (parsed.kind === null) return { ...row, stored: 0, done: false, why: parsed.problems.map(problemLine)[0] ?? '' };
  if (options['dryRun'] === true) return { ...row, stored: 0, done: 'dry run', why: null };
  const { why, stored } = await send(parsed.kind, bytes, file, options);
  return { ...row, stored, done: why === null, why };
}

function summary(file: string, parsed: ImportedTable): Row {
  const errors = parsed.problems.filter((p) => p.severity === 'error').length;
  return {
    file,
    kind: parsed.kind,
    encoding: `${parsed.encoding} (${parsed.encodingBy})`,
    records: parsed.records.length,
    errors,
    warnings: parsed.problems.length - errors,
  };
}

interface Sent {
  /** null = taken by the server; else why not. */
  readonly why: string | null;
  readonly stored: number | null;
}

/** The bytes go as they are: the server reads them by the same rules, and knows what their rows refer to. */
async function send(kind: string, bytes: Uint8Array, file: string, options: Options): Promise<Sent> {
  const url = new URL(`/api/v1/imports/${kind}`, String(options['url']));
  url.searchParams.set('datum', String(options['datum']));
  const headers: Record<string, string> = {
    'content-type': 'text/csv',
    'x-file-name': encodeURIComponent(basename(file)),
    'x-zone': String(options['zone']),
  };
  if (options['encoding'] !== undefined) headers['x-encoding'] = String(options['encoding']);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: bytes as Uint8Array<ArrayBuffer>,
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    const text = await response.text();
    if (response.ok) return { why: null, stored: storedCount(text) };
    return { why: `the server answered ${response.status}: ${text.slice(0, 200)}`, stored: 0 };
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    return { why: `no server at ${url.origin} (${why}); start one with: gridwitness serve`, stored: 0 };
  }
}

/** Rows the server wrote; it may leave out some whose references it does not know. */
function storedCount(answer: string): number | null {
  const stored = /"stored"\s*:\s*(\d+)/.exec(answer)?.[1];
  return stored === undefined ? null : Number(stored);
}
