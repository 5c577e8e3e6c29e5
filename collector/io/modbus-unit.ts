/** One unit behind a connection: what to ask, when it is due, how it has been answering. No I/O of its own. */

import { methodOfIntervalS } from '../../core/can-see.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Method } from '../../core/series.ts';
import { type Block, planBlocks, splitBlock } from '../meters/plan.ts';
import type { MeterProfile } from '../meters/profile.ts';
import type { PolledMeter } from '../source.ts';

export interface UnitConfig {
  readonly unit: number;
  readonly meter: MeterId;
  readonly profile: MeterProfile;
  readonly intervalS: number;
}

/** Longest pause between two tries of a unit that does not answer, ms. */
const BACK_OFF_MAX_MS = 300_000;

export class ModbusUnit {
  readonly config: UnitConfig;
  readonly method: Method;
  blocks: readonly Block[];
  dueMs: number;
  #done = 0;
  #timeouts = 0;
  #exceptions = 0;
  #gaps = 0;
  #failuresInRow = 0;
  #lastSlot: number | null = null;

  constructor(config: UnitConfig, nowMs: number) {
    this.config = config;
    this.method = methodOfIntervalS(config.intervalS);
    this.blocks = planBlocks(config.profile);
    this.dueMs = nowMs;
  }

  get intervalMs(): number {
    return this.config.intervalS * 1000;
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

  /** It did not answer, or refused everything: one missed poll waits for the next instant, more of them back off. */
  failed(kind: 'timeout' | 'exception', nowMs: number): void {
    if (kind === 'timeout') this.#timeouts++;
    else this.#exceptions++;
    const wait = this.intervalMs * 2 ** Math.min(this.#failuresInRow, 20);
    this.#failuresInRow++;
    const slotMs = Math.floor(nowMs / this.intervalMs) * this.intervalMs;
    this.dueMs = slotMs + Math.min(wait, Math.max(BACK_OFF_MAX_MS, this.intervalMs));
  }

  /** Not its fault (no connection, spool refused): try at the next instant. */
  skipped(nowMs: number): void {
    this.dueMs = (Math.floor(nowMs / this.intervalMs) + 1) * this.intervalMs;
  }

  /**
   * "Illegal address" for a block. A merged one is asked register by register from now on, a single register no more.
   * True where a register was given up.
   */
  refusedAddress(block: Block): boolean {
    const rest = this.blocks.filter((b) => b !== block);
    const isMerged = block.keys.length > 1;
    this.blocks = isMerged ? [...rest, ...splitBlock(this.config.profile, block)] : rest;
    return !isMerged;
  }

  status(): PolledMeter {
    return {
      meter: this.config.meter,
      intervalMs: this.intervalMs,
      done: this.#done,
      timeouts: this.#timeouts,
      exceptions: this.#exceptions,
      gaps: this.#gaps,
      isFailing: this.#failuresInRow > 0,
    };
  }
}
