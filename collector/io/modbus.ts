/**
 * Source: Modbus meters behind one connection (a meter, a gateway, a serial line). One question at a time; whose turn it is
 * says modbus-turn.ts, so a silent unit backs off and starves nobody. The connection is supervised and reopened for ever.
 * A poll counts as done when the sink has it on disk.
 */
import type { AnsweredBlock } from '../meters/decode.ts';
import type { Block } from '../meters/plan.ts';
import type { Log, Sink, Source, SourceStatus } from '../source.ts';
import { meaningOf } from './modbus-exception.ts';
import { ModbusLink, type ModbusLinkOptions, type ReadResult } from './modbus-link.ts';
import { locateProfile } from './modbus-locate.ts';
import { nextTurn, payFor } from './modbus-turn.ts';
import { ModbusUnit, type PollFailure, type UnitConfig } from './modbus-unit.ts';
import { backOffMs, pause } from './wait.ts';

export interface ModbusConfig extends ModbusLinkOptions {
  readonly id: string;
  readonly units: readonly UnitConfig[];
}

/** So many time-outs in a row without any answer, whoever was asked: the connection itself is dead. */
const TIMEOUTS_TO_RECONNECT_MAX = 5;
/** Dividing a refused block asks its parts at once, but a poll never becomes longer than this. */
const QUESTIONS_MAX = 40;
/** The clock is looked at this often while nothing is due: it may have been set, ms. */
const LOOK_MS = 10_000;

/** What one poll brought. */
interface Polled {
  readonly answered: readonly AnsweredBlock[];
  /** null: the connection broke, or nothing was left to ask. */
  readonly failure: PollFailure | null;
}

export class ModbusSource implements Source {
  readonly id: string;
  readonly #link: ModbusLink;
  readonly #units: readonly ModbusUnit[];
  readonly #replyTimeoutMs: number;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #connectFailures = 0;
  #timeoutsInRow = 0;
  #failingFromMs = 0;
  #closedForSilence = false;
  #counts = { stored: 0, refused: 0, reconnects: 0 };
  #lastArrivalMs: number | null = null;

  constructor(config: ModbusConfig, now: () => number, log: Log) {
    this.id = config.id;
    this.#link = new ModbusLink(config);
    this.#units = config.units.map((u) => new ModbusUnit(u, now()));
    this.#replyTimeoutMs = config.replyTimeoutMs;
    this.#now = now;
    this.#log = log;
  }

  start(sink: Sink): Promise<void> {
    this.#running = this.#run(sink);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#link.close();
    await this.#running;
  }

  status(): SourceStatus {
    return {
      source: this.id,
      isLinkUp: this.#link.isUp,
      lastArrivalMs: this.#lastArrivalMs,
      ...this.#counts,
      polled: this.#units.map((u) => u.status()),
    };
  }

  async #run(sink: Sink): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const nowMs = this.#now();
      for (const unit of this.#units) unit.noteClock(nowMs);
      const limits = { failingFromMs: this.#failingFromMs, tryMs: this.#replyTimeoutMs };
      const turn = nextTurn(this.#units, nowMs, limits);
      if (turn === null) return;
      if (turn.atMs > nowMs) await pause(Math.min(turn.atMs - nowMs, LOOK_MS), signal);
      else if (this.#link.isUp || (await this.#connect(signal))) await this.#poll(turn.unit, sink);
    }
  }

  async #connect(signal: AbortSignal): Promise<boolean> {
    const failure = await this.#link.open();
    this.#timeoutsInRow = 0;
    if (failure === null) {
      this.#counts.reconnects++;
      // After a refused or broken connection everybody is due; one we closed for its silence is not asked the faster for it.
      const isBack = !this.#closedForSilence;
      this.#closedForSilence = false;
      this.#connectFailures = 0;
      if (isBack) for (const unit of this.#units) unit.reconnected(this.#now());
      if (signal.aborted) this.#link.close();
      return !signal.aborted;
    }
    this.#log('warn', 'Modbus connection failed', { source: this.id, failure, tries: this.#connectFailures + 1 });
    await pause(backOffMs(this.#connectFailures++), signal);
    return false;
  }

  async #poll(unit: ModbusUnit, sink: Sink): Promise<void> {
    const wasFailing = unit.isFailing;
    const beganMs = performance.now();
    const { answered, failure } = await this.#ask(unit);
    if (answered.length > 0) await this.#deliver(unit, answered, sink);
    else if (failure !== null) unit.failed(failure, this.#now());
    else unit.skipped(this.#now());
    if (wasFailing) this.#failingFromMs = payFor(performance.now() - beganMs, this.#now());
  }

  async #ask(unit: ModbusUnit): Promise<Polled> {
    const refusal = unit.profile === null ? await this.#locate(unit) : null;
    if (refusal !== null) return refusal;
    const answered: AnsweredBlock[] = [];
    const seen = { timeout: false, exception: false };
    let failure: PollFailure | null = null;
    const queue = [...unit.blocksAt(this.#now())];
    for (let n = 0; n < QUESTIONS_MAX; n++) {
      const block = queue.shift();
      if (block === undefined) break;
      const result = await this.#link.read(unit.config.unit, block);
      if (result.kind === 'words') {
        this.#timeoutsInRow = 0;
        unit.answered(block);
        answered.push({ block, words: result.words });
        continue;
      }
      if (result.kind === 'link') {
        this.#lost(result.message);
        break;
      }
      const isSecondSilence = result.kind === 'timeout' && seen.timeout;
      failure = this.#note(result, seen);
      if (result.kind === 'timeout') unit.silentOn(block);
      if (failure === 'busy' || (failure === 'timeout' && (answered.length === 0 || isSecondSilence))) break;
      const code = result.kind === 'exception' ? result.code : null;
      queue.unshift(...this.#refused(unit, block, code, answered.length > 0));
    }
    unit.count(seen);
    return { answered, failure };
  }

  /** null = its registers are known now. */
  async #locate(unit: ModbusUnit): Promise<Polled | null> {
    const { unit: number, profile, meter } = unit.config;
    const located = await locateProfile(this.#link, number, profile);
    if (located.kind === 'profile') {
      unit.located(located.profile, this.#now());
      return null;
    }
    const seen = { timeout: false, exception: false };
    let failure: PollFailure | null = null;
    if (located.kind === 'link') this.#lost(located.message);
    else if (located.kind === 'nowhere') {
      failure = 'exception';
      seen.exception = true;
      this.#log('warn', 'the meter has none of the models of its profile', { meter, profile: profile.id });
    } else failure = this.#note(located, seen);
    unit.count(seen);
    return { answered: [], failure };
  }

  #refused(unit: ModbusUnit, block: Block, code: number | null, othersAnswer: boolean): readonly Block[] {
    const { parts, gaveUp } = unit.refused(block, code, { nowMs: this.#now(), othersAnswer });
    if (gaveUp) {
      const data = { meter: unit.config.meter, keys: block.keys, code };
      this.#log('warn', 'the meter does not have this register, asked again in an hour', data);
    }
    return parts;
  }

  /** What was answered is stored although other blocks failed: their values are simply not in it. */
  async #deliver(unit: ModbusUnit, answered: readonly AnsweredBlock[], sink: Sink): Promise<void> {
    const receivedMs = this.#now();
    const { meter } = unit.config;
    const profile = unit.profile ?? unit.config.profile;
    try {
      await sink({ kind: 'poll', source: this.id, receivedMs, meter, profile, answered, method: unit.method });
    } catch (cause) {
      this.#counts.refused++;
      unit.skipped(receivedMs);
      this.#log('error', 'a poll could not be stored', { meter, message: String(cause) });
      return;
    }
    this.#counts.stored++;
    this.#lastArrivalMs = receivedMs;
    unit.polled(receivedMs);
  }

  #note(
    result: Extract<ReadResult, { kind: 'timeout' | 'exception' }>,
    seen: { timeout: boolean; exception: boolean },
  ): PollFailure {
    if (result.kind === 'timeout') {
      seen.timeout = true;
      this.#noteTimeout();
      return 'timeout';
    }
    // Whoever refuses is there, or at least its gateway: the connection works.
    this.#timeoutsInRow = 0;
    const meaning = meaningOf(result.code);
    if (meaning === 'silent') seen.timeout = true;
    else seen.exception = true;
    if (meaning === 'silent') return 'timeout';
    return meaning === 'busy' ? 'busy' : 'exception';
  }

  #noteTimeout(): void {
    this.#timeoutsInRow++;
    const enough = Math.min(TIMEOUTS_TO_RECONNECT_MAX, 2 * this.#units.length);
    if (this.#timeoutsInRow < enough) return;
    this.#log('warn', 'nobody answers on this Modbus connection, opening it anew', { source: this.id });
    this.#link.close();
    this.#closedForSilence = true;
  }

  #lost(message: string): void {
    if (!this.#stop.signal.aborted) this.#log('warn', 'Modbus connection lost', { source: this.id, message });
  }
}
