/**
 * One Modbus connection, whatever it runs on (TCP; serial frames over TCP; a serial line): connect with a time limit, ask
 * one block at a time, tell apart silence, refusal and nonsense. It never throws for what a device does. A late reply
 * pairs with nobody: in TCP framing by its transaction number, and in all framings by `#inStep`.
 */
import type { Socket } from 'node:net';
import MB from 'modbus-serial';
import { assert } from '../../core/assert.ts';
import type { Block } from '../meters/plan.ts';
import { type Opened, openSerial, openTcp, type SerialLine } from './modbus-line.ts';
import { RtuPort } from './rtu-port.ts';

export type ReadResult =
  | { readonly kind: 'words'; readonly words: readonly number[] }
  /** No answer in time. */
  | { readonly kind: 'timeout' }
  /** The unit refused: Modbus exception code. */
  | { readonly kind: 'exception'; readonly code: number }
  /** The connection is gone, or what came back was not an answer to this question. */
  | { readonly kind: 'link'; readonly message: string };

/** Either `host` and `port`, or `serial`. `framing: rtu`: serial frames unchanged through TCP, as plain gateways do. */
export interface ModbusLinkOptions {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly framing?: 'tcp' | 'rtu' | undefined;
  readonly serial?: SerialLine | undefined;
  readonly connectTimeoutMs: number;
  readonly replyTimeoutMs: number;
}

type Client = InstanceType<typeof MB.default>;

/** Silence that ends a frame on any line, ms: 3.5 characters at 9600 baud and slower, with room for USB adapters. */
const QUIET_MS = 5;
/** Lengths a question out of step is asked with, registers. */
const STEP_LENGTHS = [1, 2, 3, 4, 5, 6] as const;

/** `10.20.0.15:502` or `/dev/ttyUSB0`: how a connection is called in logs and states. */
export function linkName({ host, port, serial }: ModbusLinkOptions): string {
  return serial === undefined ? `${host ?? ''}:${port ?? MODBUS_PORT}` : serial.path;
}

/** @source Modbus Messaging on TCP/IP V1.0b, 4.2: registered port */
const MODBUS_PORT = 502;

export class ModbusLink {
  readonly #options: ModbusLinkOptions;
  #client: Client | null = null;
  #rtu: RtuPort | null = null;
  #closeLine: (() => void) | null = null;
  /** Ends the question under way when the line goes down. */
  #lost: ((message: string) => void) | null = null;
  /** Per unit: lengths of its unanswered questions whose replies may still come. */
  #unanswered = new Map<number, number[]>();

  constructor(options: ModbusLinkOptions) {
    assert(
      (options.host === undefined) !== (options.serial === undefined),
      'a Modbus link needs a host or a serial line',
    );
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#client !== null;
  }

  /** null when connected, else why not. A host that never answers counts after `connectTimeoutMs`. */
  async open(): Promise<string | null> {
    this.close();
    const line = await this.#openLine();
    if ('failure' in line) return line.failure;
    const { stream } = line;
    const isRtu = this.#options.serial !== undefined || this.#options.framing === 'rtu';
    const rtu = isRtu ? new RtuPort(stream) : null;
    const client = rtu === null ? new MB.default() : new MB.default(rtu);
    client.on('error', () => line.close());
    stream.once('close', () => {
      if (this.#client === client) this.close();
    });
    if (rtu === null) await client.linkTCP(stream as Socket, { port: this.#options.port ?? MODBUS_PORT });
    else client.open(() => undefined);
    client.setTimeout(this.#options.replyTimeoutMs);
    this.#client = client;
    this.#rtu = rtu;
    this.#closeLine = line.close;
    // The stream may have gone while modbus-serial was set up.
    if (stream.destroyed) this.close();
    return this.isUp ? null : 'the connection closed';
  }

  close(): void {
    this.#closeLine?.();
    this.#client = null;
    this.#rtu = null;
    this.#closeLine = null;
    this.#lost?.('the connection closed');
  }

  /** Ask one unit for one block. Only one question may be under way. */
  async read(unit: number, block: Block): Promise<ReadResult> {
    if (this.#rtu !== null) await this.#quiet(this.#rtu);
    const failure = await this.#inStep(unit, block);
    if (failure !== null) return failure;
    const result = await this.#ask(unit, block);
    this.#note(unit, block.length, result);
    return result;
  }

  /**
   * Serial frames have no transaction number, and there are gateways that stay one reply behind after a slow unit. After a
   * time-out the late reply could so pass for the answer to the next question to the same unit of the same length. That
   * one is therefore preceded by a question of another length: once it is answered the unit is in step, because a unit
   * answers in order. An answer of the wrong length drops the connection. null = go ahead.
   */
  async #inStep(unit: number, block: Block): Promise<ReadResult | null> {
    const open = this.#unanswered.get(unit);
    if (open === undefined || !open.includes(block.length)) return null;
    const length = STEP_LENGTHS.find((n) => n !== block.length && !open.includes(n)) ?? 1;
    const result = await this.#ask(unit, { ...block, length });
    this.#note(unit, length, result);
    return result.kind === 'words' || result.kind === 'exception' ? null : result;
  }

  /** Remembers what may still be answered late. Any answer means that all earlier questions are past. */
  #note(unit: number, length: number, result: ReadResult): void {
    if (result.kind === 'words' || result.kind === 'exception') this.#unanswered.delete(unit);
    else if (result.kind === 'timeout') {
      const open = this.#unanswered.get(unit) ?? [];
      this.#unanswered.set(unit, [...open.filter((n) => n !== length), length].slice(-STEP_LENGTHS.length + 2));
    }
  }

  /** Nobody may be talking when we begin: on two wires both would be lost. */
  async #quiet(rtu: RtuPort): Promise<void> {
    const endMs = performance.now() + this.#options.replyTimeoutMs;
    while (rtu.quietForMs() < QUIET_MS && performance.now() < endMs) {
      await new Promise((next) => setTimeout(next, QUIET_MS));
    }
  }

  async #ask(unit: number, block: Block): Promise<ReadResult> {
    const client = this.#client;
    if (client === null) return { kind: 'link', message: 'not connected' };
    const result = await new Promise<ReadResult>((resolve) => {
      this.#lost = (message) => resolve({ kind: 'link', message });
      const done = (error: unknown, reply?: { readonly data: readonly number[] }): void => {
        if (error) resolve(failureOf(error));
        else if (reply !== undefined && reply.data.length === block.length)
          resolve({ kind: 'words', words: reply.data });
        else {
          const message = `asked for ${block.length} registers, got ${reply?.data.length ?? 'none'}`;
          resolve({ kind: 'link', message });
        }
      };
      if (block.function === 3) client.writeFC3(unit, block.address, block.length, done);
      else client.writeFC4(unit, block.address, block.length, done);
    });
    this.#lost = null;
    // Nonsense on the wire: nothing that follows on this connection can be trusted to be in step.
    if (result.kind === 'link' && this.#client === client) this.close();
    return result;
  }

  #openLine(): Promise<Opened> {
    const { host = '', port = MODBUS_PORT, serial, connectTimeoutMs } = this.#options;
    return serial === undefined ? openTcp(host, port, connectTimeoutMs) : openSerial(serial, connectTimeoutMs);
  }
}

function failureOf(cause: unknown): ReadResult {
  const error = cause as { message?: string; modbusCode?: number; errno?: string; name?: string };
  if (typeof error.modbusCode === 'number') return { kind: 'exception', code: error.modbusCode };
  if (error.errno === 'ETIMEDOUT' || error.name === 'TransactionTimedOutError') return { kind: 'timeout' };
  return { kind: 'link', message: error.message ?? String(cause) };
}
