/** One computing thread as the main thread sees it: told facts, asked questions, started again when it died. */
import { Worker } from 'node:worker_threads';
import { OperationalError } from '../../core/assert.ts';
import type { CaseFacts } from '../../core/case.ts';
import { type CaseDelta, slices } from './case-memory.ts';
import type { Ask, FromThread, ToThread } from './engine-protocol.ts';

/** Facts handed over at once: about 10 ms of cloning, so that the server goes on answering. */
const SLICE_FACTS = 2_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class EngineSeat {
  readonly #facts: () => CaseFacts;
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #filling: Promise<void> = Promise.resolve();
  /** Changes that arrived while the whole case is being handed over; they follow it. */
  #held: CaseDelta[] | null = null;

  constructor(facts: () => CaseFacts) {
    this.#facts = facts;
  }

  /** Tell a change. Before the thread runs there is nothing to tell: it gets the whole case at its start. */
  put(delta: CaseDelta): void {
    if (this.#held) this.#held.push(delta);
    else if (this.#worker) this.#post({ kind: 'put', delta });
  }

  /** Forget what was told and hand over the whole case again. */
  refill(): Promise<void> {
    this.#filling = this.#filling.then(() => this.#fill());
    return this.#filling;
  }

  async ask<T>(ask: Ask): Promise<T> {
    if (this.#worker === null) {
      this.#start();
      await this.refill();
    } else {
      await this.#filling;
    }
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      // While somebody waits the process must not end; an idle thread must not keep it alive.
      this.#worker?.ref();
      this.#post({ kind: 'ask', id, ask });
    });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#fail(new OperationalError('the computing thread was stopped', { retryable: false }));
    await worker?.terminate();
  }

  #start(): void {
    const worker = new Worker(new URL('./engine-boot.mjs', import.meta.url));
    this.#worker = worker;
    worker.on('message', (message: FromThread) => this.#take(message));
    const died = (cause: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#fail(new OperationalError('the computing thread died', { retryable: true, cause }));
    };
    worker.on('error', died);
    worker.on('exit', died);
    worker.unref();
  }

  async #fill(): Promise<void> {
    if (this.#worker === null) return;
    this.#held = [];
    this.#post({ kind: 'reset' });
    for (const delta of slices(this.#facts(), SLICE_FACTS)) {
      this.#post({ kind: 'put', delta });
      await new Promise<void>((next) => setImmediate(next));
    }
    const held = this.#held;
    this.#held = null;
    for (const delta of held) this.#post({ kind: 'put', delta });
  }

  #post(message: ToThread): void {
    this.#worker?.postMessage(message);
  }

  #take(message: FromThread): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(Object.assign(new Error(message.message), message.stack ? { stack: message.stack } : {}));
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
