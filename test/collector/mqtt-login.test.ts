/** Who may speak to a broker (real mosquitto): TLS and certificates, users, access lists. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { type MqttConfig, MqttSource } from '../../collector/io/mqtt.ts';
import type { RawMessage } from '../../collector/source.ts';
import { type MosquittoOptions, startMosquitto } from '../servers/mosquitto.ts';
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

describe('TLS', () => {
  it.each(['5', '3.1.1'] as const)('MQTT %s with a client certificate and nothing else', async (protocol) => {
    const { url, tlsUrl, certificates: c } = await broker({ tls: 'client' });
    const tls = { caFile: c.caFile, certFile: c.clientCertFile, keyFile: c.clientKeyFile };
    const { sink, isUp } = await source(tlsUrl, { protocol, tls });
    await isUp();
    await send(await publisher(url), 'over tls');
    await until(() => sink.taken.length === 1, 'the message');
    expect(texts(sink.taken)).toEqual(['over tls']);
  });

  it('an unknown authority, a name that is not the broker’s, a missing client certificate: each is named', async () => {
    const { tlsUrl, certificates: c } = await broker({ tls: 'client' });
    const client = { certFile: c.clientCertFile, keyFile: c.clientKeyFile };
    const stranger = await source(tlsUrl, { clientId: 'a', tls: client });
    const other = await source(tlsUrl, {
      clientId: 'b',
      tls: { ...client, caFile: c.caFile, servername: 'other.example' },
    });
    const bare = await source(tlsUrl, { clientId: 'c', tls: { caFile: c.caFile } });
    const trouble = (s: typeof stranger) => s.client.status().trouble ?? '';
    await until(() => [stranger, other, bare].every((s) => trouble(s) !== ''), 'all refused');
    expect(trouble(stranger)).toMatch(/certificate/);
    expect(trouble(other)).toMatch(/altnames|does not match/i);
    expect(trouble(bare)).toMatch(/certificate|closed|alert|reset|ended/i);
    expect([stranger, other, bare].map((s) => s.client.status().isLinkUp)).toEqual([false, false, false]);
  });

  it('any certificate is believed only under a loud name, and the log says it', async () => {
    const { tlsUrl } = await broker({ tls: 'server' });
    const { said, isUp } = await source(tlsUrl, { tls: { dangerouslyAcceptAnyCertificate: true } });
    await isUp();
    expect(said.join()).toContain('error TLS without proof of who answers');
  });

  it('a certificate file that is not there ends the start, named by its path', async () => {
    await expect(source('mqtts://localhost:1', { tls: { caFile: '/no/such/ca.pem' } })).rejects.toThrow(
      '/no/such/ca.pem',
    );
  });
});

describe('users and access lists', () => {
  it.each(['5', '3.1.1'] as const)(
    'MQTT %s: a wrong password is said in words, a right one connects',
    async (protocol) => {
      const { url } = await broker({ users: { app: 'secret' } });
      const wrong = await source(url, { protocol, clientId: 'w', username: 'app', password: 'guess' });
      await until(() => (wrong.client.status().trouble ?? '') !== '', 'refused');
      expect(wrong.client.status().trouble).toMatch(/password|not authorised/);
      const right = await source(url.replace('mqtt://', 'mqtt://app:secret@'), { protocol });
      await right.isUp();
      expect(right.client.status().trouble).toBeNull();
    },
  );

  it('ask 12: a subscription the broker grants and then filters is named when nothing comes', async () => {
    const { url } = await broker({ users: { app: 'a', dev: 'd' }, acl: 'user dev\ntopic readwrite #\n' });
    const { client, sink, isUp } = await source(url, { username: 'app', password: 'a', silenceS: 0.2 });
    await isUp();
    await send(await publisher(url, { username: 'dev', password: 'd' }), 'filtered');
    await until(() => /nothing arrives/.test(client.status().trouble ?? ''), 'named');
    expect(client.status().trouble).toMatch(/m\/\+\/readings.*access list/);
    expect(sink.taken).toEqual([]);
  });
});
