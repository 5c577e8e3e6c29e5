/** Errors of the stores' drivers as `OperationalError`, so that callers see one kind whatever the store. */
import { OperationalError } from '../core/assert.ts';

/** The database, bucket or retention policy is not there (any more): opening the store again may make it. */
export class StoreGone extends OperationalError {
  constructor(message: string, options: { readonly cause?: unknown }) {
    super(message, { retryable: true, ...options });
  }
}

/** Runs `work`; what it throws becomes an `OperationalError` that says what was being done. */
export async function guarded<T>(
  doing: string,
  retryable: (error: Error) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof OperationalError) throw cause;
    const error = cause instanceof Error ? cause : new Error(String(cause));
    throw new OperationalError(`${doing}: ${error.message}`, { retryable: retryable(error), cause });
  }
}

/** Runs pieces of work one after the other, in the order they were asked for. */
export class Turnstile {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined); // the caller of `turn` sees the error; the queue goes on
    return turn;
  }
}
