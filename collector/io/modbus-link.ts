/**
 * One Modbus TCP connection: connect with a time limit, ask one block at a time, tell apart silence, refusal and
 * nonsense. It never throws for what a device does. A late reply keeps its transaction number and pairs with nobody.
 */
import { connect, type Socket } from 'node:net';
import MB from 'modbus-serial';
import type { Block } from '../meters/plan.ts';

export type ReadResult =
  | { readonly kind: 'words'; readonly words: readonly number[] }
  /** No answer in time. */
  | { readonly kind: 'timeout' }
  /** The unit refused: Modbus exception code. */
  | { readonly kind: 'exception'; readonly code: number }
  /** The connection is gone, or what came back was not an answer to this question. */
  | { readonly kind: 'link'; readonly message: string };

export interface ModbusLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly replyTimeoutMs: number;
}

export class ModbusLink {
  readonly #options: ModbusLinkOptions;
  #client: InstanceType<typeof MB.default> | null = null;
  #socket: Socket | null = null;
  #closed: Promise<ReadResult> | null = null;

  constructor(options: ModbusLinkOptions) {
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#socket !== null;
  }

  /** null when connected, else why not. A host that never answers counts after `connectTimeoutMs`. */
  async open(): Promise<string | null> {
    this.close();
    const { host, port, connectTimeoutMs, replyTimeoutMs } = this.#options;
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const failure = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => resolve(`no connection within ${connectTimeoutMs} ms`), connectTimeoutMs);
      socket.once('connect', () => resolve(null));
      socket.on('error', (error) => resolve(error.message));
      socket.once('close', () => clearTimeout(timer));
      socket.once('connect', () => clearTimeout(timer));
    });
    if (failure !== null) {
      socket.destroy();
      return failure;
    }
    const client = new MB.default();
    client.on('error', () => socket.destroy());
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        if (this.#socket === socket) this.#socket = null;
        resolve({ kind: 'link', message: 'the connection closed' });
      });
    });
    await client.linkTCP(socket, { port });
    client.setTimeout(replyTimeoutMs);
    this.#client = client;
    this.#socket = socket;
    return null;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
    this.#client = null;
  }

  /** Ask one unit for one block. Only one question may be under way: the unit number is state of the client. */
  async read(unit: number, block: Block): Promise<ReadResult> {
    const client = this.#client;
    if (client === null || this.#socket === null || this.#closed === null)
      return { kind: 'link', message: 'not connected' };
    client.setID(unit);
    const asked =
      block.function === 3
        ? client.readHoldingRegisters(block.address, block.length)
        : client.readInputRegisters(block.address, block.length);
    const answer = asked.then((reply): ReadResult => {
      if (reply.data.length === block.length) return { kind: 'words', words: reply.data };
      return { kind: 'link', message: `asked for ${block.length} registers, got ${reply.data.length}` };
    }, failureOf);
    const result = await Promise.race([answer, this.#closed]);
    // Nonsense on the wire: nothing that follows on this connection can be trusted to be in step.
    if (result.kind === 'link') this.close();
    return result;
  }
}

function failureOf(cause: unknown): ReadResult {
  const error = cause as { message?: string; modbusCode?: number; errno?: string; name?: string };
  if (typeof error.modbusCode === 'number') return { kind: 'exception', code: error.modbusCode };
  if (error.errno === 'ETIMEDOUT' || error.name === 'TransactionTimedOutError') return { kind: 'timeout' };
  return { kind: 'link', message: error.message ?? String(cause) };
}
