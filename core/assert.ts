/** We were wrong: stops the unit of work loudly. For bad input use `Problem`, for a failing world `OperationalError`. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

/** The world failed (broker, disk, 503). `retryable` tells the caller whether the same try may succeed later. */
export class OperationalError extends Error {
  readonly retryable: boolean;
  constructor(message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'OperationalError';
    this.retryable = options.retryable;
  }
}
