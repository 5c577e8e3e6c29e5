/** An outside broker (real mosquitto): acknowledged when durable, sent again when not, watched for messages. */
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { type MqttConfig, MqttSource } from '../../collector/io/mqtt.ts';
import type { RawMessage } from '../../collector/source.ts';
import { type Mosquitto, startMosquitto } from '../servers/mosquitto.ts';
import { quiet, rememberingSink, until } from './fakes.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function broker(): Promise<Mosquitto> {
  const server = await startMosquitto();
  stops.push(server.stop);
  return server;
}
async function publisher(url: string): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url);
  stops.push(() => client.endAsync(true));
  return client;
}
async function source(url: string, over: Partial<MqttConfig> = {}, sink = rememberingSink()) {
  const config: MqttConfig = {
    id: 'mqtt:0',
    url,
    protocol: '5',
    clientId: 'gw-test',
    topics: ['m/+/readings'],
    connections: 1,
    silenceS: 600,
    ...over,
  };
  const client = new MqttSource(config, Date.now, quiet);
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await client.stop();
    isStopped = true;
  };
  stops.push(stop);
  await client.start(sink.take);
  await until(() => client.status().isLinkUp === true, 'connected');
  return { client, sink, stop };
}
const texts = (taken: readonly unknown[]) => (taken as RawMessage[]).map((r) => Buffer.from(r.bytes).toString());
/** Published until it arrives: a subscription may be a moment younger than "connected". */
async function ready(pub: MqttClient, sink: ReturnType<typeof rememberingSink>): Promise<void> {
  while (sink.taken.length === 0) {
    await pub.publishAsync('m/probe/readings', 'probe', { qos: 1 });
    await new Promise((next) => setTimeout(next, 20));
  }
}

describe.each(['5', '3.1.1'] as const)('MQTT %s', (protocol) => {
  it('a message that could not be stored is not acknowledged: the broker sends it again', async () => {
    const { url } = await broker();
    const { client, sink } = await source(url, { protocol });
    const pub = await publisher(url);
    await ready(pub, sink);
    sink.taken.length = 0;
    sink.isFull = true;
    for (const n of [1, 2, 3]) await pub.publishAsync('m/1/readings', `r${n}`, { qos: 1 });
    await until(() => sink.refused >= 1, 'a refusal');
    expect(client.status().stored).toBeGreaterThan(0);
    expect(sink.taken).toEqual([]);
    sink.isFull = false;
    await until(
      () => new Set(texts(sink.taken).filter((t) => t.startsWith('r'))).size === 3,
      'all three, after reconnecting',
    );
    expect(texts(sink.taken).filter((t) => t !== 'probe')).toEqual(['r1', 'r2', 'r3']);
  });

  it('what comes while we are away waits at the broker, over its restart too', async () => {
    const server = await broker();
    const first = await source(server.url, { protocol });
    const pub = await publisher(server.url);
    await ready(pub, first.sink);
    await first.stop();
    for (let n = 0; n < 50; n++) await pub.publishAsync('m/1/readings', `r${n}`, { qos: 1 });
    await server.restart();
    const second = await source(server.url, { protocol });
    await until(() => texts(second.sink.taken).filter((t) => t !== 'probe').length >= 50, 'what was queued');
    expect(texts(second.sink.taken).filter((t) => t !== 'probe')).toEqual(
      Array.from({ length: 50 }, (_, n) => `r${n}`),
    );
  });
});

describe('retained and unacknowledged messages', () => {
  it('ask 17: a stored copy is marked, a live message is not', async () => {
    const { url } = await broker();
    const pub = await publisher(url);
    await pub.publishAsync('m/1/readings', 'old', { qos: 1, retain: true });
    const { sink } = await source(url);
    await until(() => sink.taken.length === 1, 'the retained copy');
    await pub.publishAsync('m/1/readings', 'live', { qos: 1, retain: true });
    await until(() => sink.taken.length === 2, 'the live message');
    expect((sink.taken as RawMessage[]).map((r) => r.retained)).toEqual([true, false]);
  });

  it('QoS 0 is taken once', async () => {
    const { url } = await broker();
    const { sink } = await source(url);
    const pub = await publisher(url);
    await ready(pub, sink);
    sink.taken.length = 0;
    await pub.publishAsync('m/1/readings', 'zero', { qos: 0 });
    await pub.publishAsync('m/1/readings', 'one', { qos: 1 });
    await until(() => sink.taken.length >= 2, 'both');
    expect(texts(sink.taken).filter((t) => t !== 'probe')).toEqual(['zero', 'one']);
  });
});

describe('several connections', () => {
  it('share the load, each message once, and a slow disk does not serialise them', async () => {
    const { url } = await broker();
    const sink = rememberingSink();
    let atOnce = 0;
    let atOnceMax = 0;
    const slow = {
      ...sink,
      take: async (raw: Parameters<typeof sink.take>[0]) => {
        atOnceMax = Math.max(atOnceMax, ++atOnce);
        await new Promise((next) => setTimeout(next, 5));
        atOnce--;
        return sink.take(raw);
      },
    };
    await source(url, { connections: 4, share: 'gw' }, slow);
    const pub = await publisher(url);
    await ready(pub, sink);
    await Promise.all(Array.from({ length: 100 }, (_, n) => pub.publishAsync('m/1/readings', `r${n}`, { qos: 1 })));
    await until(() => texts(sink.taken).filter((t) => t !== 'probe').length >= 100, 'all');
    expect(new Set(texts(sink.taken)).size).toBe(101);
    expect(texts(sink.taken).filter((t) => t !== 'probe')).toHaveLength(100);
    expect(atOnceMax).toBeGreaterThan(1);
  });
});

describe('ask 12: watch for messages, not for sockets', () => {
  it('connected but silent: it connects anew', async () => {
    const { url } = await broker();
    const { client } = await source(url, { silenceS: 0.2 });
    await until(() => client.status().reconnects >= 2, 'a second connection');
  });
});
