/**
 * One collector at a time, and always one that knows the network as it is: it is started again a moment after nodes,
 * sections or meters changed. What is pushed over HTTP waits for that, so that a file of readings right behind the
 * network it belongs to meets its meters.
 */
import type { CollectorConfig } from '../../collector/config.ts';
import type { Item } from '../../collector/item.ts';
import type { Collector } from '../../collector/main.ts';
import { OperationalError } from '../../core/assert.ts';
import type { Service } from '../../correlator/io/service.ts';
import { type Log, reasonOf } from './log.ts';

/** The network rarely changes; a burst of imports becomes one new start. */
const SETTLE_MS = 1_000;
/** Pause before the next try where a new start failed (a port still taken). */
const RETRY_MS = 5_000;

export interface Collecting {
  /** null before the first start, and while one start follows another. */
  current(): Collector | null;
  /** Start, or start again with another configuration; the network is taken as it is now. */
  collect(config: CollectorConfig): Promise<Collector>;
  /** Resolves when durable; rejects (retryable) while nothing collects. */
  ingest(items: readonly Item[]): Promise<void>;
  stop(): Promise<void>;
}

export function createCollecting(deps: {
  readonly service: Pick<Service, 'subscribe'>;
  readonly start: (config: CollectorConfig) => Promise<Collector>;
  readonly log: Log;
}): Collecting {
  const { log } = deps;
  let collector: Collector | null = null;
  let config: CollectorConfig | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;
  /** Starts and stops follow each other; never rejects. */
  let queue: Promise<unknown> = Promise.resolve();

  function next<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  function collect(wanted: CollectorConfig): Promise<Collector> {
    config = wanted;
    cancel();
    return next(async () => {
      await collector?.stop();
      collector = null;
      if (isStopped) throw new OperationalError('collecting has ended', { retryable: false });
      collector = await deps.start(wanted);
      return collector;
    });
  }

  function cancel(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function plan(afterMs: number): void {
    cancel();
    timer = setTimeout(() => void again(), afterMs).unref();
  }

  async function again(): Promise<void> {
    if (config === null || isStopped) return;
    try {
      await collect(config);
      log('info', 'collecting with the changed network');
    } catch (error) {
      if (isStopped) return;
      log('error', 'the collector could not be started again', { reason: reasonOf(error) });
      plan(RETRY_MS);
    }
  }

  const unsubscribe = deps.service.subscribe((event) => {
    if (event.type !== 'written' || config === null) return;
    const { nodes = [], sections = [], meters = [] } = event.what.facts ?? {};
    if (nodes.length + sections.length + meters.length > 0) plan(SETTLE_MS);
  });

  return {
    current: () => collector,
    collect,
    async ingest(items) {
      if (timer !== null) await again();
      await queue;
      if (collector === null) throw new OperationalError('the collector is not running', { retryable: true });
      await collector.ingest(items);
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      cancel();
      await next(async () => {
        await collector?.stop();
        collector = null;
      });
    },
  };
}
