/** What a server says when it takes none or only some of the lines of a request (HTTP 400, 413, 422). */

/** The server's own words, and what they tell of the lines that are meant. */
export class LinesRefused extends Error {
  /** In the server's words, without the wrapping. */
  readonly reason: string;
  /** How many lines the server says it dropped; null where it does not say. Lines it could not read are not counted. */
  readonly dropped: number | null;
  /** Field whose type is another one in the store; null = not about a field. */
  readonly field: string | null;
  readonly isBeyondRetention: boolean;
  readonly #body: string;

  constructor(body: string) {
    const reason = wordsOf(body);
    super(reason);
    this.name = 'LinesRefused';
    this.#body = body;
    this.reason = reason;
    const dropped = /dropped=(\d+)/.exec(reason)?.[1];
    this.dropped = dropped === undefined ? null : Number(dropped);
    this.field = conflictOf(reason);
    this.isBeyondRetention = /beyond retention/.test(reason);
  }

  /** Lines the answer names one by one (index → reason); the others may have faults of their own. */
  namedLines(lines: readonly string[]): ReadonlyMap<number, string> {
    const named = new Map<number, string>();
    // 1.x: the text of each line it could not read, one below the other.
    for (const [, text, why] of this.reason.matchAll(/unable to parse '(.*?)': (.*?)(?= dropped=\d+|$)/gm)) {
      const at = lines.indexOf(text ?? '');
      if (at >= 0) named.set(at, `unable to parse: ${why}`);
    }
    // 3.x: by number, from 1 on (unconfirmed: no 3.x server was at hand).
    for (const { line_number: n, error_message: why } of dataOf(this.#body)) {
      if (typeof n === 'number' && n >= 1 && n <= lines.length && conflictOf(why ?? '') === null) {
        named.set(n - 1, why ?? this.reason);
      }
    }
    return named;
  }
}

/** The refusal in an error; null where it is none. */
export function refusalOf(error: unknown): LinesRefused | null {
  return error instanceof LinesRefused ? error : null;
}

/** Whether an answer speaks of lines at all: a proxy's or another server's page says nothing about our data. */
export function isAboutLines(body: string): boolean {
  const document = documentOf(body);
  return document !== null && ('error' in document || 'message' in document);
}

/** 1.x and 2.x have the same words; 3.x says `column` (unconfirmed). */
function conflictOf(reason: string): string | null {
  return (
    /field type conflict: input field "((?:[^"\\]|\\.)+)"/.exec(reason)?.[1] ??
    /invalid column type for column '([^']+)'/.exec(reason)?.[1] ??
    null
  );
}

interface NamedLine {
  readonly line_number?: number;
  readonly error_message?: string;
}

function dataOf(body: string): readonly NamedLine[] {
  const data = documentOf(body)?.['data'];
  return Array.isArray(data) ? (data as readonly NamedLine[]) : [];
}

function wordsOf(body: string): string {
  const document = documentOf(body);
  const words = document?.['error'] ?? document?.['message'];
  return typeof words === 'string' ? words : body.trim();
}

/** The JSON object in an error text, which a client may have put words before. */
function documentOf(body: string): Readonly<Record<string, unknown>> | null {
  const from = body.indexOf('{');
  if (from < 0) return null;
  try {
    const document: unknown = JSON.parse(body.slice(from));
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
