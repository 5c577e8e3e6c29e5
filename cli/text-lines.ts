/** Lines of a byte stream whose encoding nobody stated: UTF-16 by its mark, else per line UTF-8, then GB 18030, then whatever can be read. */

import { TextDecoder } from 'node:util';

const NEWLINE = 0x0a;
const UTF16_LE = [0xff, 0xfe] as const;
const UTF16_BE = [0xfe, 0xff] as const;

/** Yields every line, empty ones included, without its line end; a last line without line end counts. Never throws on bytes. */
export async function* inputLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let wide: TextDecoder | null = null;
  let isFirst = true;
  let pending = '';
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    if (isFirst && rest.length >= 2) {
      wide = wideDecoder(rest);
      isFirst = false;
    }
    if (isFirst) continue;
    if (wide !== null) {
      const parts = (pending + wide.decode(rest, { stream: true })).split('\n');
      rest = Buffer.alloc(0);
      pending = parts.pop() ?? '';
      for (const p of parts) yield trimEnd(p);
      continue;
    }
    let start = 0;
    for (let at = rest.indexOf(NEWLINE, start); at >= 0; at = rest.indexOf(NEWLINE, start)) {
      yield trimEnd(decodeLine(rest.subarray(start, at)));
      start = at + 1;
    }
    rest = rest.subarray(start);
  }
  if (wide !== null && pending !== '') yield trimEnd(pending);
  else if (rest.length > 0) yield trimEnd(decodeLine(rest));
}

function wideDecoder(head: Buffer): TextDecoder | null {
  if (head[0] === UTF16_LE[0] && head[1] === UTF16_LE[1]) return new TextDecoder('utf-16le');
  if (head[0] === UTF16_BE[0] && head[1] === UTF16_BE[1]) return new TextDecoder('utf-16be');
  return null;
}

/** A line decodes as a whole in one encoding; only where none fits are unreadable bytes replaced. */
function decodeLine(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // TypeError: these bytes are not in this encoding
    }
  }
  return new TextDecoder('utf-8').decode(bytes);
}

function trimEnd(line: string): string {
  return line.replace(/\r?\n?$/, '');
}
