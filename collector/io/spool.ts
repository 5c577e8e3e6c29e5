/**
 * The spool: what came in, on disk, in order, until every consumer has passed it. An append resolves only when its bytes
 * are flushed; that is the moment an MQTT message may be acknowledged. Consumers keep their own offset and, in the same
 * file, their own state, so that the two can never disagree.
 */
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, OperationalError } from '../../core/assert.ts';
import { OwnerLock } from '../../storage/owner-lock.ts';
import type { Log } from '../source.ts';
import { type Cursor, readCursor, setAside, writeCursor } from './spool-cursor.ts';
import { RECORD_BYTES_MAX, RECORD_HEADER_BYTES, type SpoolRecord } from './spool-record.ts';
import { openSegments, type Repair, readSegment, removeSegment, type Segment } from './spool-segments.ts';
import { SpoolWriter } from './spool-writer.ts';

export interface SpoolOptions {
  readonly dir: string;
  /** Names of all consumers: a segment is removed only when each of them has passed it. */
  readonly consumers: readonly string[];
  /** Refuse appends beyond this many bytes on disk. */
  readonly quotaBytes: number;
  readonly segmentBytes?: number;
  /** Kept free so that a full disk still takes the offset that makes room again; default 4 MiB. */
  readonly reserveBytes?: number;
  /** Told of every damage, once. */
  readonly log?: Log;
}

export interface SpoolStats {
  readonly bytes: number;
  readonly quotaBytes: number;
  /** True from half of the quota, or where the disk has less room than that: long before appends are refused. */
  readonly isAlarm: boolean;
  /** Room on the disk when it was last looked at; null = not known. */
  readonly freeBytes: number | null;
  readonly endOffset: number;
  readonly lagBytes: Readonly<Record<string, number>>;
  /** Bytes that could not be read back (a broken sector in the middle); they are skipped and counted, never hidden. */
  readonly brokenBytes: number;
  /** What the last opening moved aside; null = nothing. */
  readonly repair: Repair | null;
}

const SEGMENT_BYTES = 16 * 1024 * 1024;
/** Share of the quota from which an alarm is raised. */
const ALARM_PU = 0.5;
const RESERVE_BYTES = 4 * 1024 * 1024;
/** The room on the disk is looked at no oftener than this, ms. */
const LOOK_EVERY_MS = 5_000;

interface Standing extends Cursor {
  offset: number;
  state: unknown;
  /** Offset of the file before: if the newer file is spoilt, reading goes on from here. */
  beforeOffset: number | null;
}

/** Open the spool of `dir` for this process alone; repairs a torn tail. Rejects where another process holds it. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  await mkdir(options.dir, { recursive: true });
  const lock = OwnerLock.take(join(options.dir, 'lock'));
  try {
    return await openLocked(options, lock);
  } catch (cause) {
    lock.release();
    throw cause;
  }
}

async function openLocked(options: SpoolOptions, lock: OwnerLock): Promise<Spool> {
  const { dir, consumers, log } = options;
  const { segments, repairs } = await openSegments(dir);
  for (const r of repairs) log?.('warn', 'the spool ended in a half-written record, which was moved aside', { ...r });
  const read = new Map<string, Awaited<ReturnType<typeof readCursor>>>();
  for (const name of consumers) read.set(name, await readCursor(dir, name));
  const known = [...read.values()].flatMap((r) => (r.cursor === null ? [] : [r.cursor.offset]));
  // Without any segment, offsets go on where the consumers stand: none of them may be given out a second time.
  const start = segments[0]?.base ?? Math.max(0, ...known);
  const end = segments.reduce((_, s) => s.base + s.bytes, start);
  const cursors = new Map<string, Standing>();
  for (const [name, { cursor, beforeOffset, trouble }] of read) {
    if (trouble !== null) {
      log?.('error', trouble, { consumer: name, from: cursor?.offset ?? start, end });
      await setAside(dir, name);
    }
    const offset = cursor?.offset ?? start;
    // Outside of what is there (files copied or removed by hand): go on at the nearest place that exists.
    const nearest = Math.min(Math.max(offset, start), end);
    if (nearest !== offset) {
      const message = 'the spool does not have the place where a reader stood: it goes on at the nearest one';
      log?.('error', message, {
        consumer: name,
        stood: offset,
        from: nearest,
        missingBytes: Math.abs(nearest - offset),
      });
    }
    cursors.set(name, { offset: nearest, state: cursor?.state ?? null, beforeOffset });
  }
  const spool = new Spool(options, { segments, cursors, firstBase: start, repair: repairs.at(-1) ?? null, lock });
  await spool.removePassed();
  await spool.look();
  return spool;
}

interface SpoolParts {
  readonly segments: Segment[];
  readonly cursors: Map<string, Standing>;
  readonly firstBase: number;
  readonly repair: Repair | null;
  readonly lock: OwnerLock;
}

export class Spool {
  readonly #options: SpoolOptions;
  readonly #segments: Segment[];
  readonly #cursors: Map<string, Standing>;
  readonly #firstBase: number;
  readonly #repair: Repair | null;
  readonly #lock: OwnerLock;
  readonly #writer: SpoolWriter;
  /** Damaged places, by their offset, with their length: several readers meet the same one. */
  readonly #broken = new Map<number, number>();
  #freeBytes: number | null = null;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #hasReserve = false;
  #wake = new Set<() => void>();

  constructor(options: SpoolOptions, parts: SpoolParts) {
    this.#options = options;
    this.#segments = parts.segments;
    this.#cursors = parts.cursors;
    this.#firstBase = parts.firstBase;
    this.#repair = parts.repair;
    this.#lock = parts.lock;
    this.#writer = new SpoolWriter({
      dir: options.dir,
      segments: parts.segments,
      segmentBytes: options.segmentBytes ?? Math.min(SEGMENT_BYTES, Math.ceil(options.quotaBytes / 8)),
      firstBase: parts.firstBase,
      onDurable: () => this.#wakeAll(),
    });
  }

  /**
   * Resolves to the offset behind the record when it is durable; in order of calls. Rejects with a retryable
   * `OperationalError` where the disk refuses or the quota is reached: then nothing of it stays.
   * `isOurs`: what the detectors found. The quota is for what comes in; a reader that had to wait for room it alone can
   * make would wait for ever.
   */
  append(bytes: Uint8Array, { isOurs = false }: { readonly isOurs?: boolean } = {}): Promise<number> {
    assert(bytes.length > 0 && bytes.length <= RECORD_BYTES_MAX, 'a spool record has 1 byte to 64 MiB');
    const size = this.#bytes() + this.#writer.waitingBytes + bytes.length + RECORD_HEADER_BYTES;
    if (!isOurs && size > this.#options.quotaBytes) {
      const message = `the spool is full: ${size} of ${this.#options.quotaBytes} bytes`;
      return Promise.reject(new OperationalError(message, { retryable: true }));
    }
    return this.#writer.append(bytes);
  }

  /** Offset behind the last durable record. */
  end(): number {
    const last = this.#segments.at(-1);
    return last === undefined ? this.#firstBase : last.base + last.bytes;
  }

  /** Where a consumer stands, and the state it committed with that offset (null at first). */
  committed(consumer: string): { readonly offset: number; readonly state: unknown } {
    const cursor = this.#cursors.get(consumer);
    assert(cursor !== undefined, `unknown consumer ${consumer}`);
    const { offset, state } = cursor;
    return { offset, state };
  }

  /**
   * Durable records from `offset` on, about `bytesMax` of them; `next` is the offset to go on at. What a bad disk spoilt
   * is passed over up to the next whole record, counted and logged.
   */
  async read(offset: number, bytesMax: number): Promise<{ records: readonly SpoolRecord[]; next: number }> {
    for (let at = offset; ; ) {
      const segment = this.#segments.find((s) => at < s.base + s.bytes);
      if (segment === undefined) return { records: [], next: at };
      if (at < segment.base) {
        this.#noteBroken(at, segment.base - at);
        at = segment.base;
      }
      const batch = await readSegment(this.#options.dir, segment, at, bytesMax);
      if (batch.records.length > 0) return { records: batch.records, next: batch.next };
      assert(batch.skipped > 0, 'a durable record can be read back');
      this.#noteBroken(at, batch.skipped);
      at = batch.next;
    }
  }

  #noteBroken(offset: number, bytes: number): void {
    if (this.#broken.has(offset)) return;
    this.#broken.set(offset, bytes);
    this.#options.log?.('error', 'the disk gives back something else than was written: records are lost', {
      dir: this.#options.dir,
      offset,
      bytes,
    });
  }

  /** The consumer has done everything before `offset`. Durable, together with `state`, when it resolves. */
  async commit(consumer: string, offset: number, state: unknown = null): Promise<void> {
    const cursor = this.#cursors.get(consumer);
    assert(cursor !== undefined && offset >= cursor.offset, `${consumer} commits forward`);
    const { dir } = this.#options;
    const write = () => writeCursor(dir, consumer, { offset, state });
    await write().catch(async (cause: unknown) => {
      // A disk that is full of our own records would stay so for ever: this offset is what makes room.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC' || !this.#hasReserve) throw cause;
      this.#hasReserve = false;
      await rm(reservePath(dir), { force: true });
      await write();
    });
    cursor.beforeOffset = cursor.offset;
    cursor.offset = offset;
    cursor.state = state;
    await this.removePassed();
    if (performance.now() - this.#lookedMs >= LOOK_EVERY_MS) await this.look();
  }

  /** Resolves when there is a durable record behind `offset`, or when `signal` fires. */
  waitBeyond(offset: number, signal: AbortSignal): Promise<void> {
    if (this.end() > offset || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        if (this.end() <= offset && !signal.aborted) return;
        this.#wake.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  /** Delete the segments every consumer has passed, except the one being written. */
  async removePassed(): Promise<void> {
    const passed = Math.min(...[...this.#cursors.values()].map((c) => c.beforeOffset ?? c.offset));
    for (let first = this.#segments[0]; first !== undefined && this.#segments.length > 1; first = this.#segments[0]) {
      if (first.base + first.bytes > passed) return;
      this.#segments.shift();
      await removeSegment(this.#options.dir, first);
    }
  }

  /** See how much room the disk has, and keep the reserve. Never rejects: what can't be seen is not known. */
  async look(): Promise<void> {
    this.#lookedMs = performance.now();
    const { dir, reserveBytes = Math.min(RESERVE_BYTES, Math.ceil(this.#options.quotaBytes / 64)) } = this.#options;
    try {
      const { bavail, bsize } = await statfs(dir);
      this.#freeBytes = bavail * bsize;
      if (this.#hasReserve || reserveBytes === 0) return;
      const path = reservePath(dir);
      const isThere = await stat(path).then(
        (s) => s.size === reserveBytes,
        () => false,
      );
      if (!isThere) await writeFile(path, new Uint8Array(reserveBytes));
      this.#hasReserve = true;
    } catch (cause) {
      this.#options.log?.('warn', 'no reserve could be kept on the disk of the spool', { message: String(cause) });
    }
  }

  stats(): SpoolStats {
    const bytes = this.#bytes();
    const { quotaBytes } = this.#options;
    const room = Math.min(quotaBytes - bytes, this.#freeBytes ?? Number.POSITIVE_INFINITY);
    const end = this.end();
    return {
      bytes,
      quotaBytes,
      isAlarm: room <= (1 - ALARM_PU) * quotaBytes,
      freeBytes: this.#freeBytes,
      endOffset: end,
      lagBytes: Object.fromEntries([...this.#cursors].map(([name, c]) => [name, end - c.offset])),
      brokenBytes: [...this.#broken.values()].reduce((sum, b) => sum + b, 0),
      repair: this.#repair,
    };
  }

  async close(): Promise<void> {
    await this.#writer.close();
    this.#wakeAll();
    this.#lock.release();
  }

  #bytes(): number {
    return this.#segments.reduce((sum, s) => sum + s.bytes, 0);
  }

  #wakeAll(): void {
    for (const wake of [...this.#wake]) wake();
  }
}

function reservePath(dir: string): string {
  return join(dir, 'reserve');
}
