/** Reads a case folder from disk; all understanding of its content is in `imports/case.ts`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../core/assert.ts';
import { type ReadCase, type ReadCaseOptions, readCase } from '../imports/case.ts';

/** Files a case folder may hold; others (truth, results, pictures) are not even opened. */
const CASE_FILE = /\.(csv|ualf|ya?ml)$/i;

/** Rejects with `OperationalError` only where the folder or a file in it cannot be read at all. */
export async function loadCaseFolder(dir: string, options: ReadCaseOptions = {}): Promise<ReadCase> {
  return readCase(await readCaseFiles(dir), options);
}

export async function readCaseFiles(dir: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    for (const name of entries
      .filter((e) => !e.isDirectory() && CASE_FILE.test(e.name))
      .map((e) => e.name)
      .sort()) {
      files.set(name, await readFile(join(dir, name)));
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperationalError(`case folder ${dir} cannot be read: ${why}`, { retryable: false, cause });
  }
  return files;
}
