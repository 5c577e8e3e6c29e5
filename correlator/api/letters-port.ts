/** What the collecting side holds for a person, as far as the API needs it. */

export interface HeldLetter {
  readonly id: string;
  readonly atMs: number;
  readonly subject: string;
  readonly reason: string;
  /** A message's bytes in base64; of anything else the thing itself. */
  readonly content: unknown;
  readonly meter?: string | null;
  readonly sink?: string;
  readonly kind?: string;
  readonly lost?: readonly string[] | null;
  readonly done: { readonly atMs: number; readonly by: string } | null;
}

export interface LettersPort {
  /** Newest first, those before `before`. */
  list(ask: {
    readonly limit: number;
    readonly before: string | null;
    readonly fits: (letter: HeldLetter) => boolean;
  }): Promise<{ readonly letters: readonly HeldLetter[]; readonly next: string | null }>;
  get(id: string): Promise<HeldLetter | null>;
  /** Each of `ids` is in one of the two lists of the answer. */
  retry(
    ids: readonly string[],
    by: string,
  ): Promise<{
    readonly done: readonly string[];
    readonly failed: readonly { readonly id: string; readonly reason: string }[];
  }>;
}
