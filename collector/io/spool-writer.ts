/** Appends in groups: everything that waits goes into one write and one fsync, and only then is each append told. */
import { type FileHandle, open } from 'node:fs/promises';
import { OperationalError } from '../../core/assert.ts';
import { syncDirectory } from './durable-file.ts';
import { encodeRecord } from './spool-record.ts';
import { type Segment, segmentPath } from './spool-segments.ts';

interface Waiting {
  readonly record: Uint8Array;
  readonly done: (next: number) => void;
  readonly failed: (error: Error) => void;
}

/** Most bytes of one group: bounds the memory of a write and the wait of its first record. */
const GROUP_BYTES_MAX = 4 * 1024 * 1024;

export class SpoolWriter {
  readonly #dir: string;
  readonly #segments: Segment[];
  readonly #segmentBytes: number;
  readonly #onDurable: () => void;
  #file: FileHandle | null = null;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | null = null;
  #isClosed = false;
  /** Set when a failed write could not be taken back: the file's end is unknown, only a new start may go on. */
  #broken: Error | null = null;

  constructor(dir: string, segments: Segment[], segmentBytes: number, onDurable: () => void) {
    this.#dir = dir;
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    this.#onDurable = onDurable;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves to the offset behind the record once it is on disk. Order of calls is order on disk. */
  append(bytes: Uint8Array): Promise<number> {
    const broken = this.#isClosed ? new Error('closed') : this.#broken;
    if (broken !== null) {
      return Promise.reject(new OperationalError('the spool takes no more', { retryable: false, cause: broken }));
    }
    const record = encodeRecord(bytes);
    this.#waitingBytes += record.length;
    return new Promise((done, failed) => {
      this.#waiting.push({ record, done, failed });
      this.#running ??= this.#run();
    });
  }

  /** Waits for what was appended before, then takes no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    await this.#file?.close();
    this.#file = null;
  }

  async #run(): Promise<void> {
    // The turn of the event loop that brings one message often brings more: let them join the group.
    await new Promise<void>((next) => setImmediate(next));
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        const ends = await this.#write(group);
        for (const [n, one] of group.entries()) one.done(ends[n] as number);
        this.#onDurable();
      } catch (cause) {
        const error = new OperationalError('the spool could not be written', { retryable: true, cause });
        for (const one of group) one.failed(error);
      }
    }
    this.#running = null;
  }

  #takeGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const one of this.#waiting) {
      if (count > 0 && bytes + one.record.length > GROUP_BYTES_MAX) break;
      bytes += one.record.length;
      count++;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #write(group: readonly Waiting[]): Promise<readonly number[]> {
    if (this.#broken !== null) throw this.#broken;
    const segment = await this.#segmentForWriting();
    const file = this.#file as FileHandle;
    const from = segment.bytes;
    let at = from;
    const ends: number[] = [];
    try {
      for (const { record } of group) {
        at += record.length;
        ends.push(segment.base + at);
      }
      const buffers = group.map((g) => g.record);
      const { bytesWritten } = await file.writev(buffers, from);
      // A full disk takes a part and says so only by the count.
      if (bytesWritten < at - from) throw new Error(`the disk took ${bytesWritten} of ${at - from} bytes`);
      await file.datasync();
    } catch (cause) {
      await this.#takeBack(file, from);
      throw cause;
    }
    segment.bytes = at;
    return ends;
  }

  /** After a failed write or fsync nothing past the durable end may stay: none of it was acknowledged. */
  async #takeBack(file: FileHandle, from: number): Promise<void> {
    try {
      await file.truncate(from);
      await file.datasync();
    } catch (cause) {
      this.#broken = cause instanceof Error ? cause : new Error(String(cause));
    }
  }

  async #segmentForWriting(): Promise<Segment> {
    let segment = this.#segments.at(-1);
    if (segment !== undefined && segment.bytes < this.#segmentBytes) {
      this.#file ??= await open(segmentPath(this.#dir, segment.base), 'r+');
      return segment;
    }
    const base = segment === undefined ? 0 : segment.base + segment.bytes;
    const file = await open(segmentPath(this.#dir, base), 'w');
    await syncDirectory(this.#dir);
    await this.#file?.close();
    this.#file = file;
    segment = { base, bytes: 0 };
    this.#segments.push(segment);
    return segment;
  }
}
