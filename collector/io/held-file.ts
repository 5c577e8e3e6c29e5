/** What could not be used or was refused by a store, kept for a person: see letters.ts. Opened at the first need. */
import { dirname, join } from 'node:path';
import { type KeptLetter, type Letter, type LetterBox, openLetters } from './letters.ts';

export type Held = Letter;

/** Bytes of all files; from a store nothing is left out: where there is no more room, that store's reader waits. */
const QUOTA_BYTES = 512 * 1024 * 1024;
/** Of undecodable messages per subject and reason: a device that sends rubbish each second must not fill the disk. */
const PER_SUBJECT_MAX = 1_000;
const RECENT_MAX = 100;
/** Subjects counted one by one; beyond them (topics made up by the thousand) nothing more is written. */
const SUBJECTS_MAX = 10_000;

export interface HeldStats {
  /** Since the start, whether written or only counted. */
  readonly total: number;
  readonly leftOut: number;
  readonly recent: readonly Held[];
}

export class HeldFile {
  readonly #dir: string;
  readonly #quotaBytes: number;
  readonly #counts = new Map<string, number>();
  #recent: Held[] = [];
  #total = 0;
  #leftOut = 0;
  #box: Promise<LetterBox> | null = null;

  /** The files lie in a folder `held` beside `path`. */
  constructor(path: string, quotaBytes: number = QUOTA_BYTES) {
    this.#dir = join(dirname(path), 'held');
    this.#quotaBytes = quotaBytes;
  }

  /** Resolves when it is on the disk, or counted where enough of its kind are there; rejects where the disk refuses. */
  async hold(held: Held): Promise<void> {
    this.#total++;
    this.#recent = [held, ...this.#recent].slice(0, RECENT_MAX);
    const box = await this.box();
    if (held.sink === undefined && this.#isEnough(held, box)) {
      this.#leftOut++;
      return;
    }
    await box.put(held);
  }

  stats(): HeldStats {
    return { total: this.#total, leftOut: this.#leftOut, recent: this.#recent };
  }

  box(): Promise<LetterBox> {
    if (this.#box === null) {
      const opening = openLetters(this.#dir, this.#quotaBytes);
      this.#box = opening;
      opening.catch(() => {
        if (this.#box === opening) this.#box = null;
      });
    }
    return this.#box;
  }

  #isEnough(held: Held, box: LetterBox): boolean {
    const key = `${held.subject}|${held.reason.slice(0, 40)}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    // The last tenth of the room is for what was accepted and a store refused.
    const isFull = box.stats().bytes > 0.9 * this.#quotaBytes;
    return count > PER_SUBJECT_MAX || this.#counts.size > SUBJECTS_MAX || isFull;
  }
}

export type { KeptLetter };
