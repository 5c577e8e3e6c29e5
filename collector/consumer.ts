/** One reader of the spool: takes batches in order, commits its offset behind the work that is done, waits for more. */

import { pause, Stopped, untilDone } from './io/wait.ts';
import { decodeEntry, type SpoolEntry } from './item.ts';
import type { Journal } from './journal.ts';
import type { Batch, RecentEntries } from './recent.ts';
import type { Log } from './source.ts';

/** Repeat a write until the store has taken it; rejects only when the collector stops. */
export type Persist = <T>(what: string, work: () => Promise<T>) => Promise<T>;

export interface Work {
  readonly name: string;
  /** Resolves when everything that follows from the entries is stored. `offsets`: where each of them lies. */
  take(entries: readonly SpoolEntry[], persist: Persist, offsets?: readonly number[]): Promise<void>;
  /** State that belongs to the offset after the last taken entry; null where there is none. */
  checkpoint(): unknown;
}

export interface ConsumerStatus {
  readonly name: string;
  readonly position: number;
  /** Tries that failed, at the stores or at the disk. */
  readonly failures: number;
  /** Our own mistake at which it stands still until a new start; null = it goes on. */
  readonly defect: string | null;
}

/** Bytes of one batch: some thousand readings, the size stores like. */
const BATCH_BYTES = 1024 * 1024;
/** Commit no oftener than this while entries keep coming, ms: what is taken twice after a crash is harmless. */
const COMMIT_EVERY_MS = 500;
/** A state of thousands of meters takes its time to write: the pause is so many times as long, so it costs 2 % at most … */
const COMMIT_PAUSE_FACTOR = 50;
/** … but what a crash makes us do again stays within this, ms. */
const COMMIT_PAUSE_MAX_MS = 60_000;
/** While entries keep coming, so long is waited for more of them, ms: a store takes a hundred as dearly as a thousand. */
const LINGER_MS = 200;

export interface ConsumerParts {
  readonly spool: Journal;
  readonly work: Work;
  readonly log: Log;
  /** Absent = everything is read from the spool. */
  readonly recent?: RecentEntries;
  /** It has passed some entries. */
  readonly onMove?: () => void;
}

export class Consumer {
  readonly #spool: Journal;
  readonly #work: Work;
  readonly #log: Log;
  readonly #recent: RecentEntries | undefined;
  readonly #onMove: (() => void) | undefined;
  readonly #stop = new AbortController();
  readonly #persist: Persist;
  #position: number;
  #committed: number;
  #failures = 0;
  #defect: Error | null = null;
  #running: Promise<void> = Promise.resolve();
  #waiters: (() => void)[] = [];
  #commitPauseMs = COMMIT_EVERY_MS;
  /** Somebody waits for what is durable: no lingering up to here. */
  #hurryTo = 0;
  /** Ends the wait in hand. */
  #rest = new AbortController();

  constructor({ spool, work, log, recent, onMove }: ConsumerParts) {
    this.#spool = spool;
    this.#work = work;
    this.#log = log;
    this.#recent = recent;
    this.#onMove = onMove;
    this.#position = spool.committed(work.name).offset;
    this.#committed = this.#position;
    const onFailure = () => {
      this.#failures++;
    };
    this.#persist = (what, job) => untilDone(what, job, { signal: this.#stop.signal, log, onFailure });
  }

  start(): void {
    this.#running = this.#run().catch((cause: unknown) => {
      // Our own mistake: this reader stands still, loudly; the spool keeps everything until it is mended.
      this.#failures++;
      this.#defect = cause instanceof Error ? cause : new Error(String(cause));
      this.#log('error', `${this.#work.name} stopped by a defect`, {
        message: String(cause),
        stack: (cause as Error).stack,
      });
      this.#wake();
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#rest.abort();
    await this.#running;
    this.#wake();
  }

  /** Resolves when all entries before `offset` are done (or when it stops); rejects where it stands still by a defect. */
  async settled(offset: number): Promise<void> {
    this.#hurryTo = Math.max(this.#hurryTo, offset);
    this.#rest.abort();
    while (this.#position < offset && !this.#stop.signal.aborted) {
      if (this.#defect !== null) throw this.#defect;
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** Offset behind the last entry that is done. */
  get position(): number {
    return this.#position;
  }

  status(): ConsumerStatus {
    const defect = this.#defect?.message ?? null;
    return { name: this.#work.name, position: this.#position, failures: this.#failures, defect };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let committedAt = performance.now();
    try {
      while (!signal.aborted) {
        const tookAt = performance.now();
        const batch = await this.#next();
        if (batch.entries.length > 0) await this.#work.take(batch.entries, this.#persist, batch.offsets);
        this.#position = batch.next;
        this.#onMove?.();
        this.#wake();
        if (performance.now() - committedAt >= this.#commitPauseMs) {
          await this.#commit();
          committedAt = performance.now();
        }
        if (batch.entries.length === 0) await this.#idle();
        else await this.#linger(tookAt + LINGER_MS - performance.now());
      }
      await this.#commit();
    } catch (cause) {
      // Stopped in the middle of a batch: its offset stays where it was, the next start takes it again.
      if (!(cause instanceof Stopped)) throw cause;
    }
  }

  /** Caught up: from memory. Behind, or after a start: from the file. */
  async #next(): Promise<Batch> {
    const recent = this.#recent?.from(this.#position, BATCH_BYTES) ?? null;
    if (recent !== null) return recent;
    const { records, next } = await this.#spool.read(this.#position, BATCH_BYTES);
    return { entries: records.map((r) => decodeEntry(r.bytes)), offsets: records.map((r) => r.offset), next };
  }

  async #linger(ms: number): Promise<void> {
    const isBehind = this.#spool.end() - this.#position >= BATCH_BYTES;
    if (ms <= 0 || isBehind || this.#position < this.#hurryTo) return;
    await pause(ms, this.#newRest());
  }

  async #idle(): Promise<void> {
    const rest = this.#newRest();
    if (this.#position === this.#committed) await this.#spool.waitBeyond(this.#position, rest);
    else await Promise.race([this.#spool.waitBeyond(this.#position, rest), pause(this.#commitPauseMs, rest)]);
    // Whichever of the two still waits is let go.
    this.#rest.abort();
  }

  #newRest(): AbortSignal {
    this.#rest = new AbortController();
    if (this.#stop.signal.aborted) this.#rest.abort();
    return this.#rest.signal;
  }

  async #commit(): Promise<void> {
    if (this.#position === this.#committed) return;
    const offset = this.#position;
    const beganAt = performance.now();
    await this.#persist(`commit of ${this.#work.name}`, () =>
      this.#spool.commit(this.#work.name, offset, this.#work.checkpoint()),
    );
    this.#committed = offset;
    const pauseMs = (performance.now() - beganAt) * COMMIT_PAUSE_FACTOR;
    this.#commitPauseMs = Math.min(COMMIT_PAUSE_MAX_MS, Math.max(COMMIT_EVERY_MS, pauseMs));
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}
