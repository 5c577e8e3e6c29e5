/** One unit behind a connection: what to ask, when it is due, how it has been answering. No I/O of its own. */
import { methodOfIntervalS } from '../../core/can-see.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Method } from '../../core/series.ts';
import { type Block, halveBlock, planBlocks, planWithout } from '../meters/plan.ts';
import type { MeterProfile, RegisterKey } from '../meters/profile.ts';
import type { PolledMeter } from '../source.ts';
import { meaningOf } from './modbus-exception.ts';

export interface UnitConfig {
  readonly unit: number;
  readonly meter: MeterId;
  readonly profile: MeterProfile;
  readonly intervalS: number;
}

export type PollFailure = 'timeout' | 'exception' | 'busy';

/** Longest pause between two tries of a unit that does not answer, ms. */
const BACK_OFF_MAX_MS = 300_000;
/** What a meter refused is asked for again after this time: its firmware may have been renewed, ms. */
const ASK_AGAIN_MS = 3_600_000;
/** Some gateways hang up after every poll: a new connection is news only after this time, ms. */
const PLAN_KEPT_MS = 600_000;
/** So many refusals in a row before a single register is given up; silence and "failure" may be passing, so more of them. */
const REFUSALS_MAX = 2;
const FAILURES_MAX = 3;

export interface RefusedAt {
  readonly nowMs: number;
  /** The unit answered another block of the same poll. */
  readonly othersAnswer: boolean;
}
export interface Refused {
  /** To be asked in the same poll. */
  readonly parts: readonly Block[];
  readonly gaveUp: boolean;
}
const NOTHING_GAINED: Refused = { parts: [], gaveUp: false };

export class ModbusUnit {
  readonly config: UnitConfig;
  readonly method: Method;
  dueMs: number;
  /** The profile with the addresses that hold on this meter; null until they are found (SunSpec). */
  #profile: MeterProfile | null = null;
  #blocks: readonly Block[] = [];
  /** Refusals in a row of a block, by its place. */
  #strikes = new Map<string, number>();
  #missing: RegisterKey[] = [];
  #askAgainMs = Number.POSITIVE_INFINITY;
  #plannedMs = 0;
  #done = 0;
  #timeouts = 0;
  #exceptions = 0;
  #gaps = 0;
  #failuresInRow = 0;
  #lastSlot: number | null = null;

  constructor(config: UnitConfig, nowMs: number) {
    this.config = config;
    this.method = methodOfIntervalS(config.intervalS);
    this.dueMs = nowMs;
    if (config.profile.locate === undefined) this.located(config.profile, nowMs);
  }

  get intervalMs(): number {
    return this.config.intervalS * 1000;
  }

  get isFailing(): boolean {
    return this.#failuresInRow > 0;
  }

  /** null: its registers are still to be found. */
  get profile(): MeterProfile | null {
    return this.#profile;
  }

  located(profile: MeterProfile, nowMs: number): void {
    this.#profile = profile;
    this.#plannedMs = nowMs;
    this.#blocks = planBlocks(profile);
    this.#missing = [];
    this.#strikes.clear();
    this.#askAgainMs = Number.POSITIVE_INFINITY;
  }

  /** What to ask in this poll. Registers that were given up are asked for again when their time has come. */
  blocksAt(nowMs: number): readonly Block[] {
    const isTime = nowMs >= this.#askAgainMs || this.#blocks.length === 0;
    if (isTime && this.#profile !== null) this.located(this.#profile, nowMs);
    return this.#blocks;
  }

  /** The connection is new: what the meter has may have changed, and a unit that backed off because of it is due. */
  reconnected(nowMs: number): void {
    if (this.isFailing) this.dueMs = nowMs;
    if (nowMs - this.#plannedMs < PLAN_KEPT_MS) return;
    if (this.config.profile.locate !== undefined) this.#profile = null;
    else if (this.#askAgainMs !== Number.POSITIVE_INFINITY) this.located(this.config.profile, nowMs);
  }

  /** The poll is stored. Grid instants since the last stored one are gaps: counted, never filled with an old value. */
  polled(nowMs: number): void {
    this.#done++;
    this.#failuresInRow = 0;
    const slot = Math.floor(nowMs / this.intervalMs);
    if (this.#lastSlot !== null) this.#gaps += Math.max(0, slot - this.#lastSlot - 1);
    this.#lastSlot = slot;
    this.dueMs = (slot + 1) * this.intervalMs;
  }

  /** Nothing of it was answered: one missed poll waits for the next instant, more of them back off. "Busy" never does. */
  failed(kind: PollFailure, nowMs: number): void {
    if (kind === 'busy') {
      this.skipped(nowMs);
      return;
    }
    const wait = this.intervalMs * 2 ** Math.min(this.#failuresInRow, 20);
    this.#failuresInRow++;
    const slotMs = Math.floor(nowMs / this.intervalMs) * this.intervalMs;
    this.dueMs = slotMs + Math.min(wait, Math.max(BACK_OFF_MAX_MS, this.intervalMs));
  }

  /** Not its fault (no connection, spool refused): try at the next instant. */
  skipped(nowMs: number): void {
    this.dueMs = (Math.floor(nowMs / this.intervalMs) + 1) * this.intervalMs;
  }

  /** Our own clock was set back: nobody waits longer than the longest pause. */
  noteClock(nowMs: number): void {
    if (this.dueMs > nowMs + Math.max(BACK_OFF_MAX_MS, this.intervalMs)) this.skipped(nowMs);
  }

  /** A poll in which somebody kept silent, and one in which something was refused. */
  count(what: { readonly timeout: boolean; readonly exception: boolean }): void {
    if (what.timeout) this.#timeouts++;
    if (what.exception) this.#exceptions++;
  }

  /** Silence on this one: another goes first next time, in case it is the block and not the unit that is dead. */
  silentOn(block: Block): void {
    this.#blocks = [...this.#blocks.filter((b) => b !== block), block];
  }

  answered(block: Block): void {
    if (this.#strikes.size > 0) this.#strikes.delete(placeOf(block));
  }

  /**
   * A block was refused (`code`), or kept silent although the unit answers others (`code` null). A merged one is divided:
   * its parts are returned where they may be asked at once. A single register is given up after the second refusal, or the
   * third failure while others answer.
   */
  refused(block: Block, code: number | null, { nowMs, othersAnswer }: RefusedAt): Refused {
    const profile = this.#profile;
    if (profile === null) return NOTHING_GAINED;
    const strikes = (this.#strikes.get(placeOf(block)) ?? 0) + 1;
    this.#strikes.set(placeOf(block), strikes);
    const isIllegal = code !== null && meaningOf(code) === 'illegal';
    this.silentOn(block);
    if (block.keys.length > 1)
      return isIllegal || strikes >= FAILURES_MAX ? this.#divide(profile, block, isIllegal, nowMs) : NOTHING_GAINED;
    if (isIllegal ? strikes < REFUSALS_MAX : strikes < FAILURES_MAX || !othersAnswer) return NOTHING_GAINED;
    this.#missing = [...this.#missing, ...block.keys];
    this.#askAgainMs = Math.min(this.#askAgainMs, nowMs + ASK_AGAIN_MS);
    this.#blocks = planWithout(profile, this.#missing);
    return { parts: [], gaveUp: true };
  }

  #divide(profile: MeterProfile, block: Block, isIllegal: boolean, nowMs: number): Refused {
    const parts = halveBlock(profile, block);
    this.#strikes.delete(placeOf(block));
    this.#blocks = [...this.#blocks.filter((b) => b !== block), ...parts];
    this.#askAgainMs = Math.min(this.#askAgainMs, nowMs + ASK_AGAIN_MS);
    return { parts: isIllegal ? parts : [], gaveUp: false };
  }

  status(): PolledMeter {
    return {
      meter: this.config.meter,
      intervalMs: this.intervalMs,
      done: this.#done,
      timeouts: this.#timeouts,
      exceptions: this.#exceptions,
      gaps: this.#gaps,
      isFailing: this.isFailing,
      missing: this.#missing,
    };
  }
}

function placeOf(block: Block): string {
  return `${block.function}:${block.address}+${block.length}`;
}
