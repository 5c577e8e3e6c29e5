/**
 * The spool: what came in, on disk, in order, until every consumer has passed it. An append resolves only when its bytes
 * are flushed; that is the moment an MQTT message may be acknowledged. Consumers keep their own offset and, in the same
 * file, their own state, so that the two can never disagree.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, OperationalError } from '../../core/assert.ts';
import { OwnerLock } from '../../storage/owner-lock.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
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
}

export interface SpoolStats {
  readonly bytes: number;
  readonly quotaBytes: number;
  /** True from half of the quota: long before appends are refused. */
  readonly isAlarm: boolean;
  readonly endOffset: number;
  readonly lagBytes: Readonly<Record<string, number>>;
  /** Bytes that could not be read back (a broken sector in the middle); they are skipped and counted, never hidden. */
  readonly brokenBytes: number;
  readonly repair: Repair | null;
}

const SEGMENT_BYTES = 16 * 1024 * 1024;
/** Share of the quota from which an alarm is raised. */
const ALARM_PU = 0.5;

interface Cursor {
  offset: number;
  state: unknown;
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
  const { segments, repair } = await openSegments(options.dir);
  const end = segments.reduce((_, s) => s.base + s.bytes, 0);
  const start = segments[0]?.base ?? 0;
  const cursors = new Map<string, Cursor>();
  for (const name of options.consumers) {
    const text = await readIfThere(cursorPath(options.dir, name));
    const cursor = text === null ? { offset: start, state: null } : (JSON.parse(text) as Cursor);
    // Outside of what is there (files copied or removed by hand): go on at the nearest place that exists.
    cursor.offset = Math.min(Math.max(cursor.offset, start), end);
    cursors.set(name, cursor);
  }
  const spool = new Spool(options, segments, cursors, repair, lock);
  await spool.removePassed();
  return spool;
}

export class Spool {
  readonly #options: SpoolOptions;
  readonly #segments: Segment[];
  readonly #cursors: Map<string, Cursor>;
  readonly #repair: Repair | null;
  readonly #lock: OwnerLock;
  readonly #writer: SpoolWriter;
  #brokenBytes = 0;
  #wake = new Set<() => void>();

  constructor(
    options: SpoolOptions,
    segments: Segment[],
    cursors: Map<string, Cursor>,
    repair: Repair | null,
    lock: OwnerLock,
  ) {
    this.#options = options;
    this.#segments = segments;
    this.#cursors = cursors;
    this.#repair = repair;
    this.#lock = lock;
    const segmentBytes = options.segmentBytes ?? Math.min(SEGMENT_BYTES, Math.ceil(options.quotaBytes / 8));
    this.#writer = new SpoolWriter(options.dir, segments, segmentBytes, () => this.#wakeAll());
  }

  /**
   * Resolves to the offset behind the record when it is durable; in order of calls. Rejects with a retryable
   * `OperationalError` where the disk refuses or the quota is reached: then nothing of it stays.
   */
  append(bytes: Uint8Array): Promise<number> {
    assert(bytes.length > 0 && bytes.length <= RECORD_BYTES_MAX, 'a spool record has 1 byte to 64 MiB');
    const size = this.#bytes() + this.#writer.waitingBytes + bytes.length + RECORD_HEADER_BYTES;
    if (size > this.#options.quotaBytes) {
      const message = `the spool is full: ${size} of ${this.#options.quotaBytes} bytes`;
      return Promise.reject(new OperationalError(message, { retryable: true }));
    }
    return this.#writer.append(bytes);
  }

  /** Offset behind the last durable record. */
  end(): number {
    const last = this.#segments.at(-1);
    return last === undefined ? 0 : last.base + last.bytes;
  }

  /** Where a consumer stands, and the state it committed with that offset (null at first). */
  committed(consumer: string): { readonly offset: number; readonly state: unknown } {
    const cursor = this.#cursors.get(consumer);
    assert(cursor !== undefined, `unknown consumer ${consumer}`);
    return cursor;
  }

  /** Durable records from `offset` on, about `bytesMax` of them; `next` is the offset to go on at. */
  async read(offset: number, bytesMax: number): Promise<{ records: readonly SpoolRecord[]; next: number }> {
    for (let at = offset; ; ) {
      const index = this.#segments.findIndex((s) => at < s.base + s.bytes);
      const segment = this.#segments[index];
      if (segment === undefined) return { records: [], next: at };
      at = Math.max(at, segment.base);
      const batch = await readSegment(this.#options.dir, segment, at, bytesMax);
      if (batch.records.length > 0) return { records: batch.records, next: batch.next };
      assert(batch.isBroken, 'a durable record can be read back');
      const end = segment.base + segment.bytes;
      this.#brokenBytes += end - at;
      at = end;
    }
  }

  /** The consumer has done everything before `offset`. Durable, together with `state`, when it resolves. */
  async commit(consumer: string, offset: number, state: unknown = null): Promise<void> {
    const cursor = this.#cursors.get(consumer);
    assert(cursor !== undefined && offset >= cursor.offset, `${consumer} commits forward`);
    await writeDurably(cursorPath(this.#options.dir, consumer), JSON.stringify({ offset, state }));
    cursor.offset = offset;
    cursor.state = state;
    await this.removePassed();
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
    const passed = Math.min(...[...this.#cursors.values()].map((c) => c.offset));
    for (let first = this.#segments[0]; first !== undefined && this.#segments.length > 1; first = this.#segments[0]) {
      if (first.base + first.bytes > passed) return;
      this.#segments.shift();
      await removeSegment(this.#options.dir, first);
    }
  }

  stats(): SpoolStats {
    const bytes = this.#bytes();
    const end = this.end();
    return {
      bytes,
      quotaBytes: this.#options.quotaBytes,
      isAlarm: bytes >= ALARM_PU * this.#options.quotaBytes,
      endOffset: end,
      lagBytes: Object.fromEntries([...this.#cursors].map(([name, c]) => [name, end - c.offset])),
      brokenBytes: this.#brokenBytes,
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

function cursorPath(dir: string, consumer: string): string {
  return join(dir, `consumer-${consumer}.json`);
}
