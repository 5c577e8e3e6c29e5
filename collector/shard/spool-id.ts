/** The name of a spool, for as long as its folder lives: with it, and an offset, every entry is known everywhere. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeDurably } from '../io/durable-file.ts';

/** Lies in the spool's folder: whoever empties that folder begins with offset 0 and must begin with a new name too. */
export async function spoolId(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'spool-id');
  const known = (await readIfThere(path))?.trim();
  if (known !== undefined && known !== '') return known;
  const made = randomUUID();
  await writeDurably(path, `${made}\n`);
  return made;
}
