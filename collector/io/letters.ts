/**
 * What could not be used or was refused by a store, kept for a person: JSON lines in numbered files, flushed before the
 * spool moves on, never removed by us while one of them is open. An id is the place of a line: file and byte.
 */
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../core/assert.ts';
import { formatTime } from '../../core/time.ts';
import { syncDirectory } from './durable-file.ts';

/** One held thing as it is written. */
export interface Letter {
  readonly atMs: number;
  /** What it is about, for counting: a topic, a meter, `store M1`. */
  readonly subject: string;
  readonly reason: string;
  /** The thing itself: decoded where possible, else base64. */
  readonly content: unknown;
  /** Whose it is, where one meter's; null or absent = nobody knows. */
  readonly meter?: string | null;
  /** The store that refused it; absent = it never came that far. */
  readonly sink?: string;
  /** What kind of fact, message or poll. */
  readonly kind?: string;
  /** Fields the store left out, the others are stored; null or absent = nothing was kept. */
  readonly lost?: readonly string[] | null;
  /** What is needed to try it again, beside the content. */
  readonly again?: unknown;
}

export interface KeptLetter extends Letter {
  readonly id: string;
  /** Null while it is open. */
  readonly done: { readonly atMs: number; readonly by: string } | null;
}

const FILE_BYTES_MAX = 4 * 1024 * 1024;
const NAME = /^letters-(\d{8})\.jsonl$/;
const DONE = 'done.jsonl';
const ID = /^(\d{8})-(\d+)$/;

interface Part {
  readonly number: number;
  bytes: number;
}

export interface LetterBox {
  /** Resolves to the id when it is on the disk. Rejects (retryable) where the quota or the disk refuses. */
  put(letter: Letter): Promise<string>;
  get(id: string): Promise<KeptLetter | null>;
  /** Newest first, from before `before` on; at most `limit` that fit. */
  list(ask: {
    readonly limit: number;
    readonly before: string | null;
    readonly fits: (letter: KeptLetter) => boolean;
  }): Promise<{ readonly letters: readonly KeptLetter[]; readonly next: string | null }>;
  markDone(ids: readonly string[], by: string, atMs: number): Promise<void>;
  stats(): { readonly open: number; readonly bytes: number; readonly quotaBytes: number };
  close(): Promise<void>;
}

export async function openLetters(dir: string, quotaBytes: number): Promise<LetterBox> {
  await mkdir(dir, { recursive: true });
  const parts = await partsOf(dir);
  const done = await doneOf(dir);
  let all = 0;
  for (const part of parts) all += (await linesOf(dir, part.number)).length;
  let file: FileHandle | null = null;
  let chain: Promise<unknown> = Promise.resolve();
  const bytes = () => parts.reduce((sum, p) => sum + p.bytes, 0);

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = chain.then(work);
    chain = turn.catch(() => undefined);
    return turn;
  }

  async function write(letter: Letter): Promise<string> {
    const { atMs, ...rest } = letter;
    const line = Buffer.from(`${JSON.stringify({ at: formatTime(atMs, 'UTC'), ...rest })}\n`);
    if (bytes() + line.length > quotaBytes) await removeFinished();
    if (bytes() + line.length > quotaBytes) {
      const message = `the folder of held messages is full (${quotaBytes} bytes): try them again or move files away`;
      throw new OperationalError(message, { retryable: true });
    }
    const part = await partForWriting();
    const at = part.bytes;
    await (file as FileHandle).write(line, 0, line.length, at);
    await (file as FileHandle).datasync();
    part.bytes += line.length;
    all++;
    return idOf(part.number, at);
  }

  async function partForWriting(): Promise<Part> {
    let part = parts.at(-1);
    if (part === undefined || part.bytes >= FILE_BYTES_MAX) {
      part = { number: (part?.number ?? 0) + 1, bytes: 0 };
      parts.push(part);
      await file?.close();
      file = null;
    }
    if (file === null) {
      file = await open(pathOf(dir, part.number), part.bytes === 0 ? 'w' : 'r+');
      await syncDirectory(dir);
    }
    return part;
  }

  /** Files of which every letter was dealt with make room; open ones stay. */
  async function removeFinished(): Promise<void> {
    for (const part of parts.slice(0, -1)) {
      const lines = await linesOf(dir, part.number);
      if (lines.some(({ at }) => !done.has(idOf(part.number, at)))) continue;
      await rm(pathOf(dir, part.number));
      parts.splice(parts.indexOf(part), 1);
      all -= lines.length;
      for (const { at } of lines) done.delete(idOf(part.number, at));
    }
  }

  const kept = (number: number, { at, text }: Line): KeptLetter => {
    const { at: time, ...rest } = JSON.parse(text) as Omit<Letter, 'atMs'> & { at: string };
    const id = idOf(number, at);
    return { ...rest, atMs: Date.parse(time), id, done: done.get(id) ?? null };
  };

  return {
    put: (letter) => inTurn(() => write(letter)),
    async get(id) {
      const [, number, at] = ID.exec(id) ?? [];
      if (!parts.some((p) => p.number === Number(number))) return null;
      const line = (await linesOf(dir, Number(number))).find((l) => l.at === Number(at));
      return line === undefined ? null : kept(Number(number), line);
    },
    async list({ limit, before, fits }) {
      const [, number = '99999999', from = '0'] = ID.exec(before ?? '') ?? [];
      const letters: KeptLetter[] = [];
      for (const part of [...parts].reverse()) {
        if (part.number > Number(number)) continue;
        for (const line of (await linesOf(dir, part.number)).reverse()) {
          if (part.number === Number(number) && line.at >= Number(from)) continue;
          const letter = kept(part.number, line);
          if (!fits(letter)) continue;
          if (letters.length === limit) return { letters, next: letters.at(-1)?.id ?? null };
          letters.push(letter);
        }
      }
      return { letters, next: null };
    },
    markDone: (ids, by, atMs) =>
      inTurn(async () => {
        const lines = ids.map((id) => `${JSON.stringify({ id, by, at: formatTime(atMs, 'UTC') })}\n`);
        const log = await open(join(dir, DONE), 'a');
        try {
          await log.write(lines.join(''));
          await log.datasync();
        } finally {
          await log.close();
        }
        for (const id of ids) done.set(id, { atMs, by });
      }),
    stats: () => ({ open: all - done.size, bytes: bytes(), quotaBytes }),
    async close() {
      await chain;
      await file?.close();
    },
  };
}

interface Line {
  readonly at: number;
  readonly text: string;
}

/** Whole lines of one file; a half-written last one (a crash) was never promised to anybody. */
async function linesOf(dir: string, number: number): Promise<Line[]> {
  const bytes = await readFile(pathOf(dir, number)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return Buffer.alloc(0);
    throw cause;
  });
  const lines: Line[] = [];
  for (let at = 0, end = bytes.indexOf(10, 0); end >= 0; at = end + 1, end = bytes.indexOf(10, at)) {
    lines.push({ at, text: bytes.toString('utf8', at, end) });
  }
  return lines;
}

async function partsOf(dir: string): Promise<Part[]> {
  const numbers = (await readdir(dir)).flatMap((name) => Number(NAME.exec(name)?.[1] ?? []) || []);
  const parts: Part[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const lines = await linesOf(dir, number);
    const last = lines.at(-1);
    // The next letter is written over a torn end.
    const whole = last === undefined ? 0 : last.at + Buffer.byteLength(last.text) + 1;
    const { size } = await stat(pathOf(dir, number));
    if (size > whole) await cut(pathOf(dir, number), whole);
    parts.push({ number, bytes: whole });
  }
  return parts;
}

async function cut(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.truncate(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function doneOf(dir: string): Promise<Map<string, { readonly atMs: number; readonly by: string }>> {
  const text = await readFile(join(dir, DONE), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw cause;
  });
  const lines = text.split('\n').slice(0, -1);
  return new Map(
    lines.map((line) => {
      const { id, by, at } = JSON.parse(line) as { id: string; by: string; at: string };
      return [id, { by, atMs: Date.parse(at) }] as const;
    }),
  );
}

function pathOf(dir: string, number: number): string {
  return join(dir, `letters-${String(number).padStart(8, '0')}.jsonl`);
}

function idOf(number: number, at: number): string {
  return `${String(number).padStart(8, '0')}-${at}`;
}
