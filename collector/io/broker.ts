/**
 * Source: our own small MQTT broker (3.1.1), for utilities without one and for the demo. A publish is acknowledged when
 * it is on disk; many are under way at once. It listens on this host only: it knows no users.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { Log, Sink, Source, SourceStatus } from '../source.ts';

export interface BrokerConfig {
  readonly id: string;
  /** 0 = any free port, see `port()`. */
  readonly port: number;
}

const HOST = '127.0.0.1';

export class BrokerSource implements Source {
  readonly id: string;
  readonly #config: BrokerConfig;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes | null = null;
  #server: Server | null = null;
  #counts = { stored: 0, refused: 0, reconnects: 0 };
  #lastArrivalMs: number | null = null;

  constructor(config: BrokerConfig, now: () => number, log: Log) {
    this.id = config.id;
    this.#config = config;
    this.#now = now;
    this.#log = log;
  }

  /** Resolves when it listens; rejects where the port is taken. */
  async start(sink: Sink): Promise<void> {
    const aedes = await Aedes.createBroker();
    aedes.authorizePublish = (client, packet, done) => {
      // Its own messages about itself come without a client; nobody else may speak in its name.
      if (client === null) return done(null);
      if (packet.topic.startsWith('$SYS/')) return done(new Error('$SYS is the brokers own'));
      const bytes = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      // A retain flag here is the device's wish for later readers: the message itself is fresh.
      this.#deliver(packet.topic, bytes, sink).then(() => done(null), done);
    };
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      this.#counts.reconnects++;
      socket.once('close', () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
    aedes.on('clientError', (client, error) =>
      this.#log('warn', 'MQTT client', { client: client.id, message: error.message }),
    );
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(this.#config.port, HOST, resolve);
      });
    } catch (cause) {
      // Its timers would keep the process alive.
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      throw cause;
    }
    this.#aedes = aedes;
    this.#server = server;
  }

  /** The port it listens on; null while it does not. */
  port(): number | null {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    const aedes = this.#aedes;
    this.#server = null;
    this.#aedes = null;
    if (server === null || aedes === null) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  status(): SourceStatus {
    const isLinkUp = this.#server !== null;
    return { source: this.id, isLinkUp, lastArrivalMs: this.#lastArrivalMs, ...this.#counts, polled: [] };
  }

  async #deliver(topic: string, bytes: Buffer, sink: Sink): Promise<void> {
    const receivedMs = this.#now();
    try {
      await sink({ kind: 'message', source: this.id, receivedMs, topic, bytes, retained: false });
    } catch (cause) {
      this.#counts.refused++;
      this.#log('error', 'a message could not be stored and is not acknowledged', { topic, message: String(cause) });
      throw cause instanceof Error ? cause : new Error(String(cause));
    }
    this.#counts.stored++;
    this.#lastArrivalMs = receivedMs;
  }
}
