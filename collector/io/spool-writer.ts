/** Appends in groups: everything that waits goes into one write and one fsync, and only then is each append told. */
import { type FileHandle, open, rm } from 'node:fs/promises';
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
  /** Offset of the first segment, where there is none yet. */
  readonly #firstBase: number;
  readonly #onDurable: () => void;
  #file: FileHandle | null = null;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | null = null;
  #isClosed = false;
  /** A flush or write failed: the end of the file is unknown, and nothing is ever added behind it again. */
  #mustRotate = false;

  constructor(options: {
    readonly dir: string;
    readonly segments: Segment[];
    readonly segmentBytes: number;
    readonly firstBase: number;
    readonly onDurable: () => void;
  }) {
    this.#dir = options.dir;
    this.#segments = options.segments;
    this.#segmentBytes = options.segmentBytes;
    this.#firstBase = options.firstBase;
    this.#onDurable = options.onDurable;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves to the offset behind the record once it is on disk. Order of calls is order on disk. */
  append(bytes: Uint8Array): Promise<number> {
    if (this.#isClosed) return Promise.reject(new OperationalError('the spool is closed', { retryable: false }));
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
      await this.#abandon(file, from);
      throw cause;
    }
    segment.bytes = at;
    return ends;
  }

  /**
   * After a failed flush the kernel may call a page clean that never reached the disk: a second flush that succeeds
   * proves nothing. So the file is left as it is, and the next group begins a new one. What was refused is cut off where
   * the disk lets us; else the next start finds it behind the place where the next segment begins, and moves it aside.
   */
  async #abandon(file: FileHandle, from: number): Promise<void> {
    this.#mustRotate = true;
    await file.truncate(from).catch(() => undefined);
  }

  async #segmentForWriting(): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (last !== undefined && last.bytes < this.#segmentBytes && !this.#mustRotate) {
      this.#file ??= await open(segmentPath(this.#dir, last.base), 'r+');
      return last;
    }
    const was = this.#file;
    this.#file = null;
    await was?.close().catch(() => undefined);
    const base = last === undefined ? this.#firstBase : last.base + last.bytes;
    const path = segmentPath(this.#dir, base);
    // A segment that failed at its very first write has the same name: not even its file is used again.
    if (last?.base === base) await rm(path, { force: true });
    const file = await open(path, 'w');
    try {
      await syncDirectory(this.#dir);
    } catch (cause) {
      await file.close();
      throw cause;
    }
    this.#file = file;
    this.#mustRotate = false;
    if (last?.base === base) return last;
    const segment = { base, bytes: 0 };
    this.#segments.push(segment);
    return segment;
  }
}
