/** `gridwitness simulate`: writes a case folder with its truth. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { OperationalError } from '../../core/assert.ts';
import { parseTime } from '../../core/time.ts';
import { ZONE } from '../../simulators/local-time.ts';
import { simulateCase } from '../../simulators/main.ts';
import { scenarioFrom } from '../../simulators/scenario.ts';
import type { Command } from '../command.ts';
import { reportProblems, writeRows } from '../output.ts';

const EXIT_FAILED = 1;
const EXIT_BAD_USE = 2;
const MOST_DAYS = 400;

export const command: Command = {
  configure(c) {
    c.requiredOption('--seed <N>', 'same seed, same case, byte for byte')
      .requiredOption('--out <DIR>', 'folder to write into (made if missing)')
      .option('--scenario <FILE>', 'YAML with the numbers to change: coveragePct, storms, neutral …')
      .option('--days <N>', 'length of the period', '30')
      .option('--to <TIME>', 'end of the period, ISO 8601 (default 2026-07-31T00:00+08:00)')
      .option('--json', 'result as a JSON line');
  },
  async run(_args, options) {
    const seed = Number(options['seed']);
    const days = Number(options['days']);
    const to = options['to'] === undefined ? null : parseTime(String(options['to']), ZONE);
    if (!Number.isSafeInteger(seed)) return badUse('--seed wants a whole number');
    if (!(days > 0 && days <= MOST_DAYS)) return badUse(`--days wants a number from 1 to ${MOST_DAYS}`);
    if (to !== null && !to.ok) return badUse('--to wants a time like 2026-07-31T00:00+08:00');
    const scenario = await readScenario(options['scenario']);
    if (scenario === null) return EXIT_FAILED;
    const made = simulateCase({
      seed,
      days,
      ...(to?.ok ? { toMs: to.ms } : {}),
      scenario,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    const dir = String(options['out']);
    await writeAll(dir, made.files);
    await writeRows(
      [
        {
          out: dir,
          seed,
          incidents: made.played.length,
          meters: made.meters.length,
          complaints: made.complaints.length,
          files: made.files.size,
        },
      ],
      options['json'] === true,
    );
    return 0;
  },
};

async function readScenario(file: unknown) {
  if (file === undefined) return {};
  try {
    const { scenario, problems } = scenarioFrom(parseYaml(await readFile(String(file), 'utf8')), String(file));
    reportProblems(problems);
    return scenario;
  } catch (cause) {
    if (cause instanceof YAMLParseError || (cause instanceof Error && 'code' in cause)) {
      process.stderr.write(`error: ${String(file)}: ${cause.message}\n`);
      return null;
    }
    throw cause;
  }
}

async function writeAll(dir: string, files: ReadonlyMap<string, string>): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    for (const [name, text] of files) await writeFile(join(dir, name), text);
  } catch (cause) {
    throw new OperationalError(`cannot write ${dir}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      retryable: false,
      cause,
    });
  }
}

function badUse(text: string): number {
  process.stderr.write(`error: ${text}\n`);
  return EXIT_BAD_USE;
}
