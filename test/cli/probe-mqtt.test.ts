/** `probe` on a real broker, and `check` of a configuration with real devices behind it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../../cli/run/check/config.ts';
import { probeMqtt } from '../../cli/run/probe-mqtt.ts';
import { startModbusDevice } from '../../simulators/meters/modbus-device.ts';
import { tableOf, vectorOf } from '../../simulators/meters/tables.ts';
import { type Mosquitto, startMosquitto } from '../servers/mosquitto.ts';
import { captureStdout } from './stdout.ts';

const USERS = { gw: 'secret' };
let broker: Mosquitto;
let port: number;
const dir = mkdtempSync(join(tmpdir(), 'gridwitness-probe-'));
beforeAll(async () => {
  broker = await startMosquitto({ users: USERS });
  port = broker.port;
});
afterAll(async () => {
  await broker.stop();
  rmSync(dir, { recursive: true, force: true });
});
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Publishes again and again until the test ends, so that nothing depends on who is first. */
async function publishing(messages: Readonly<Record<string, string>>): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'gw', password: 'secret' });
  const timer = setInterval(() => {
    for (const [topic, text] of Object.entries(messages)) client.publish(topic, text);
  }, 100);
  stops.push(async () => {
    clearInterval(timer);
    await client.endAsync(true);
  });
}

const ours = JSON.stringify({
  v: 1,
  interval_s: 10,
  readings: [{ time: new Date().toISOString(), u: { A: 221.5, B: 220.1, C: 219.8 } }],
});

describe('probe on a broker', () => {
  it('tells the dialect of each topic, and where a voltage may be in what no dialect knows', async () => {
    await publishing({
      'gridwitness/v1/M0417/readings': ours,
      'plant/meter7': JSON.stringify({ data: { voltage_l1: 2305, temp: 21 } }),
      'plant/meter8': JSON.stringify({ volt: { a: 2305 } }),
    });
    const target = { kind: 'mqtt', url: `mqtt://gw:secret@127.0.0.1:${port}`, filter: '#' } as const;
    const { code, lines } = await captureStdout(() =>
      probeMqtt(target, { nominalV: 220, listenS: 1.5, lang: 'en', json: true }),
    );
    expect(code).toBe(0);
    const known = lines.find((l) => l['topic'] === 'gridwitness/v1/M0417/readings');
    const [best] = (known?.['matches'] ?? []) as readonly unknown[];
    expect(best).toMatchObject({ dialect: 'gridwitness-json', device: 'M0417', readAs: null });
    const alike = lines.find((l) => l['topic'] === 'plant/meter7');
    expect(alike).toMatchObject({ doubt: expect.stringContaining('×10') });
    const foreign = lines.find((l) => l['topic'] === 'plant/meter8');
    expect(foreign?.['fields']).toMatchObject([{ path: 'volt.a', value: 2305, factor: 10 }]);
    const [config] = lines.filter((l) => l['type'] === 'probe_config');
    expect(JSON.stringify(config?.['lines'])).toContain('gridwitness-json');
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('a wrong password is named as such', async () => {
    const target = { kind: 'mqtt', url: `mqtt://gw:wrong@127.0.0.1:${port}`, filter: '#' } as const;
    const { code, text } = await captureStdout(() =>
      probeMqtt(target, { nominalV: 220, listenS: 1, lang: 'en', json: false }),
    );
    expect(code).toBe(1);
    expect(text).toContain('the broker refuses user or password');
  });
});

describe('check of a configuration', () => {
  function file(text: string): string {
    const path = join(dir, `${Math.random().toString(36).slice(2)}.yaml`);
    writeFileSync(path, text);
    return path;
  }
  const options = { offline: false, listenS: 1, lang: 'en', json: true } as const;
  const findings = async (text: string) => {
    const { code, lines } = await captureStdout(() => checkConfig(file(text), options));
    return { code, of: (subject: RegExp) => lines.filter((l) => subject.test(String(l['subject']))) };
  };

  it('says for each device in plain words what is wrong', async () => {
    const table = tableOf('schneider-pm5xxx');
    const device = await startModbusDevice(table, { valueOf: vectorOf(table) });
    stops.push(() => device.stop());
    const { code, of } = await findings(`
collector:
  modbus:
    - host: 127.0.0.1
      port: ${device.port}
      replyTimeoutMs: 300
      units:
        - { unit: 1, meter: RIGHT, profile: schneider-pm5xxx }
        - { unit: 1, meter: WRONG, profile: eastron-sdm630 }
    - { host: 127.0.0.1, port: 1, units: [{ unit: 1, meter: GONE, profile: eastron-sdm630 }] }
  mqtt:
    - { url: 'mqtt://127.0.0.1:${port}', username: gw, password: wrong }
    - { url: 'mqtt://127.0.0.1:${port}', username: gw, password: secret }
`);
    expect(code).toBe(1);
    expect(of(/RIGHT/)).toMatchObject([{ state: 'ok', text: { en: expect.stringContaining('Hz') } }]);
    expect(of(/WRONG/)[0]).toMatchObject({ state: 'error' });
    expect(JSON.stringify(of(/WRONG/))).toContain('profile: schneider-pm5xxx fits');
    expect(JSON.stringify(of(/127.0.0.1:1$/))).toContain('nothing listens on this port');
    const [wrong, quiet] = of(/^mqtt/);
    expect(wrong).toMatchObject({ state: 'error', text: { zh: expect.stringContaining('拒绝') } });
    expect(quiet).toMatchObject({ state: 'warning', text: { en: expect.stringContaining('no message within 1 s') } });
  });

  it('names every mistake of the file itself, and asks nobody', async () => {
    const { code, of } = await findings('zone: Mars/Base\ncolector: {}\n');
    expect(code).toBe(1);
    expect(of(/yaml$/)).toHaveLength(2);
  });
});
