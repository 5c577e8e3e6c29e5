/** The link to a broker (real mosquitto): wires that fail, sessions that are taken. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { type MqttConfig, MqttSource } from '../../collector/io/mqtt.ts';
import type { RawMessage } from '../../collector/source.ts';
import { type MosquittoOptions, startMosquitto } from '../servers/mosquitto.ts';
import { startTcpProxy } from '../servers/tcp-proxy.ts';
import { rememberingSink, until } from './fakes.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function broker(options: MosquittoOptions = {}) {
  const server = await startMosquitto(options);
  stops.push(server.stop);
  return server;
}
async function publisher(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, options);
  stops.push(() => client.endAsync(true));
  return client;
}
async function source(url: string, over: Partial<MqttConfig> = {}, sink = rememberingSink()) {
  const said: string[] = [];
  const client = new MqttSource(
    {
      id: 'mqtt:0',
      url,
      protocol: '5',
      clientId: 'gw-link',
      topics: ['m/+/readings'],
      connections: 1,
      silenceS: 600,
      ...over,
    },
    Date.now,
    (level, message, data) => said.push(`${level} ${message} ${JSON.stringify(data ?? {})}`),
  );
  stops.push(() => client.stop());
  await client.start(sink.take);
  return { client, sink, said, isUp: () => until(() => client.status().isLinkUp === true, 'connected') };
}
const texts = (taken: readonly unknown[]) => (taken as RawMessage[]).map((r) => Buffer.from(r.bytes).toString());
const send = (client: MqttClient, text: string) => client.publishAsync('m/1/readings', text, { qos: 1 });

describe('wires that fail', () => {
  it('a half-open connection is found by its pings, and what was sent meanwhile arrives', async () => {
    const server = await broker();
    const proxy = await startTcpProxy(server.port);
    stops.push(proxy.stop);
    const { client, sink, said, isUp } = await source(`mqtt://127.0.0.1:${proxy.port}`, { keepaliveS: 0.3 });
    await isUp();
    proxy.freeze();
    await send(await publisher(server.url), 'meanwhile');
    proxy.thaw();
    await until(() => sink.taken.length >= 1, 'the message over a new connection');
    await until(() => client.status().reconnects >= 2, 'a new connection');
    expect(said.join()).toContain('half open');
  });

  it('cut in the middle of a packet, again and again: every message once or more, none damaged', async () => {
    const server = await broker();
    const proxy = await startTcpProxy(server.port);
    stops.push(proxy.stop);
    const { client, sink, isUp } = await source(`mqtt://127.0.0.1:${proxy.port}`);
    await isUp();
    const pub = await publisher(server.url);
    const body = 'x'.repeat(400);
    for (let round = 0; round < 3; round++) {
      proxy.cutAfter(1_037 + round * 211);
      await Promise.all(Array.from({ length: 20 }, (_, n) => send(pub, `${round}-${n}-${body}`)));
      await until(() => client.status().reconnects >= round + 2, 'a new connection');
    }
    await until(() => new Set(texts(sink.taken)).size === 60, 'all sixty');
    expect(texts(sink.taken).every((t) => t.endsWith(`-${body}`) && t.length < 410)).toBe(true);
  });

  it.each(['5', '3.1.1'] as const)('MQTT %s: the broker is killed and comes back', async (protocol) => {
    const server = await broker();
    const { client, sink, isUp } = await source(server.url, { protocol });
    await isUp();
    await server.kill9();
    await until(() => client.status().isLinkUp === false, 'it is seen');
    expect(client.status().trouble).not.toBeNull();
    await server.restart();
    await until(() => client.status().isLinkUp === true, 'connected again');
    await send(await publisher(server.url), 'after');
    await until(() => texts(sink.taken).includes('after'), 'the message');
    expect(client.status().trouble).toBeNull();
  });
});

describe('a session taken over', () => {
  it.each(['5', '3.1.1'] as const)('MQTT %s: another client with our id is named', async (protocol) => {
    const { url } = await broker();
    const ours = await source(url, { protocol });
    await ours.isUp();
    const thief = setInterval(() => {
      if (ours.client.status().isLinkUp !== true) return;
      const client = mqtt.connect(url, { clientId: 'gw-link', reconnectPeriod: 0 });
      client.on('error', () => client.end(true));
      stops.push(() => client.endAsync(true));
    }, 30);
    stops.push(async () => clearInterval(thief));
    await until(() => /client id gw-link/.test(ours.client.status().trouble ?? ''), 'named');
    clearInterval(thief);
    await until(() => ours.client.status().isLinkUp === true, 'it goes on trying');
  });
});

describe('many messages at once', () => {
  it.each([
    ['5', []],
    ['3.1.1', ['max_inflight_messages 500']],
  ] as const)('MQTT %s: under way together, acknowledged when stored, in order', async (protocol, extra) => {
    const { url } = await broker({ extra });
    const sink = rememberingSink();
    const waiting: (() => void)[] = [];
    const slow = {
      ...sink,
      take: async (raw: Parameters<typeof sink.take>[0]) => {
        await new Promise<void>((next) => waiting.push(next));
        return sink.take(raw);
      },
    };
    const { isUp } = await source(url, { protocol, inFlightMax: 500 }, slow);
    await isUp();
    const pub = await publisher(url);
    await Promise.all(Array.from({ length: 300 }, (_, n) => send(pub, `r${n}`)));
    await until(() => waiting.length === 300, 'all of them under way');
    expect(sink.taken).toEqual([]);
    for (const go of waiting.splice(0)) go();
    await until(() => sink.taken.length === 300, 'stored');
    expect(texts(sink.taken)).toEqual(Array.from({ length: 300 }, (_, n) => `r${n}`));
  });

  it('no more than was agreed are under way, and nothing is lost by stopping in the middle', async () => {
    const { url } = await broker();
    const sink = rememberingSink();
    let waiting: (() => void)[] = [];
    const slow = {
      ...sink,
      take: async (raw: Parameters<typeof sink.take>[0]) => {
        await new Promise<void>((next) => waiting.push(next));
        return sink.take(raw);
      },
    };
    const first = await source(url, { inFlightMax: 10 }, slow);
    await first.isUp();
    const pub = await publisher(url);
    await Promise.all(Array.from({ length: 40 }, (_, n) => send(pub, `r${n}`)));
    await until(() => waiting.length === 10, 'ten under way');
    const stopped = first.client.stop();
    for (const go of waiting) go();
    waiting = [];
    await stopped;
    expect(sink.taken).toHaveLength(10);
    const second = await source(url, {}, sink);
    await until(() => new Set(texts(sink.taken)).size === 40, 'the rest');
    expect(texts(sink.taken)).toHaveLength(40);
    expect(second.client.status().refused).toBe(0);
  });
});

it('websockets: the same reader over them', async () => {
  const { url, wsUrl } = await broker({ websockets: true });
  const { sink, isUp } = await source(wsUrl);
  await isUp();
  await send(await publisher(url), 'over ws');
  await until(() => sink.taken.length === 1, 'the message');
  expect(texts(sink.taken)).toEqual(['over ws']);
});

it('nobody listens: it says so, and connects when there is somebody', async () => {
  const server = await broker();
  await server.kill9();
  const { client } = await source(server.url);
  await until(() => /ECONNREFUSED/.test(client.status().trouble ?? ''), 'the reason');
  await server.restart();
  await until(() => client.status().isLinkUp === true, 'connected');
});
