/**
 * Serial frames over any byte stream (a serial line, a gateway's TCP socket) as a port of modbus-serial. The library's own
 * serial ports cut a reply by its expected length alone; this one takes a frame only when unit, function, byte count and
 * checksum fit the question, and throws away what was there before the question.
 */
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { type AskedFrame, askedBy, replyIn } from '../meters/rtu-frame.ts';

/** More than the longest frame (256 bytes) twice: beyond it there is only noise. */
const BUFFER_BYTES_MAX = 1024;
const EMPTY = Buffer.alloc(0);

export class RtuPort extends EventEmitter {
  readonly #stream: Duplex;
  #bytes: Buffer = EMPTY;
  #asked: AskedFrame | null = null;
  #lastByteMs = Number.NEGATIVE_INFINITY;

  constructor(stream: Duplex) {
    super();
    this.#stream = stream;
    stream.on('data', (data: Buffer) => this.#take(data));
    stream.once('close', () => this.emit('close'));
  }

  /** The stream is open already when the port is made. */
  get isOpen(): boolean {
    return !this.#stream.destroyed;
  }

  open(done: () => void): void {
    done();
  }

  close(done?: () => void): void {
    done?.();
  }

  /** Called by modbus-serial with a request, checksum included. */
  write(request: Buffer): void {
    this.#asked = askedBy(request);
    this.#bytes = EMPTY;
    this.#stream.write(request);
  }

  /** How long nothing has come, ms. */
  quietForMs(): number {
    return performance.now() - this.#lastByteMs;
  }

  #take(data: Buffer): void {
    this.#lastByteMs = performance.now();
    if (this.#asked === null) return;
    this.#bytes = this.#bytes.length === 0 ? data : Buffer.concat([this.#bytes, data]);
    const reply = replyIn(this.#bytes, this.#asked);
    if (reply !== null) {
      const frame = this.#bytes.subarray(reply.from, reply.to);
      this.#asked = null;
      this.#bytes = EMPTY;
      this.emit('data', frame);
    } else if (this.#bytes.length > BUFFER_BYTES_MAX) this.#bytes = this.#bytes.subarray(-BUFFER_BYTES_MAX);
  }
}
