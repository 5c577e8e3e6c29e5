/** The live grid against a real broker: devices talk, trouble shows, people call, everything ends with stop(). */
import net, { type AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import MB from 'modbus-serial';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LiveComplaint, LiveEvent, LiveGrid } from '../../simulators/live/types.ts';
import { startLiveGrid } from '../../simulators/live.ts';
import { setStage } from '../../simulators/main.ts';

let broker: Aedes;
let server: net.Server;
let live: LiveGrid;
const messages: { readonly topic: string; readonly payload: string }[] = [];
const complaints: LiveComplaint[] = [];
const events: LiveEvent[] = [];

beforeAll(async () => {
  broker = await Aedes.createBroker();
  broker.on('publish', (packet, client) => {
    if (client !== null) messages.push({ topic: packet.topic, payload: String(packet.payload) });
  });
  server = net.createServer(broker.handle);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  live = await startLiveGrid({
    seed: 7,
    mqttUrl: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tickMs: 50,
    intervalS: 1,
    incidentEveryS: 0,
    otherCallEveryS: 0.5,
    scenario: { callRate: 30 },
    fleet: { gridwitness: 30 },
    onEvent: (e) => events.push(e),
    onComplaint: (c) => complaints.push(c),
  });
});
afterAll(async () => {
  await live.stop();
  await new Promise<void>((done) => broker.close(() => done()));
  server.close();
});

/** Waits for a state, never for a time. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const limit = Date.now() + 40_000;
  while (!holds()) {
    if (Date.now() > limit) throw new Error(`never happened: ${what}`);
    await new Promise((next) => setImmediate(next));
  }
}

test('every device is a meter of the register that the history of the same seed has', () => {
  const known = new Set(setStage({ seed: 7 }).meters.map((m) => String(m.record.meter)));
  expect(new Set(live.devices.map((d) => d.meter)).size).toBe(live.devices.length);
  for (const d of live.devices) expect(known.has(d.meter), d.meter).toBe(true);
  expect(new Set(live.devices.map((d) => d.profile)).size).toBe(6);
});

test('all MQTT dialects speak, and Modbus registers hold believable volts', async () => {
  for (const d of live.devices.filter((x) => x.protocol === 'mqtt')) {
    await until(`a message of ${d.device}`, () =>
      messages.some((m) => m.topic.includes(d.device) && /\d/.test(m.payload)),
    );
  }
  for (const d of live.devices.filter((x) => x.protocol === 'modbus')) {
    const client = new MB.default();
    await client.connectTCP(d.host ?? '', { port: d.port ?? 0 });
    client.setID(d.unit ?? 0);
    const { buffer } =
      d.profile === 'eastron-sdm630'
        ? await client.readInputRegisters(0, 2)
        : await client.readHoldingRegisters(3027, 2);
    const nominal = d.profile === 'eastron-sdm630' ? 220 : 5774;
    expect(buffer.readFloatBE(0) / nominal).toBeGreaterThan(0.85);
    expect(buffer.readFloatBE(0) / nominal).toBeLessThan(1.12);
    await new Promise<void>((done) => client.close(() => done()));
  }
});

test('an upstream dip stands in the event logs of several feeders, and people call about it', async () => {
  // How deep it goes is chance: the third is deep enough for somebody to be told.
  for (let i = 0; i < 3; i++) expect(live.play('upstream')?.cause).toBe('upstream');
  await until(
    'dips at two places',
    () =>
      new Set(messages.filter((m) => m.topic.endsWith('/events') && m.payload.includes('"dip"')).map((m) => m.topic))
        .size >= 2,
  );
  await until('three calls', () => complaints.length >= 3);
  for (const c of complaints) {
    expect(c.text.length).toBeGreaterThan(3);
    expect(c.account !== null || c.address !== null).toBe(true);
  }
  expect(events.filter((e) => e.kind === 'problem')).toEqual([]);
});
