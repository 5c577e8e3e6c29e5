/**
 * One partition's stream as a journal for its owner. Reading needs nothing on the servers but the messages: a position
 * in, records out, so that a server that dies takes no reader's place with it. Positions are sequences of the stream.
 */
import { assert } from '../../core/assert.ts';
import { pause, untilDone } from '../io/wait.ts';
import type { Journal, JournalRecord } from '../journal.ts';
import type { Log } from '../source.ts';
import { decodeMessage, isBehind, type Mark } from './batch.ts';
import type { Board } from './board.ts';
import { type Lease, LeaseLost } from './lease.ts';
import type { Link } from './link.ts';
import { ownerStates, readState, writeState } from './state.ts';
import { partitionStream } from './subjects.ts';

export interface PartitionStats {
  readonly position: number;
  readonly endPosition: number;
  /** Messages that were in the stream and are not any more, though they were never read. */
  readonly missing: number;
  /** Messages that are none of ours, and lines that came a second time. */
  readonly foreign: number;
  readonly repeated: number;
  /** What the stream holds of what it may hold; null before the first look. */
  readonly filledPu: number | null;
}

interface Saved {
  /** Last line taken of each spool. */
  readonly seen: Readonly<Record<string, Mark>>;
  readonly work: unknown;
}

export interface PartitionParts {
  readonly link: Link;
  readonly board: Board;
  readonly lease: Lease;
  /** Unlike that of any other process, ever; without dots. */
  readonly owner: string;
  readonly signal: AbortSignal;
  readonly mono: () => number;
  readonly log: Log;
}

const FIRST_POSITION = 1;
/** Messages asked for at once when there is more to read. */
const AHEAD = 8;
const LOOK_EVERY_MS = 150;
const TIDY_EVERY_MS = 10_000;
/** Share of its quota from which a stream raises an alarm. */
const ALARM_PU = 0.5;

export async function openPartition(parts: PartitionParts): Promise<PartitionJournal> {
  const { checkpoint } = parts.lease;
  const saved = checkpoint === null ? null : ((await readState(parts.board, checkpoint)) as Saved);
  return new PartitionJournal(parts, checkpoint?.position ?? FIRST_POSITION, saved ?? { seen: {}, work: null });
}

export class PartitionJournal implements Journal {
  readonly #parts: PartitionParts;
  readonly #seen: Map<string, Mark>;
  readonly #work: unknown;
  #committed: number;
  #readTo: number;
  #end: number;
  #tidiedMs: number;
  #missing = 0;
  #foreign = 0;
  #repeated = 0;
  #filledPu: number | null = null;

  constructor(parts: PartitionParts, position: number, saved: Saved) {
    this.#parts = parts;
    this.#seen = new Map(Object.entries(saved.seen));
    this.#work = saved.work;
    this.#committed = position;
    this.#readTo = position;
    this.#end = position;
    this.#tidiedMs = parts.mono();
  }

  end(): number {
    return this.#end;
  }

  committed(): { readonly offset: number; readonly state: unknown } {
    return { offset: this.#committed, state: this.#work };
  }

  read(
    offset: number,
    bytesMax: number,
  ): Promise<{ readonly records: readonly JournalRecord[]; readonly next: number }> {
    const { lease, signal, log } = this.#parts;
    const what = `reading partition ${lease.partition}`;
    return untilDone(what, () => this.#read(offset, bytesMax), { signal, log, onFailure: () => undefined });
  }

  /** All is fetched before any of it is noted as seen: a try that fails half-way leaves nothing behind. */
  async #read(offset: number, bytesMax: number) {
    assert(offset === this.#readTo, 'a partition is read on where reading stopped');
    const messages: { readonly seq: number; readonly data: Uint8Array }[] = [];
    let next = offset;
    let bytes = 0;
    for (let ahead = 1; bytes < bytesMax; ahead = AHEAD) {
      const found = await this.#messages(next, ahead);
      for (const { seq, data } of found) {
        messages.push({ seq, data });
        bytes += data.length;
        next = seq + 1;
      }
      if (found.length < ahead) break;
    }
    let expected = offset;
    const records = messages.flatMap(({ seq, data }) => {
      if (seq > expected) this.#noteMissing(expected, seq);
      expected = seq + 1;
      return this.#recordsOf(seq, data);
    });
    this.#readTo = next;
    this.#end = Math.max(this.#end, next);
    return { records, next };
  }

  /** Messages from `from` on, in order, at most `count`; fewer = there are no more now (or some are missing). */
  async #messages(from: number, count: number) {
    const { jsm } = await this.#parts.link.client();
    const stream = partitionStream(this.#parts.lease.partition);
    const asked = await Promise.all(
      Array.from({ length: count }, (_, n) =>
        jsm.streams.getMessage(stream, { seq: from + n, next_by_subj: '>' } as { seq: number }),
      ),
    );
    const bySeq = new Map(asked.flatMap((m) => (m === null ? [] : [[m.seq, m] as const])));
    return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  #recordsOf(seq: number, data: Uint8Array): readonly JournalRecord[] {
    const message = decodeMessage(data);
    if (message === null) {
      this.#foreign++;
      this.#parts.log('error', 'a message is none of ours', { partition: this.#parts.lease.partition, seq });
      return [];
    }
    const records: JournalRecord[] = [];
    for (const { mark, bytes } of message.lines) {
      const last = message.spool === null ? undefined : this.#seen.get(message.spool);
      if (last !== undefined && !isBehind(mark, last)) {
        this.#repeated++;
        continue;
      }
      if (message.spool !== null) this.#seen.set(message.spool, mark);
      records.push({ offset: seq, next: seq + 1, bytes });
    }
    return records;
  }

  #noteMissing(from: number, to: number): void {
    this.#missing += to - from;
    this.#parts.log('error', 'messages are gone from the stream that nobody has read', {
      partition: this.#parts.lease.partition,
      from,
      to,
    });
  }

  async commit(_: string, offset: number, state: unknown = null): Promise<void> {
    assert(offset === this.#readTo, 'what is committed is what was read');
    const { board, lease, owner, signal } = this.#parts;
    if (lease.isLost) throw new LeaseLost(`partition ${lease.partition} belongs to another shard`);
    const saved: Saved = { seen: Object.fromEntries(this.#seen), work: state };
    const former = lease.checkpoint;
    const stateKey = `${ownerStates(lease.partition, owner)}.${lease.nextState()}`;
    const written = await writeState(board, stateKey, saved);
    await lease.commit({ position: offset, ...written }, signal);
    this.#committed = offset;
    if (former !== null) await this.#attempt('a former state', () => board.remove(unnamed(former.stateKey, stateKey)));
    await this.#tidy();
  }

  async waitBeyond(_: number, signal: AbortSignal): Promise<void> {
    await pause(LOOK_EVERY_MS, signal);
  }

  stats(): PartitionStats {
    return {
      position: this.#committed,
      endPosition: this.#end,
      missing: this.#missing,
      foreign: this.#foreign,
      repeated: this.#repeated,
      filledPu: this.#filledPu,
    };
  }

  /** Remove what the checkpoint has passed. */
  async #tidy(): Promise<void> {
    const { link, lease, mono, log } = this.#parts;
    if (mono() - this.#tidiedMs < TIDY_EVERY_MS) return;
    this.#tidiedMs = mono();
    await this.#attempt('what was done', async () => {
      const { jsm } = await link.client();
      const stream = partitionStream(lease.partition);
      await jsm.streams.purge(stream, { seq: this.#committed });
      const { state, config } = await jsm.streams.info(stream);
      this.#end = Math.max(this.#end, state.last_seq + 1);
      this.#filledPu = config.max_bytes > 0 ? state.bytes / config.max_bytes : null;
      if ((this.#filledPu ?? 0) < ALARM_PU) return;
      log('error', 'the stream of a partition fills up: its shard does not keep up', {
        partition: lease.partition,
        bytes: state.bytes,
        quotaBytes: config.max_bytes,
      });
    });
  }

  /** Removing is no duty: what stays is removed the next time. */
  async #attempt(what: string, remove: () => Promise<void>): Promise<void> {
    try {
      await remove();
    } catch (cause) {
      this.#parts.log('warn', `partition ${this.#parts.lease.partition}: ${what} could not be removed`, {
        message: String(cause),
      });
    }
  }
}

/** What nobody can name any more: the former state, with all else its owner left where that was another one. */
function unnamed(former: string, present: string): string {
  const ownerOf = (key: string) => key.slice(0, key.lastIndexOf('.'));
  return ownerOf(former) === ownerOf(present) ? former : ownerOf(former);
}
