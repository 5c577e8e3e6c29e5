/**
 * Text of a recorder's header. Recorders write UTF-8, or the code page of the country they were configured in; the file
 * does not say which. A byte-order mark or valid UTF-8 decides; then GB 18030, windows-1251, -1250 and -1252 are told
 * apart by how their letters lie. ISO 8859-1 is read as windows-1252, which holds all its letters at the same places.
 */
import { decodeText } from '../../core/decode-text.ts';

export type RecorderEncoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'gb18030'
  | 'windows-1250'
  | 'windows-1251'
  | 'windows-1252';

export interface RecorderText {
  readonly text: string;
  readonly encoding: RecorderEncoding;
}

/** Common Chinese characters (level 1 of GB 2312) have lead bytes up to D7; symbols and full-width forms A1–A3. */
const COMMON_LEAD_MAX = 0xd7;
/** Share of common characters from which two-byte text is taken as Chinese. Real names lie above 0.8. */
const COMMON_SHARE = 0.5;
/** Share of high bytes in words that also hold plain letters, from which the text is Latin with accents, not Cyrillic. */
const MIXED_SHARE = 0.5;

/** Never throws: what fits nowhere is read as windows-1252, which has a character for every byte. */
export function decodeRecorderText(bytes: Uint8Array): RecorderText {
  const plain = decodeText(bytes);
  if (plain.encoding !== 'gb18030') return { text: plain.text, encoding: plain.encoding };
  if (plain.by === 'bom' || (plain.clean && commonShare(bytes) >= COMMON_SHARE)) {
    return { text: plain.text, encoding: 'gb18030' };
  }
  const latin = centralEuropean(bytes) ? 'windows-1250' : 'windows-1252';
  const encoding = mixedShare(bytes) >= MIXED_SHARE ? latin : 'windows-1251';
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

const isPlainLetter = (b: number): boolean => (b >= 0x41 && b <= 0x5a) || (b >= 0x61 && b <= 0x7a);

/** Share of the high bytes that stand in a word with plain letters. Cyrillic words have none. 0 where there is no byte. */
function mixedShare(bytes: Uint8Array): number {
  let all = 0;
  let mixed = 0;
  let high = 0;
  let plain = 0;
  for (let i = 0; i <= bytes.length; i++) {
    const b = bytes[i] ?? 0;
    if (b >= 0x80) high++;
    else if (isPlainLetter(b)) plain++;
    else {
      all += high;
      mixed += plain > 0 ? high : 0;
      high = 0;
      plain = 0;
    }
  }
  return all === 0 ? 0 : mixed / all;
}

/** Share of the two-byte characters that are common Chinese ones. 0 where there is none. */
function commonShare(bytes: Uint8Array): number {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    pairs++;
    const isSymbol = lead >= 0xa1 && lead <= 0xa3;
    if (trail >= 0xa1 && (isSymbol || (lead >= 0xb0 && lead <= COMMON_LEAD_MAX))) common++;
    i++;
  }
  return pairs === 0 ? 0 : common / pairs;
}

/**
 * Bytes that are letters of Czech, Slovak, Polish or Hungarian in windows-1250 and something else in windows-1252, with
 * what follows them where the text is Central European and where it is Western (lower case, `$` = end of the word).
 * The votes are ours: which sounds these languages put after the letter, and after the other reading of the byte.
 */
const VOTES: readonly (readonly [bytes: readonly number[], central: RegExp | null, western: RegExp | null])[] = [
  // Ť ť Ź ź Ł ł Ą ą Ş ş Ľ ľ Ż ż: signs and figures in windows-1252, never inside a word there.
  [[0x8d, 0x9d, 0x8f, 0x9f, 0xa3, 0xb3, 0xa5, 0xb9, 0xba, 0xbc, 0xbe, 0xbf], /[a-z]/, null],
  [[0xc8], /[a-z]/, null], // Č, rarely È
  [[0xe8], /[aeiounky]|$/, /[bcdfglmprstvz]/], // č or è
  [[0xd8, 0xf8], /[aeiouy]/, /[bdfglmnrstv]/], // ř or ø
  [[0xd9, 0xf9, 0xcc, 0xec], /[a-z]/, /$/], // ů ě or ù ì
  [[0xca, 0xea], /[dgkz]|c[iyh]/, /[nmtvs]/], // ę or ê
  [[0xe3, 0xf5, 0xfb], /[klmnsr]/, /[aoest]|$/], // ă ő ű or ã õ û
  [[0xd1, 0xf1], /[bcdgklmnstwz]|$/, /[aeiou]/], // ń or ñ
  [[0xd2, 0xf2], /[aeou]/, /$/], // ň or ò
];

function centralEuropean(bytes: Uint8Array): boolean {
  let central = 0;
  let western = 0;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i]!;
    if (b < 0x80) continue;
    const vote = VOTES.find(([of]) => of.includes(b));
    if (vote === undefined) continue;
    const next = follow(bytes, i);
    if (vote[1] !== null && startsWith(vote[1], next)) central++;
    else if (vote[2] !== null && startsWith(vote[2], next)) western++;
  }
  return central > western;
}

/** Up to two ASCII letters after byte `i`, lower case; another accented letter is nearly always a vowel: `a`. */
function follow(bytes: Uint8Array, i: number): string {
  let out = '';
  for (let k = i + 1; k <= i + 2; k++) {
    const b = bytes[k] ?? 0;
    if (b >= 0x80) out += 'a';
    else if (isPlainLetter(b)) out += String.fromCharCode(b).toLowerCase();
    else break;
  }
  return out;
}

const startsWith = (pattern: RegExp, text: string): boolean => {
  if (text === '') return pattern.source.endsWith('$');
  return new RegExp(`^(?:${pattern.source.replace(/\|?\$$/, '') || '(?!)'})`).test(text);
};
