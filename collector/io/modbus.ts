/**
 * Source: Modbus TCP meters behind one connection (a meter or a gateway). One question at a time, the unit that is due
 * first goes first; a silent unit backs off and starves nobody; the connection is supervised and reopened for ever. A
 * poll counts as done when the sink has it on disk.
 */
import type { AnsweredBlock } from '../meters/decode.ts';
import type { Log, Sink, Source, SourceStatus } from '../source.ts';
import { ModbusLink, type ModbusLinkOptions } from './modbus-link.ts';
import { ModbusUnit, type UnitConfig } from './modbus-unit.ts';
import { backOffMs, pause } from './wait.ts';

export interface ModbusConfig extends ModbusLinkOptions {
  readonly id: string;
  readonly units: readonly UnitConfig[];
}

/** Modbus exception "illegal data address". @source Modbus Application Protocol V1.1b3, 7 */
const ILLEGAL_ADDRESS = 2;
/** So many time-outs in a row without any answer, whoever was asked: the connection itself is dead. */
const TIMEOUTS_TO_RECONNECT = 5;

export class ModbusSource implements Source {
  readonly id: string;
  readonly #link: ModbusLink;
  readonly #units: readonly ModbusUnit[];
  readonly #now: () => number;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #connectFailures = 0;
  #timeoutsInRow = 0;
  #counts = { stored: 0, refused: 0, reconnects: 0 };
  #lastArrivalMs: number | null = null;

  constructor(config: ModbusConfig, now: () => number, log: Log) {
    this.id = config.id;
    this.#link = new ModbusLink(config);
    this.#units = config.units.map((u) => new ModbusUnit(u, now()));
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
    while (!signal.aborted && this.#units.length > 0) {
      const unit = this.#units.reduce((a, b) => (b.dueMs < a.dueMs ? b : a));
      await pause(unit.dueMs - this.#now(), signal);
      if (signal.aborted) return;
      if (!this.#link.isUp && !(await this.#connect(signal))) continue;
      await this.#poll(unit, sink);
    }
  }

  async #connect(signal: AbortSignal): Promise<boolean> {
    const failure = await this.#link.open();
    this.#timeoutsInRow = 0;
    if (failure === null) {
      this.#counts.reconnects++;
      this.#connectFailures = 0;
      if (signal.aborted) this.#link.close();
      return !signal.aborted;
    }
    this.#log('warn', 'Modbus connection failed', { source: this.id, failure, tries: this.#connectFailures + 1 });
    await pause(backOffMs(this.#connectFailures++), signal);
    return false;
  }

  async #poll(unit: ModbusUnit, sink: Sink): Promise<void> {
    const answered: AnsweredBlock[] = [];
    let failure: 'timeout' | 'exception' | null = null;
    for (const block of unit.blocks) {
      const result = await this.#link.read(unit.config.unit, block);
      if (result.kind === 'words') {
        this.#timeoutsInRow = 0;
        answered.push({ block, words: result.words });
        continue;
      }
      if (result.kind === 'link') {
        if (!this.#stop.signal.aborted) this.#log('warn', 'Modbus connection lost', { source: this.id, ...result });
        break;
      }
      failure = result.kind;
      if (result.kind === 'timeout') {
        this.#noteTimeout();
        break;
      }
      this.#timeoutsInRow = 0;
      if (result.code !== ILLEGAL_ADDRESS) break;
      if (unit.refusedAddress(block)) {
        this.#log('warn', 'the meter does not have this register', { meter: unit.config.meter, keys: block.keys });
      }
    }
    if (answered.length > 0) await this.#deliver(unit, answered, sink);
    else if (failure !== null) unit.failed(failure, this.#now());
    else unit.skipped(this.#now());
  }

  /** What was answered is stored although other blocks failed: their values are simply not in it. */
  async #deliver(unit: ModbusUnit, answered: readonly AnsweredBlock[], sink: Sink): Promise<void> {
    const receivedMs = this.#now();
    const { meter, profile } = unit.config;
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

  #noteTimeout(): void {
    this.#timeoutsInRow++;
    if (this.#timeoutsInRow < TIMEOUTS_TO_RECONNECT) return;
    this.#log('warn', 'nobody answers on this Modbus connection, opening it anew', { source: this.id });
    this.#link.close();
  }
}
