/** A sentence in both languages of the console; the compiler asks for both. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}
export type Lang = keyof Text;
