/** What could not be used or was refused by a store, kept for a person: one JSON line each, in a file of bounded size. */
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatTime } from '../../core/time.ts';

export interface Held {
  readonly atMs: number;
  /** What it is about, for counting: a topic, `store`. */
  readonly subject: string;
  readonly reason: string;
  /** The thing itself: decoded where possible, else base64. */
  readonly content: unknown;
}

/** Bytes after which the file is set aside as `<name>.old`, replacing the one before. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;
/** Per subject and reason: a device that sends rubbish each second must not push everything else out. */
const PER_SUBJECT_MAX = 20;
const RECENT_MAX = 100;
/** Subjects counted one by one; beyond them (topics made up by the thousand) nothing more is written. */
const SUBJECTS_MAX = 10_000;

export class HeldFile {
  readonly #path: string;
  readonly #counts = new Map<string, number>();
  #recent: Held[] = [];
  #total = 0;
  #chain: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves when it is in the file (or when enough of the kind are there); rejects where the disk refuses. */
  hold(held: Held): Promise<void> {
    this.#total++;
    this.#recent = [held, ...this.#recent].slice(0, RECENT_MAX);
    const key = `${held.subject}|${held.reason.slice(0, 40)}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count > PER_SUBJECT_MAX || this.#counts.size > SUBJECTS_MAX) return Promise.resolve();
    const { atMs, ...rest } = held;
    const line = `${JSON.stringify({ at: formatTime(atMs, 'UTC'), ...rest })}\n`;
    const written = this.#chain.then(() => this.#write(line));
    this.#chain = written.catch(() => undefined);
    return written;
  }

  /** Everything ever held since the start, and the newest of it first. */
  stats(): { readonly total: number; readonly recent: readonly Held[] } {
    return { total: this.#total, recent: this.#recent };
  }

  async #write(line: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const size = await stat(this.#path).then(
      (s) => s.size,
      () => 0,
    );
    if (size > FILE_BYTES_MAX) await rename(this.#path, `${this.#path}.old`);
    await appendFile(this.#path, line);
  }
}
