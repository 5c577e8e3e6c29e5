/** Waiting that ends at once when asked to stop, and repeating with growing pauses until it works. */
import type { Log } from '../source.ts';

/** Resolves after `ms`, or at once when `signal` fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** First and longest pause between two tries, ms. */
const PAUSE_FIRST_MS = 250;
const PAUSE_MAX_MS = 30_000;

/** Pause before try `n` (0 = the first repetition): doubling, bounded, with up to a quarter of jitter. */
export function backOffMs(n: number): number {
  const ms = Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** Math.min(n, 20));
  return ms * (1 + Math.random() / 4);
}

/** The work was given up because the collector stops. */
export class Stopped extends Error {}

/**
 * Repeat `work` until it succeeds. Every failure is logged and counted by `onFailure`; rejects only with `Stopped`.
 */
export async function untilDone<T>(
  what: string,
  work: () => Promise<T>,
  options: { readonly signal: AbortSignal; readonly log: Log; readonly onFailure: () => void },
): Promise<T> {
  for (let n = 0; ; n++) {
    try {
      return await work();
    } catch (cause) {
      options.onFailure();
      const message = cause instanceof Error ? cause.message : String(cause);
      options.log(n < 5 ? 'warn' : 'error', `${what} failed, trying again`, { tries: n + 1, message });
    }
    await pause(backOffMs(n), options.signal);
    if (options.signal.aborted) throw new Stopped(what);
  }
}
