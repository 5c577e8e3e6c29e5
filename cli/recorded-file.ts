/** A recording from disk with the files that belong to it (same stem, any case of the extension). */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readWithMapping } from '../collector/formats/csv-logger.ts';
import { extensionOf, type FormatInput, type FormatResult, stemOf } from '../collector/formats/format.ts';
import { readRecorded } from '../collector/formats/index.ts';
import type { FullMapping } from '../collector/formats/makers/mapping.ts';
import { OperationalError } from '../core/assert.ts';

/** Companions a format may ask for; anything else beside the file is not ours. */
const COMPANIONS = new Set(['dat', 'hdr', 'inf']);

/** With a `mapping` the file is a table read by it and by nothing else. Rejects with `OperationalError` where the file itself can't be read. */
export async function readRecordedFile(
  path: string,
  zone: string,
  mapping: FullMapping | null = null,
): Promise<FormatResult> {
  const name = basename(path);
  const bytes = await readBytes(path);
  const beside = new Map<string, { readonly name: string; readonly bytes: Uint8Array }>();
  for (const other of await readdir(dirname(path))) {
    const extension = extensionOf(other);
    if (other === name || !COMPANIONS.has(extension) || stemOf(other) !== stemOf(name)) continue;
    beside.set(extension, { name: other, bytes: await readBytes(join(dirname(path), other)) });
  }
  const input: FormatInput = { name, bytes, zone, companion: (extension) => beside.get(extension) ?? null };
  return mapping === null ? readRecorded(input) : readWithMapping(input, mapping);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new OperationalError(`${path} cannot be read: ${why}`, { retryable: false, cause });
  }
}
