/** Small files that must survive a power cut whole: written beside, flushed, renamed. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replace `path` by `text`: after a crash the old or the new content is there, never a mixture. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await rename(await writeAside(path, text), path);
  await syncDirectory(dirname(path));
}

/** `text` flushed in a file beside `path`, whose name is returned: the first half of `writeDurably`. */
export async function writeAside(path: string, text: string): Promise<string> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return beside;
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
