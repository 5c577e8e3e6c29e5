/** Getting a batch of lines into a server that may refuse some of them. */
import type { RetentionPolicyName } from '../../core/schema.ts';

/**
 * The server took none or only some of the lines (HTTP 400, 413, 422). It names one reason at best and not always the
 * line, and has stored the good ones; writing those again does no harm.
 */
export class LinesRefused extends Error {
  /** How many lines the server says it dropped; null where it does not say. */
  readonly dropped: number | null;
  constructor(reason: string) {
    super(reason);
    this.name = 'LinesRefused';
    const dropped = /dropped=(\d+)/.exec(reason)?.[1];
    this.dropped = dropped === undefined ? null : Number(dropped);
  }
}

/** Sends lines of one retention policy; rejects with `LinesRefused` or `OperationalError`. */
export type PostLines = (policy: RetentionPolicyName, lines: readonly string[]) => Promise<void>;

/** Lines of one request: five thousand give twice the rate of one thousand, more gain little. */
const LINES_PER_POST = 5_000;

/** Resolves to the refused lines (index → reason) once all others are stored. */
export async function deliver(
  post: PostLines,
  policy: RetentionPolicyName,
  lines: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  const refused = new Map<number, string>();
  for (let at = 0; at < lines.length; at += LINES_PER_POST) {
    await part(at, Math.min(lines.length, at + LINES_PER_POST));
  }
  return refused;

  async function part(from: number, to: number): Promise<void> {
    try {
      await post(policy, lines.slice(from, to));
    } catch (error) {
      if (!(error instanceof LinesRefused)) throw error;
      if (to - from === 1 || error.dropped === to - from) {
        for (let i = from; i < to; i++) refused.set(i, error.message);
        return;
      }
      const middle = (from + to) >> 1;
      await part(from, middle);
      await part(middle, to);
    }
  }
}
