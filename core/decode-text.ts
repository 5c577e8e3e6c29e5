/**
 * Bytes to text, and which encoding it was. A byte-order mark decides; without one, what is valid UTF-8 is UTF-8
 * (text in another encoding practically never is); the rest is GB 18030, which contains GBK and GB 2312.
 */

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
  /** What decided: a byte-order mark, the caller's choice, or the bytes themselves. */
  readonly by: 'bom' | 'choice' | 'bytes';
  /** False where bytes did not fit the encoding and stand as U+FFFD in the text. */
  readonly clean: boolean;
}

/** Names people give to these encodings, lower case. */
const NAMES: Readonly<Record<string, TextEncodingName>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  ansi: 'gb18030',
};

/** The encoding a person means, or null for an unknown name. */
export function encodingNamed(name: string): TextEncodingName | null {
  return NAMES[name.trim().toLowerCase()] ?? null;
}

/**
 * Decode a whole file. `choice` is used where no byte-order mark says otherwise: a mark is a statement of the file
 * itself, a choice is often yesterday's. Never throws; the mark is not part of the text.
 */
export function decodeText(bytes: Uint8Array, choice: TextEncodingName | null = null): DecodedText {
  const marked = byMark(bytes);
  if (marked !== null) return decodeAs(bytes, marked, 'bom');
  if (choice !== null) return decodeAs(bytes, choice, 'choice');
  const utf8 = strict(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8', by: 'bytes', clean: true };
  return decodeAs(bytes, 'gb18030', 'bytes');
}

function byMark(b: Uint8Array): TextEncodingName | null {
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8';
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le';
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be';
  // GB 18030 writes the mark as 84 31 95 33.
  if (b[0] === 0x84 && b[1] === 0x31 && b[2] === 0x95 && b[3] === 0x33) return 'gb18030';
  return null;
}

function decodeAs(bytes: Uint8Array, encoding: TextEncodingName, by: DecodedText['by']): DecodedText {
  const exact = strict(bytes, encoding);
  const text = exact ?? new TextDecoder(encoding).decode(bytes);
  return { text: text.startsWith('\ufeff') ? text.slice(1) : text, encoding, by, clean: exact !== null };
}

function strict(bytes: Uint8Array, encoding: TextEncodingName): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
