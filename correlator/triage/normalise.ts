/**
 * A customer's text made comparable: half-width, lower case, simplified characters, one sign per clause break,
 * common misspellings mended, politeness taken out. Every character remembers where it came from, so that the words
 * shown as reasons are the customer's own.
 */

import { SIMPLIFIED } from '../../core/traditional.ts';
import { MISSPELT_CHINESE, mendEnglish } from './misspelt.ts';
import { POLITE } from './polite.ts';

/** Longest text looked at, in UTF-16 units: a complaint of five pages. What lies behind it is not read. */
const TEXT_LENGTH_MAX = 8_000;

export interface Clause {
  readonly text: string;
  /** Per UTF-16 unit of `text`: offset in the original; one entry more for the end. */
  readonly origin: readonly number[];
}

export interface NormalText {
  readonly original: string;
  readonly clauses: readonly Clause[];
}

/** Growing text with its origins. */
interface Draft {
  text: string;
  origin: number[];
}

const BREAK = ',';
const BREAKS = new Set([
  ',',
  ';',
  ':',
  '.',
  '!',
  '?',
  '\n',
  '\r',
  '\t',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '|',
  '…',
  '~',
  '/',
]);
const BREAKS_WIDE = new Set(['。', '；', '：', '，', '！', '？', '【', '】', '（', '）', '—', '～', '·', '|', '⋯']);
/** Invisible characters and quotation marks. */
const DROPPED = /\p{Cf}|\p{Mn}|["“”„「」『』《》〈〉*_#`]/u;
const CJK = /[\u2e80-\u9fff\uf900-\ufaff]/u;
/** Words that turn the sentence: what was denied before them is not denied behind them. */
const TURN =
  /\b(?:but|however|although|though|whereas|while|yet|instead)\b|但(?:是)?|不过|可是|然而|而且|并且|同时|另外|反而|其实/dg;

/** Never throws; lone surrogates and control characters are kept out of the clauses. */
export function normalise(text: string): NormalText {
  const folded = foldCharacters(text.slice(0, TEXT_LENGTH_MAX));
  const mended = replaceAll(replaceAll(folded, ...MISSPELT_CHINESE), [/[a-z]{5,}/dg, mendEnglish]);
  const plain = replaceAll(mended, ...POLITE.map((p) => [p, () => BREAK] as const));
  return { original: text, clauses: clausesOf(replaceAll(plain, [TURN, () => BREAK])) };
}

/** The customer's own characters behind a stretch of a clause. */
export function originalWords(text: NormalText, clause: Clause, start: number, end: number): string {
  const from = clause.origin[start] ?? 0;
  const last = clause.origin[Math.max(start, end - 1)] ?? from;
  const size = (text.original.codePointAt(last) ?? 0) > 0xffff ? 2 : 1;
  return text.original.slice(from, last + size).trim();
}

function foldCharacters(text: string): Draft {
  const draft: Draft = { text: '', origin: [] };
  let at = 0;
  for (const ch of text) {
    for (const folded of foldOne(ch)) push(draft, folded, at);
    at += ch.length;
  }
  return spacesToBreaks(draft);
}

function foldOne(ch: string): string {
  if (DROPPED.test(ch)) return '';
  if (BREAKS_WIDE.has(ch)) return BREAK;
  if (ch === '’' || ch === '‘' || ch === '´') return "'";
  const simple = SIMPLIFIED.get(ch);
  if (simple !== undefined) return simple;
  const plain = ch.normalize('NFKC').toLowerCase();
  if (plain.length > 3) return ' ';
  let out = '';
  for (const c of plain) {
    const code = c.codePointAt(0) ?? 0;
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    const isPicture = code >= 0x2190 && code <= 0x2bff;
    if (isSurrogate || isPicture || (code >= 0x1f000 && code <= 0x1faff)) out += BREAK;
    else if (code < 0x20 && c !== '\n' && c !== '\t' && c !== '\r') out += ' ';
    else out += SIMPLIFIED.get(c) ?? c;
  }
  return out;
}

/** Decimal points and clock colons stay; a blank between two Chinese characters is a clause break. */
function spacesToBreaks(draft: Draft): Draft {
  const out: Draft = { text: '', origin: [] };
  const chars = draft.text;
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i] ?? '';
    const before = chars[i - 1] ?? '';
    const after = chars[i + 1] ?? '';
    const inNumber = (c === '.' || c === ':' || c === ',' || c === '/') && /\d/.test(before) && /\d/.test(after);
    const inClockWord = c === '.' && /^[ap]$/.test(before) && /^[m ]$/.test(after);
    if (inNumber) push(out, c === ',' ? '' : c, draft.origin[i] ?? 0);
    else if (inClockWord || (c === '.' && before === 'm' && chars[i - 2] === '.')) continue;
    else if (BREAKS.has(c)) push(out, BREAK, draft.origin[i] ?? 0);
    else if (c === ' ' && CJK.test(before) && CJK.test(after)) push(out, BREAK, draft.origin[i] ?? 0);
    else if (c === '-' && before === ' ' && after === ' ') push(out, BREAK, draft.origin[i] ?? 0);
    else if (c === ' ' && before === ' ') continue;
    else push(out, c, draft.origin[i] ?? 0);
  }
  return out;
}

type Replacement = readonly [pattern: RegExp, by: (found: string) => string];

/** Replaces matches one rule after the other; the new characters all point at the first replaced one. */
function replaceAll(draft: Draft, ...rules: readonly Replacement[]): Draft {
  let now = draft;
  for (const [pattern, by] of rules) {
    const matches = [...now.text.matchAll(pattern)];
    if (matches.length === 0) continue;
    const next: Draft = { text: '', origin: [] };
    let done = 0;
    for (const m of matches) {
      copy(now, done, m.index, next);
      const replaced = by(m[0]);
      if (replaced.length === m[0].length) copyAs(now, m.index, replaced, next);
      else push(next, replaced, now.origin[m.index] ?? 0);
      done = m.index + m[0].length;
    }
    copy(now, done, now.text.length, next);
    now = next;
  }
  return now;
}

function copy(from: Draft, start: number, end: number, to: Draft): void {
  copyAs(from, start, from.text.slice(start, end), to);
}

function copyAs(from: Draft, start: number, chars: string, to: Draft): void {
  to.text += chars;
  for (let i = 0; i < chars.length; i++) to.origin.push(from.origin[start + i] ?? 0);
}

function push(draft: Draft, chars: string, origin: number): void {
  draft.text += chars;
  for (let i = 0; i < chars.length; i++) draft.origin.push(origin);
}

function clausesOf(draft: Draft): readonly Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  for (let i = 0; i <= draft.text.length; i++) {
    if (i < draft.text.length && draft.text[i] !== BREAK) continue;
    const text = draft.text.slice(start, i).trimEnd();
    const blanks = text.length - text.trimStart().length;
    if (text !== '') clauses.push({ text: text.slice(blanks), origin: draft.origin.slice(start + blanks, i + 1) });
    start = i + 1;
  }
  return clauses;
}
