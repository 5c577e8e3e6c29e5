/**
 * What the meters of one path are: a sender with QoS 1 that keeps every message until it was acknowledged, sends again
 * after a lost connection, and has one message of each meter under way at a time.
 */
import mqtt, { type MqttClient } from 'mqtt';
import type { Message } from './fleet.ts';

export interface Sent {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly message: Message | null;
}

const IN_FLIGHT = 8;
const RETRY_MS = 200;

export class Device {
  readonly #port: number;
  readonly #clientId: string;
  readonly #onAccepted: (message: Message) => void;
  #queue: Sent[] = [];
  readonly #underWay = new Map<number, Sent>();
  readonly #busyMeters = new Set<number>();
  #client: MqttClient | null = null;
  #generation = 0;
  #number = 0;
  #isStopped = false;
  connects = 0;

  constructor(port: number, clientId: string, onAccepted: (message: Message) => void) {
    this.#port = port;
    this.#clientId = clientId;
    this.#onAccepted = onAccepted;
    this.#connect();
  }

  /** What waits or is under way. */
  get pending(): number {
    return this.#queue.length + this.#underWay.size;
  }

  send(...messages: readonly Sent[]): void {
    this.#queue.push(...messages);
    this.#pump();
  }

  /** Before everything that waits. */
  sendFirst(messages: readonly Sent[]): void {
    this.#queue.unshift(...messages);
    this.#pump();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#generation++;
    await this.#client?.endAsync(true);
  }

  #connect(): void {
    if (this.#isStopped) return;
    const generation = ++this.#generation;
    const client = mqtt.connect(`mqtt://127.0.0.1:${this.#port}`, {
      protocolVersion: 4,
      clientId: this.#clientId,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 3_000,
      keepalive: 3,
      resubscribe: false,
    });
    this.#client = client;
    client.on('connect', () => {
      this.connects++;
      this.#pump();
    });
    client.on('error', () => client.end(true));
    client.once('close', () => {
      if (generation !== this.#generation) return;
      this.#again();
      setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  /** What was under way may have arrived or not: it is sent again, in its order. */
  #again(): void {
    this.#generation++;
    this.#queue.unshift(...[...this.#underWay.keys()].sort((a, b) => a - b).map((n) => this.#underWay.get(n) as Sent));
    this.#underWay.clear();
    this.#busyMeters.clear();
  }

  #pump(): void {
    const client = this.#client;
    if (client === null || !client.connected) return;
    for (let at = 0; this.#underWay.size < IN_FLIGHT && at < this.#queue.length; ) {
      const one = this.#queue[at] as Sent;
      const meter = one.message?.meter;
      if (meter !== undefined && this.#busyMeters.has(meter)) at++;
      else {
        this.#queue.splice(at, 1);
        this.#publish(client, one);
      }
    }
  }

  #publish(client: MqttClient, one: Sent): void {
    const generation = this.#generation;
    const number = this.#number++;
    const meter = one.message?.meter;
    this.#underWay.set(number, one);
    if (meter !== undefined) this.#busyMeters.add(meter);
    client.publish(one.topic, one.payload, { qos: 1 }, (error) => {
      if (error || generation !== this.#generation) return;
      this.#underWay.delete(number);
      if (meter !== undefined) this.#busyMeters.delete(meter);
      if (one.message !== null) this.#onAccepted(one.message);
      this.#pump();
    });
  }
}
