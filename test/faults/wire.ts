/**
 * A wire between a client and a server: it can be cut (both ends are told by a reset), frozen (half-open: nothing
 * passes, nobody is told), or pulled out (new connections are refused). What passes can be listened to.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Listener {
  /** Bytes of one connection, as they pass. `up` = from the client to the server. */
  heard(connection: number, up: boolean, bytes: Buffer): void;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  isFrozen: boolean;
}

export class Wire {
  readonly #targetPort: number;
  readonly #listener: Listener | null;
  readonly #pairs = new Set<Pair>();
  #server: Server | null = null;
  #isFrozen = false;
  #count = 0;
  port = 0;

  constructor(targetPort: number, listener: Listener | null = null) {
    this.#targetPort = targetPort;
    this.#listener = listener;
  }

  async start(): Promise<this> {
    const server = createServer((client) => this.#carry(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
    this.#server = server;
    return this;
  }

  /** Every connection breaks now. */
  cut(): void {
    for (const pair of this.#pairs) {
      pair.client.resetAndDestroy();
      pair.upstream.resetAndDestroy();
    }
  }

  /** Half-open: present connections carry nothing ever again, new ones nothing until `thaw`. */
  freeze(): void {
    this.#isFrozen = true;
    for (const pair of this.#pairs) pair.isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #carry(client: Socket): void {
    const number = this.#count++;
    const upstream = connect(this.#targetPort, '127.0.0.1');
    const pair: Pair = { client, upstream, isFrozen: this.#isFrozen };
    this.#pairs.add(pair);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.#end(pair));
      socket.on('close', () => {
        // The far end of a half-open connection is not told that the near end gave up.
        if (!pair.isFrozen) this.#end(pair);
        else if (client.destroyed && upstream.destroyed) this.#pairs.delete(pair);
      });
    }
    client.on('data', (bytes: Buffer) => this.#pass(pair, number, true, bytes));
    upstream.on('data', (bytes: Buffer) => this.#pass(pair, number, false, bytes));
  }

  #pass(pair: Pair, number: number, up: boolean, bytes: Buffer): void {
    if (pair.isFrozen) return;
    this.#listener?.heard(number, up, bytes);
    const [from, to] = up ? [pair.client, pair.upstream] : [pair.upstream, pair.client];
    if (to.destroyed || to.write(bytes)) return;
    from.pause();
    to.once('drain', () => from.resume());
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.client.destroy();
    pair.upstream.destroy();
  }
}
