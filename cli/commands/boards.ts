/** `gridwitness boards [--out DIR]`: the Grafana boards as JSON files, ready to be provisioned or imported. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../core/assert.ts';
import { generateBoards } from '../../dashboards/generate.ts';
import type { Command } from '../command.ts';
import { writeRows } from '../output.ts';

const DEFAULT_DIR = 'dashboards/generated';

export const command: Command = {
  configure: (command) => {
    command
      .description('write the Grafana boards as JSON files')
      .option('--out <DIR>', 'folder to write to', DEFAULT_DIR)
      .option('--json', 'one JSON line per file written');
  },
  run: async (_args, options) => {
    const dir = String(options['out'] ?? DEFAULT_DIR);
    const written = [];
    try {
      await mkdir(dir, { recursive: true });
      for (const [name, text] of generateBoards()) {
        const file = join(dir, name);
        await writeFile(file, text);
        written.push({ file, bytes: Buffer.byteLength(text) });
      }
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new OperationalError(`boards cannot be written to ${dir}: ${message}`, { retryable: false, cause });
    }
    await writeRows(written, options['json'] === true);
    return 0;
  },
};
