/**
 * Source: an outside MQTT broker (3.1.1 or 5). A message is acknowledged when it is on disk; where it could not be
 * stored, the connection is cut so that the broker sends it again. The client handles one message at a time, so several
 * connections share the load (`share`). It watches for messages, not for sockets: "connected" says nothing.
 */
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Log, Sink, Source, SourceStatus } from '../source.ts';

export interface MqttConfig {
  readonly id: string;
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly protocol: '3.1.1' | '5';
  readonly clientId: string;
  readonly topics: readonly string[];
  /** Name of a shared subscription; with it `connections` may be more than one. */
  readonly share?: string | undefined;
  readonly connections: number;
  /** No message for this long on a connection that is up: connect anew. */
  readonly silenceS: number;
}

/** How long the broker keeps our queue while we are away, s. */
const SESSION_EXPIRY_S = 7 * 86_400;
const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** A truly quiet broker must not be reconnected at the same pace for ever: the patience doubles up to this factor. */
const PATIENCE_FACTOR_MAX = 16;
/** MQTT 5, 3.8.3.1: send retained messages only for a subscription that is new. */
const RETAIN_IF_NEW = 1;

interface Connection {
  readonly client: MqttClient;
  lastMs: number;
  patienceFactor: number;
}

export class MqttSource implements Source {
  readonly id: string;
  readonly #config: MqttConfig;
  readonly #now: () => number;
  readonly #log: Log;
  #connections: Connection[] = [];
  #watch: NodeJS.Timeout | null = null;
  #counts = { stored: 0, refused: 0, reconnects: 0 };
  #lastArrivalMs: number | null = null;

  constructor(config: MqttConfig, now: () => number, log: Log) {
    this.id = config.id;
    this.#config = config;
    this.#now = now;
    this.#log = log;
  }

  start(sink: Sink): Promise<void> {
    this.#connections = Array.from({ length: this.#config.connections }, (_, n) => this.#connect(n, sink));
    this.#watch = setInterval(() => this.#watchSilence(), Math.max(50, this.#config.silenceS * 250));
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    if (this.#watch !== null) clearInterval(this.#watch);
    await Promise.all(this.#connections.map((c) => c.client.endAsync(true)));
  }

  status(): SourceStatus {
    return {
      source: this.id,
      isLinkUp: this.#connections.some((c) => c.client.connected),
      lastArrivalMs: this.#lastArrivalMs,
      ...this.#counts,
      polled: [],
    };
  }

  #connect(n: number, sink: Sink): Connection {
    const client = mqtt.connect(this.#config.url, this.#clientOptions(n));
    const connection: Connection = { client, lastMs: this.#now(), patienceFactor: 1 };
    client.on('connect', () => {
      this.#counts.reconnects++;
      connection.lastMs = this.#now();
      this.#subscribe(client);
    });
    client.on('error', (error) => this.#log('warn', 'MQTT connection', { source: this.id, message: error.message }));
    // The acknowledgement goes out when this calls back (in both protocol versions; QoS 0 has none).
    client.handleMessage = (packet, done) => {
      this.#deliver(connection, packet, sink).then((isStored) => {
        // Neither an error nor silence brings a message back before the next connection: so make one.
        if (isStored || packet.qos === 0) done();
        else client.stream.destroy();
      }, done);
    };
    return connection;
  }

  #clientOptions(n: number): IClientOptions {
    const { username, password, protocol, clientId, connections } = this.#config;
    return {
      protocolVersion: protocol === '5' ? 5 : 4,
      clientId: connections === 1 ? clientId : `${clientId}-${n}`,
      clean: false,
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      resubscribe: false,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(protocol === '5' ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S } } : {}),
    };
  }

  async #deliver(c: Connection, packet: IPublishPacket, sink: Sink): Promise<boolean> {
    const { topic, retain: retained, payload } = packet;
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const receivedMs = this.#now();
    c.lastMs = receivedMs;
    c.patienceFactor = 1;
    try {
      await sink({ kind: 'message', source: this.id, receivedMs, topic, bytes, retained });
      this.#counts.stored++;
      this.#lastArrivalMs = receivedMs;
      return true;
    } catch (cause) {
      this.#counts.refused++;
      this.#log('error', 'a message could not be stored and is not acknowledged', { topic, message: String(cause) });
      return false;
    }
  }

  #subscribe(client: MqttClient): void {
    const { share, topics, protocol } = this.#config;
    const filters = topics.map((t) => (share === undefined ? t : `$share/${share}/${t}`));
    // A shared subscription may not ask about retained messages (MQTT 5, 4.8.2): it never gets any.
    const options =
      protocol === '5' && share === undefined ? ({ qos: 1, rh: RETAIN_IF_NEW } as const) : { qos: 1 as const };
    client.subscribe(filters, options, (error, granted) => {
      const refused = (granted ?? []).filter((g) => Number(g.qos) >= 128).map((g) => g.topic);
      if (error !== null || refused.length > 0) {
        this.#log('error', 'MQTT subscription refused', { source: this.id, message: error?.message, refused });
      }
    });
  }

  #watchSilence(): void {
    for (const c of this.#connections) {
      const silentMs = this.#now() - c.lastMs;
      if (!c.client.connected || silentMs < this.#config.silenceS * 1000 * c.patienceFactor) continue;
      this.#log('warn', 'MQTT says connected, but nothing arrives: connecting anew', { source: this.id, silentMs });
      c.patienceFactor = Math.min(PATIENCE_FACTOR_MAX, c.patienceFactor * 2);
      c.lastMs = this.#now();
      c.client.stream.destroy();
    }
  }
}
