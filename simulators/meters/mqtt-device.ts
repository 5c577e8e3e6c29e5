/** One MQTT connection of one device, as such devices hold it: QoS 1, its own client id, protocol 3.1.1. */
import mqtt from 'mqtt';
import { OperationalError } from '../../core/assert.ts';
import type { MeterEventKind } from '../../core/facts.ts';
import type { Message, RecordedEvent, Sample } from './dialect.ts';
import { type DialectId, dialectOf } from './index.ts';

export interface MqttDevice {
  readonly device: string;
  readonly dialect: DialectId;
  readonly topics: readonly string[];
  /** Each resolves when the broker has acknowledged. */
  readings(sample: Sample): Promise<void>;
  events(events: readonly RecordedEvent[]): Promise<void>;
  state(event: MeterEventKind, timeMs: number): Promise<void>;
  stop(): Promise<void>;
  /** The device dies without a farewell: the broker sends its last will. */
  drop(): Promise<void>;
}

export interface MqttDeviceOptions {
  readonly url: string;
  readonly device: string;
  readonly dialect: DialectId;
  readonly nowMs: number;
  readonly username?: string;
  readonly password?: string;
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

export async function connectMqttDevice(options: MqttDeviceOptions): Promise<MqttDevice> {
  const { device, dialect: id } = options;
  const dialect = dialectOf(id);
  const will = dialect.lastWill?.(device);
  const client = mqtt.connect(options.url, {
    protocolVersion: 4,
    clientId: `sim-${device}`,
    clean: true,
    reconnectPeriod: 2000,
    connectTimeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    ...(will === undefined
      ? {}
      : {
          will: {
            topic: will.topic,
            payload: Buffer.from(will.payload),
            qos: 1 as const,
            retain: will.retain ?? false,
          },
        }),
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  await connected(client, options);
  const send = async (messages: readonly Message[]): Promise<void> => {
    await Promise.all(
      messages.map((m) => client.publishAsync(m.topic, Buffer.from(m.payload), { qos: 1, retain: m.retain ?? false })),
    );
  };
  await send(dialect.hello(device, options.nowMs));
  return {
    device,
    dialect: id,
    topics: dialect.topics(device),
    readings: (sample) => send(dialect.readings(device, sample)),
    events: (events) => (events.length === 0 ? Promise.resolve() : send(dialect.events(device, events))),
    state: (event, timeMs) => send(dialect.state(device, event, timeMs)),
    stop: () => client.endAsync(!client.connected),
    drop: async () => {
      client.options.reconnectPeriod = 0;
      client.stream.destroy();
      await client.endAsync(true);
    },
  };
}

function connected(client: ReturnType<typeof mqtt.connect>, options: MqttDeviceOptions): Promise<void> {
  const limitMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      client.end(true);
      reject(new OperationalError(`no MQTT broker at ${options.url}`, { retryable: true }));
    }, limitMs);
    client.once('connect', () => {
      clearTimeout(timer);
      resolve();
    });
    // Refused connections are tried again until the time is up.
    client.on('error', () => undefined);
  });
}
