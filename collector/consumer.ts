/** One reader of the spool: takes batches in order, commits its offset behind the work that is done, waits for more. */

import type { Spool } from './io/spool.ts';
import { pause, Stopped, untilDone } from './io/wait.ts';
import { decodeEntry, type SpoolEntry } from './item.ts';
import type { Log } from './source.ts';

/** Repeat a write until the store has taken it; rejects only when the collector stops. */
export type Persist = <T>(what: string, work: () => Promise<T>) => Promise<T>;

export interface Work {
  readonly name: string;
  /** Resolves when everything that follows from the entries is stored. */
  take(entries: readonly SpoolEntry[], persist: Persist): Promise<void>;
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

export class Consumer {
  readonly #spool: Spool;
  readonly #work: Work;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #persist: Persist;
  #position: number;
  #committed: number;
  #failures = 0;
  #defect: Error | null = null;
  #running: Promise<void> = Promise.resolve();
  #waiters: (() => void)[] = [];

  constructor(spool: Spool, work: Work, log: Log) {
    this.#spool = spool;
    this.#work = work;
    this.#log = log;
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
    await this.#running;
    this.#wake();
  }

  /** Resolves when all entries before `offset` are done (or when it stops); rejects where it stands still by a defect. */
  async settled(offset: number): Promise<void> {
    while (this.#position < offset && !this.#stop.signal.aborted) {
      if (this.#defect !== null) throw this.#defect;
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
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
        const batch = await this.#spool.read(this.#position, BATCH_BYTES);
        if (batch.records.length > 0) {
          await this.#work.take(
            batch.records.map((r) => decodeEntry(r.bytes)),
            this.#persist,
          );
        }
        this.#position = batch.next;
        this.#wake();
        if (performance.now() - committedAt >= COMMIT_EVERY_MS) {
          await this.#commit();
          committedAt = performance.now();
        }
        if (batch.records.length === 0) await this.#idle(signal);
      }
      await this.#commit();
    } catch (cause) {
      // Stopped in the middle of a batch: its offset stays where it was, the next start takes it again.
      if (!(cause instanceof Stopped)) throw cause;
    }
  }

  async #idle(signal: AbortSignal): Promise<void> {
    if (this.#position === this.#committed) return this.#spool.waitBeyond(this.#position, signal);
    const wake = new AbortController();
    const either = AbortSignal.any([signal, wake.signal]);
    await Promise.race([this.#spool.waitBeyond(this.#position, either), pause(COMMIT_EVERY_MS, either)]);
    wake.abort();
  }

  async #commit(): Promise<void> {
    if (this.#position === this.#committed) return;
    const offset = this.#position;
    await this.#persist(`commit of ${this.#work.name}`, () =>
      this.#spool.commit(this.#work.name, offset, this.#work.checkpoint()),
    );
    this.#committed = offset;
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}
