/**
 * The right to one partition, and the place where its checkpoint is named. Both are one value on the board: a checkpoint
 * counts from the moment that value names it, and only the owner who knows the newest revision can write it. An owner
 * who slept while another took over finds its revision passed, and can commit nothing.
 *
 * No clocks are compared: others count a lease as over when its revision has not moved for a lease's length of their own
 * time; the owner counts from before its last successful write, so it gives up first.
 */

import { pause } from '../io/wait.ts';
import type { Log } from '../source.ts';
import { type Board, Conflict } from './board.ts';

/** Where the state that belongs to a position lies (state.ts). */
export interface Checkpoint {
  /** Position in the partition's stream: everything before it is done. */
  readonly position: number;
  /** Key of the state's parts on the board, their number, and the checksum of all of them together. */
  readonly stateKey: string;
  readonly parts: number;
  readonly crc32: number;
}

export interface Ticket {
  /** null = free. */
  readonly owner: string | null;
  /** Who gave it back, where it is free. */
  readonly releasedBy?: string;
  /** Counts the owner's writes: signs of life. */
  readonly beat: number;
  readonly checkpoint: Checkpoint | null;
}

/** The partition belongs to another shard now. */
export class LeaseLost extends Error {}

export function leaseKey(partition: number): string {
  return `lease.${partition}`;
}

export interface LeaseOptions {
  readonly board: Board;
  readonly partition: number;
  /** Unlike that of any other process, ever. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly mono: () => number;
  readonly log: Log;
}

/** Take the partition as it was seen at `revision` (0 = never owned); null where somebody was faster. */
export async function claimLease(
  options: LeaseOptions,
  seen: { readonly ticket: Ticket | null; readonly revision: number },
): Promise<Lease | null> {
  const { board, owner, partition, mono } = options;
  const ticket: Ticket = { owner, beat: 0, checkpoint: seen.ticket?.checkpoint ?? null };
  const beganMs = mono();
  try {
    const revision = await board.replace(leaseKey(partition), encodeTicket(ticket), seen.revision);
    return new Lease(options, ticket, revision, beganMs);
  } catch (cause) {
    if (cause instanceof Conflict) return null;
    throw cause;
  }
}

const RETRY_MS = 200;

export class Lease {
  readonly #options: LeaseOptions;
  #ticket: Ticket;
  #revision: number;
  #confirmedMs: number;
  #isLost = false;
  #states = 0;
  #onLost: () => void = () => undefined;
  /** Tells each of our writes from all others, those among them that were given up. */
  #beat = 0;
  /** Writes follow each other: the next one needs the revision of the last. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: LeaseOptions, ticket: Ticket, revision: number, confirmedMs: number) {
    this.#options = options;
    this.#ticket = ticket;
    this.#revision = revision;
    this.#confirmedMs = confirmedMs;
  }

  get partition(): number {
    return this.#options.partition;
  }

  get checkpoint(): Checkpoint | null {
    return this.#ticket.checkpoint;
  }

  /** Number of the next state of this owner; none comes twice. */
  nextState(): number {
    return this.#states++;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Called once, when another owner is seen. */
  onLost(tell: () => void): void {
    this.#onLost = tell;
  }

  /** Throws where the partition is lost, or may be because nothing confirmed it for a lease's length. */
  assertHeld(): void {
    const { leaseMs, mono, partition } = this.#options;
    if (this.#isLost) throw new LeaseLost(`partition ${partition} belongs to another shard`);
    if (mono() - this.#confirmedMs >= leaseMs) throw new Error(`the lease of partition ${partition} is not confirmed`);
  }

  renew(signal: AbortSignal): Promise<void> {
    return this.#write({}, signal);
  }

  commit(checkpoint: Checkpoint, signal: AbortSignal): Promise<void> {
    return this.#write({ checkpoint }, signal);
  }

  /** Others may take it at once. */
  release(signal: AbortSignal): Promise<void> {
    return this.#write({ owner: null, releasedBy: this.#options.owner }, signal);
  }

  #write(change: Partial<Ticket>, signal: AbortSignal): Promise<void> {
    const done = this.#queue.then(() => this.#writeNow(change, signal));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Repeats until the value stands there or another owner does; a try without an answer may have been taken. */
  async #writeNow(change: Partial<Ticket>, signal: AbortSignal): Promise<void> {
    const { board, partition, mono, log } = this.#options;
    const beat = ++this.#beat;
    for (;;) {
      if (this.#isLost) throw new LeaseLost(`partition ${partition} belongs to another shard`);
      const wanted: Ticket = { ...this.#ticket, ...change, beat };
      const beganMs = mono();
      try {
        this.#confirm(wanted, await board.replace(leaseKey(partition), encodeTicket(wanted), this.#revision), beganMs);
        return;
      } catch (cause) {
        if (!(cause instanceof Conflict)) log('warn', `lease of partition ${partition}: ${String(cause)}`);
      }
      if (await this.#look(beat, beganMs)) return;
      await pause(RETRY_MS, signal);
      if (signal.aborted) throw new Error('stopped');
    }
  }

  /** True where an earlier try of this write has arrived after all; what another write of ours left is taken over. */
  async #look(beat: number, beganMs: number): Promise<boolean> {
    const { board, partition, owner, log } = this.#options;
    const found = await board.get(leaseKey(partition)).catch(() => null);
    if (found === null || found.revision === this.#revision) return false;
    const ticket = decodeTicket(found.bytes);
    if (ticket === null || (ticket.owner !== owner && ticket.releasedBy !== owner)) {
      this.#isLost = true;
      log('warn', `partition ${partition} was taken over`, { by: ticket?.owner ?? null });
      this.#onLost();
      return false;
    }
    this.#confirm(ticket, found.revision, beganMs);
    return ticket.beat === beat;
  }

  #confirm(ticket: Ticket, revision: number, beganMs: number): void {
    this.#ticket = ticket;
    this.#revision = revision;
    this.#confirmedMs = beganMs;
  }
}

const utf8 = new TextEncoder();

export function encodeTicket(ticket: Ticket): Uint8Array {
  return utf8.encode(JSON.stringify(ticket));
}

/** Null for what we never wrote. */
export function decodeTicket(bytes: Uint8Array): Ticket | null {
  try {
    const ticket = JSON.parse(new TextDecoder().decode(bytes)) as Ticket;
    return typeof ticket === 'object' && ticket !== null && 'owner' in ticket ? ticket : null;
  } catch {
    // Written by hand into our stream: as good as nothing there.
    return null;
  }
}
