/**
 * What dialects must not forget over a restart: births of Sparkplug nodes, which nobody says again. One small file in the
 * spool's folder, written a moment after it changed.
 */
import { readIfThere, writeDurably } from './durable-file.ts';

/** Source → key → value, as plain JSON. */
export type Lasting = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface LastingMemory {
  /** Null = nothing changed since it was asked last. */
  takeLasting(): Lasting | null;
  restore(saved: Lasting): void;
}

const SAVE_EVERY_MS = 1_000;

/** Restores what was saved and keeps saving; the returned function saves a last time and ends it. */
export async function keepRemembered(
  path: string,
  memory: LastingMemory,
  onFailure: (message: string) => void,
): Promise<() => Promise<void>> {
  const saved = await readSaved(path, onFailure);
  if (saved !== null) memory.restore(saved);
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    saving = saving.then(async () => {
      const changed = memory.takeLasting();
      if (changed === null) return;
      try {
        await writeDurably(path, JSON.stringify(changed));
      } catch (cause) {
        onFailure(`what dialects remember could not be saved: ${String(cause)}`);
      }
    });
    return saving;
  };
  const timer = setInterval(() => void save(), SAVE_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await save();
  };
}

/** A damaged file costs what was in it, not the start. */
async function readSaved(path: string, onFailure: (message: string) => void): Promise<Lasting | null> {
  try {
    const text = await readIfThere(path);
    return text === null ? null : (JSON.parse(text) as Lasting);
  } catch (cause) {
    onFailure(`what dialects remembered could not be read: ${String(cause)}`);
    return null;
  }
}
