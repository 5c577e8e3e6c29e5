/** Uploaded recordings as the server sees them: a thread that reads, keeps and draws, started when first needed. */
import { Worker } from 'node:worker_threads';
import { OperationalError } from '../../core/assert.ts';
import type { RecordingReport, RecordingWindow } from '../../core/recording-report.ts';
import type { Upload } from '../recordings/report.ts';
import type { WindowAsk } from '../recordings/window.ts';
import type { FromRecordings, RecordingAnswer, RecordingAsk, ToRecordings } from './recording-protocol.ts';

export interface RecordingDesk {
  /** Rejects with a retryable `OperationalError` when the thread died. */
  open(upload: Upload): Promise<RecordingReport>;
  /** null = no longer kept. */
  report(id: string): Promise<RecordingReport | null>;
  window(id: string, part: number, ask: WindowAsk): Promise<RecordingWindow | null>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(value: RecordingAnswer): void;
  reject(error: Error): void;
}

/** Memory one upload may take in its thread, MB: a file that wants more ends the thread, not the server. */
const HEAP_MB = 2_048;

export function createRecordingDesk(): RecordingDesk {
  let worker: Worker | null = null;
  let calls = 0;
  const waiting = new Map<number, Waiting>();

  const fail = (error: Error) => {
    for (const w of waiting.values()) w.reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./recording-boot.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    started.on('message', (message: FromRecordings) => {
      const one = waiting.get(message.call);
      waiting.delete(message.call);
      if (waiting.size === 0) started.unref();
      if (message.ok) one?.resolve(message.value);
      else one?.reject(new Error(message.message));
    });
    const died = (cause: unknown) => {
      if (worker !== started) return;
      worker = null;
      fail(new OperationalError('the thread that reads recordings died', { retryable: true, cause }));
    };
    started.on('error', died);
    started.on('exit', died);
    started.unref();
    return started;
  };
  const ask = (what: RecordingAsk): Promise<RecordingAnswer> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const call = ++calls;
      waiting.set(call, { resolve, reject });
      // While somebody waits the process must not end; an idle thread must not keep it alive.
      worker.ref();
      worker.postMessage({ call, ask: what } satisfies ToRecordings);
    });

  return {
    open: async (upload) => (await ask({ kind: 'open', upload })) as RecordingReport,
    report: async (id) => (await ask({ kind: 'report', id })) as RecordingReport | null,
    window: async (id, part, window) =>
      (await ask({ kind: 'window', id, part, ask: window })) as RecordingWindow | null,
    stop: async () => {
      const stopped = worker;
      worker = null;
      fail(new OperationalError('the thread that reads recordings was stopped', { retryable: false }));
      await stopped?.terminate();
    },
  };
}
