/** Sentences of one kind of call. `{when}`, `{appl}`, `{place}`, `{hours}` are filled in; every family has twelve or more. */
export interface Family {
  readonly zh: readonly string[];
  /** Flavoured with Cantonese, as written in messages. */
  readonly yue: readonly string[];
  readonly en: readonly string[];
}
