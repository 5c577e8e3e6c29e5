/**
 * Listens to a broker for a while, for `probe` and `check`: a session of its own that leaves nothing behind, acknowledges
 * nothing that anybody waits for, and takes no message away from a running collector.
 */
import { randomUUID } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { pause } from './wait.ts';

export interface ListenOptions {
  readonly url: string;
  readonly filters: readonly string[];
  readonly forMs: number;
  /** User, password, certificates and protocol version, as the client library names them. */
  readonly client?: IClientOptions;
  /** Stop early when this many messages are in. */
  readonly messagesMax: number;
}

export interface HeardMessage {
  readonly topic: string;
  readonly bytes: Uint8Array;
  readonly retained: boolean;
  readonly receivedMs: number;
}

export interface Heard {
  /** Why there is no connection; null = connected. */
  readonly failure: string | null;
  /** Filters the broker refused. */
  readonly refused: readonly string[];
  readonly messages: readonly HeardMessage[];
}

const CONNECT_MS = 8_000;
/** MQTT 3.1.1, 3.9.3 and MQTT 5, 3.9.3: return codes from here on are refusals. */
const REFUSED_FROM = 0x80;

export async function listenMqtt(options: ListenOptions): Promise<Heard> {
  const client = mqtt.connect(options.url, {
    protocolVersion: 5,
    connectTimeout: CONNECT_MS,
    reconnectPeriod: 0,
    clean: true,
    ...options.client,
    clientId: `gridwitness-probe-${randomUUID().slice(0, 8)}`,
  });
  const stop = new AbortController();
  try {
    const failure = await connected(client);
    if (failure !== null) return { failure, refused: [], messages: [] };
    const messages: HeardMessage[] = [];
    client.on('message', (topic, payload, packet) => {
      if (messages.length >= options.messagesMax) return stop.abort();
      const receivedMs = Date.now();
      messages.push({ topic, bytes: new Uint8Array(payload), retained: packet.retain, receivedMs });
    });
    client.on('close', () => stop.abort());
    const refused = await subscribe(client, options.filters);
    await pause(options.forMs, stop.signal);
    return { failure: null, refused, messages };
  } finally {
    await client.endAsync(true);
  }
}

function connected(client: MqttClient): Promise<string | null> {
  return new Promise((resolve) => {
    client.once('connect', () => resolve(null));
    client.once('error', (error) => resolve(errorText(error)));
    client.once('close', () => resolve('the broker closed the connection'));
  });
}

/** Some socket errors carry their code but an empty message. */
function errorText(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return error.message !== '' ? error.message : String(code ?? error.name);
}

async function subscribe(client: MqttClient, filters: readonly string[]): Promise<readonly string[]> {
  try {
    const granted = await client.subscribeAsync([...filters], { qos: 0 });
    return granted.filter((g) => g.qos >= REFUSED_FROM).map((g) => g.topic);
  } catch {
    // The library rejects where the broker refused: which one it was, it does not say.
    return filters;
  }
}
