/**
 * Getting a batch of lines into a server that may refuse some of them. What it can keep is kept, down to the single
 * field; what it can't comes back with its own reason. Every line ends in exactly one of the two.
 */
import type { RetentionPolicyName } from '../../core/schema.ts';
import { fieldsOf, timeOf, withoutField } from './line-parts.ts';
import { type LinesRefused, refusalOf } from './refusal.ts';

/** Sends lines of one retention policy; rejects with `LinesRefused` or `OperationalError`. */
export type PostLines = (policy: RetentionPolicyName, lines: readonly string[]) => Promise<void>;

/** What a server would not keep of a line. */
export interface RefusedLine {
  readonly reason: string;
  /** Fields that were left out, the others are stored; null = nothing of the line was kept. */
  readonly lost: readonly string[] | null;
}

/** Lines of one request: five thousand give twice the rate of one thousand, more gain little. */
const LINES_PER_POST = 5_000;

interface Line {
  readonly index: number;
  readonly text: string;
  /** Fields taken out so far, and why. */
  readonly lost: readonly string[];
  readonly reason: string;
}

/** Resolves to what was refused (index → how) once all the rest is stored. */
export async function deliver(
  post: PostLines,
  policy: RetentionPolicyName,
  lines: readonly string[],
): Promise<ReadonlyMap<number, RefusedLine>> {
  const refused = new Map<number, RefusedLine>();
  for (let at = 0; at < lines.length; at += LINES_PER_POST) {
    const part = lines.slice(at, at + LINES_PER_POST);
    const refusal = await tried(() => post(policy, part));
    if (refusal === null) continue;
    const whole = part.map((text, n): Line => ({ index: at + n, text, lost: [], reason: '' }));
    for (const piece of pieces(whole, refusal, refuse)) await settle(piece);
  }
  return refused;

  async function settle(part: readonly Line[]): Promise<void> {
    if (part.length === 0) return;
    const texts = part.map((l) => l.text);
    const refusal = await tried(() => post(policy, texts));
    if (refusal !== null) {
      for (const piece of pieces(part, refusal, refuse)) await settle(piece);
      return;
    }
    for (const { index, lost, reason } of part) if (lost.length > 0) refused.set(index, { reason, lost });
  }

  function refuse(line: Line, reason: string): void {
    refused.set(line.index, { reason, lost: null });
  }
}

async function tried(work: () => Promise<void>): Promise<LinesRefused | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

/**
 * What to send next after a refusal: always less than before, in lines or in fields. A server names one reason of
 * several at best, and has stored the good lines; sending those again does no harm.
 */
function pieces(
  part: readonly Line[],
  refusal: LinesRefused,
  refuse: (line: Line, reason: string) => void,
): readonly (readonly Line[])[] {
  const { reason, dropped } = refusal;
  const isAll = part.length === 1 || dropped === part.length;
  const named = refusal.namedLines(part.map((l) => l.text));
  if (named.size > 0) {
    for (const [n, why] of named) refuse(part[n] as Line, why);
    return [part.filter((_, n) => !named.has(n))];
  }
  if (refusal.field !== null) {
    const { field } = refusal;
    const having: Line[] = [];
    const without: Line[] = [];
    for (const l of part) (fieldsOf(l.text).includes(field) ? having : without).push(l);
    if (having.length > 0 && without.length > 0) return [having, without];
    if (isAll && having.length > 0) return [stripped(having, field, reason, refuse)];
  }
  if (isAll) {
    for (const line of part) refuse(line, reason);
    return [];
  }
  // A field's type and a policy's limit go by time: in order of time what is refused lies together.
  const byTime = [...part].sort((a, b) => timeOf(a.text) - timeOf(b.text));
  const isOld = refusal.isBeyondRetention && dropped !== null && dropped > 0 && dropped < part.length;
  const cut = isOld ? dropped : part.length >> 1;
  return [byTime.slice(0, cut), byTime.slice(cut)];
}

/** The lines without the field; a line that had no other is refused. */
function stripped(
  part: readonly Line[],
  field: string,
  reason: string,
  refuse: (line: Line, reason: string) => void,
): readonly Line[] {
  return part.flatMap((line) => {
    const text = withoutField(line.text, field);
    if (text !== null) return [{ ...line, text, lost: [...line.lost, field], reason: line.reason || reason }];
    refuse(line, reason);
    return [];
  });
}
