/** A process of ours that is killed and comes back as a supervisor would bring it: at once, and again where it failed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChildPlan, ChildReport, Order } from './child-words.ts';

const AGAIN_AFTER_MS = 500;

export class Child {
  readonly #script: string;
  readonly #plan: () => ChildPlan;
  readonly #log: WriteStream;
  #process: ChildProcess | null = null;
  #isWanted = false;
  #report: ChildReport | null = null;
  /** Starts, and ends that nobody had asked for. */
  starts = 0;
  failures = 0;

  constructor(script: string, plan: () => ChildPlan, logFile: string) {
    this.#script = script;
    this.#plan = plan;
    this.#log = createWriteStream(logFile, { flags: 'a' });
  }

  /** Resolves when it has started and said so. */
  async start(): Promise<void> {
    this.#isWanted = true;
    this.#spawn();
    await this.ask(120_000);
  }

  tell(order: Order): void {
    if (this.#process?.connected === true) this.#process.send(order, () => undefined);
  }

  /** What it says of itself now; null where it does not answer (it is starting, or dead). */
  async ask(withinMs = 3_000): Promise<ChildReport | null> {
    this.#report = null;
    const endMs = performance.now() + withinMs;
    while (performance.now() < endMs) {
      this.tell({ report: true });
      for (let k = 0; k < 20 && this.#report === null; k++) await pause(20);
      if (this.#report !== null) return this.#report;
    }
    return null;
  }

  /** As a crash: nothing is flushed, nothing is said. It is started again after `downMs`. */
  async kill9(downMs: number): Promise<void> {
    this.#isWanted = false;
    const was = this.#process;
    if (was !== null && was.exitCode === null && was.signalCode === null) {
      const ended = once(was, 'exit');
      was.kill('SIGKILL');
      await ended;
    }
    await pause(downMs);
    this.#isWanted = true;
    this.#spawn();
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    const was = this.#process;
    if (was === null || was.exitCode !== null || was.signalCode !== null) return;
    const ended = once(was, 'exit');
    this.tell({ stop: true });
    const isEnded = await Promise.race([ended.then(() => true), pause(15_000).then(() => false)]);
    if (!isEnded) {
      was.kill('SIGKILL');
      await ended;
    }
    this.#log.end();
  }

  #spawn(): void {
    this.starts++;
    const child = spawn(process.execPath, ['--import', 'tsx', this.#script], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, GRIDWITNESS_FAULT_CHILD: JSON.stringify(this.#plan()) },
    });
    this.#process = child;
    child.stderr?.pipe(this.#log, { end: false });
    child.on('message', (said) => {
      this.#report = said as ChildReport;
    });
    child.once('exit', () => {
      if (this.#process !== child || !this.#isWanted) return;
      this.failures++;
      setTimeout(() => {
        if (this.#process === child && this.#isWanted) this.#spawn();
      }, AGAIN_AFTER_MS);
    });
  }
}
