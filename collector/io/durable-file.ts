/** Small files that must survive a power cut whole: written beside, flushed, renamed; and the lock of a directory. */
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperationalError } from '../../core/assert.ts';

/** Replace `path` by `text`: after a crash the old or the new content is there, never a mixture. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  await syncDirectory(dirname(path));
}

/** Makes a created, renamed or removed entry of a directory durable. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Content, or null where there is no such file. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

const heldHere = new Set<string>();

/**
 * Take `dir` for this process. A lock left by a process that is no more is taken over. Resolves to the release.
 * Rejects with `OperationalError` naming the holder.
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, 'lock');
  const holder = Number(await readIfThere(path));
  const isOther = holder > 0 && holder !== process.pid && isAlive(holder);
  if (heldHere.has(path) || isOther) {
    throw new OperationalError(`${dir} is in use by process ${holder}`, { retryable: false });
  }
  heldHere.add(path);
  await writeFile(path, String(process.pid));
  return async () => {
    heldHere.delete(path);
    await rm(path, { force: true });
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it lives, under another user.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
