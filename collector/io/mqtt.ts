/**
 * Source: an outside MQTT broker (3.1.1 or 5), read on the level of packets: many messages are under way at once, each
 * is acknowledged when it is on disk. Where one could not be stored, the connection is cut so that the broker sends it
 * again. It watches for messages, not for sockets: "connected" says nothing.
 */
import type { Log, Sink, Source, SourceStatus } from '../source.ts';
import { MqttLink } from './mqtt-link.ts';
import { brokerAddress, type MqttTls, readTlsFiles } from './mqtt-open.ts';
import type { SessionSettings } from './mqtt-session.ts';

export interface MqttConfig {
  readonly id: string;
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly tls?: MqttTls | undefined;
  readonly protocol: '3.1.1' | '5';
  readonly clientId: string;
  readonly topics: readonly string[];
  /** Name of a shared subscription; with it `connections` may be more than one. */
  readonly share?: string | undefined;
  readonly connections: number;
  /** No message for this long on a connection that is up: connect anew. */
  readonly silenceS: number;
  readonly keepaliveS?: number | undefined;
  /** Messages of one connection under way to the disk at once. */
  readonly inFlightMax?: number | undefined;
}

const KEEPALIVE_S = 30;
/** A group of the spool takes some thousand; more only waits in our memory instead of the broker's. */
const IN_FLIGHT_MAX = 2_000;
/** A truly quiet broker must not be reconnected at the same pace for ever: the patience doubles up to this factor. */
const PATIENCE_FACTOR_MAX = 16;

interface Connection {
  readonly link: MqttLink;
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

  /** Rejects where the address or a certificate file is not usable; a broker that is away is waited for. */
  async start(sink: Sink): Promise<void> {
    const { url, tls, silenceS, connections } = this.#config;
    brokerAddress(url);
    await readTlsFiles(tls);
    if (tls?.dangerouslyAcceptAnyCertificate === true) {
      this.#log('error', 'TLS without proof of who answers: anybody in between can read and forge', { url });
    }
    this.#connections = Array.from({ length: connections }, (_, n) => this.#connect(n, sink));
    this.#watch = setInterval(() => this.#watchSilence(), Math.max(50, silenceS * 250));
  }

  async stop(): Promise<void> {
    if (this.#watch !== null) clearInterval(this.#watch);
    await Promise.all(this.#connections.map((c) => c.link.stop()));
  }

  status(): SourceStatus {
    const troubles = this.#connections.map(
      (c) => c.link.trouble() ?? (c.patienceFactor > 1 ? this.#silenceText() : null),
    );
    return {
      source: this.id,
      isLinkUp: this.#connections.some((c) => c.link.isUp),
      lastArrivalMs: this.#lastArrivalMs,
      ...this.#counts,
      polled: [],
      trouble: troubles.find((t) => t !== null) ?? null,
    };
  }

  #connect(n: number, sink: Sink): Connection {
    const { url, tls } = this.#config;
    const link = new MqttLink({
      address: brokerAddress(url),
      tls,
      session: this.#settings(n),
      deliver: (topic, payload, retained) => this.#deliver(connection, topic, payload, retained, sink),
      onUp: () => {
        this.#counts.reconnects++;
        connection.lastMs = this.#now();
      },
      log: (level, message, data) => this.#log(level, message, { source: this.id, ...data }),
    });
    const connection: Connection = { link, lastMs: this.#now(), patienceFactor: 1 };
    link.start();
    return connection;
  }

  #settings(n: number): SessionSettings {
    const { protocol, clientId, connections, topics, share, keepaliveS, inFlightMax, url } = this.#config;
    const address = brokerAddress(url);
    return {
      protocol,
      clientId: connections === 1 ? clientId : `${clientId}-${n}`,
      username: this.#config.username ?? address.username,
      password: this.#config.password ?? address.password,
      filters: topics.map((t) => (share === undefined ? t : `$share/${share}/${t}`)),
      isShared: share !== undefined,
      keepaliveS: keepaliveS ?? KEEPALIVE_S,
      inFlightMax: inFlightMax ?? IN_FLIGHT_MAX,
    };
  }

  async #deliver(c: Connection, topic: string, bytes: Buffer, retained: boolean, sink: Sink): Promise<boolean> {
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

  #watchSilence(): void {
    for (const c of this.#connections) {
      const silentMs = this.#now() - c.lastMs;
      if (!c.link.isUp || silentMs < this.#config.silenceS * 1000 * c.patienceFactor) continue;
      this.#log('warn', 'MQTT says connected, but nothing arrives: connecting anew', { source: this.id, silentMs });
      c.patienceFactor = Math.min(PATIENCE_FACTOR_MAX, c.patienceFactor * 2);
      c.lastMs = this.#now();
      c.link.cut(this.#silenceText());
    }
  }

  /** A broker may grant a subscription and then filter what its access list does not allow: only silence shows it. */
  #silenceText(): string {
    const filters = this.#config.topics.join(', ');
    return `connected and subscribed, but nothing arrives: no device sends on ${filters}, or the broker grants the subscription and its access list filters it`;
  }
}
