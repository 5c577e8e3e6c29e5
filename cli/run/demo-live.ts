/** The demo after its history: simulated devices on real ports, callers who complain, strokes as they are located. */
import type { CollectorConfig } from '../../collector/config.ts';
import { collectorConfigSchema } from '../../collector/config.ts';
import type { LiveComplaint, LiveDevice, LiveEvent, LiveGrid } from '../../simulators/live/types.ts';
import { startLiveGrid } from '../../simulators/live.ts';
import { type Log, reasonOf } from './log.ts';
import type { System } from './system.ts';

/** How often a meter is asked or reports, s. */
const INTERVAL_S = 10;
/** Dialects the simulated devices speak, all through the embedded broker. */
const DIALECTS = ['gridwitness-json', 'shelly-gen1', 'shelly-gen2', 'tasmota'] as const;

/** The collector of the demo: the embedded broker, and the Modbus devices where they are known already. */
export function demoCollector(brokerPort: number, zone: string, devices: readonly LiveDevice[]): CollectorConfig {
  const modbus = devices.filter((d) => d.protocol === 'modbus' && d.host !== null && d.port !== null);
  const named = devices.filter((d) => d.protocol === 'mqtt' && d.device !== d.meter);
  return collectorConfigSchema.parse({
    zone,
    broker: {
      port: brokerPort,
      dialects: [...DIALECTS],
      zone,
      devices: Object.fromEntries(named.map((d) => [d.device, d.meter])),
    },
    modbus: modbus.map((d) => ({
      host: d.host,
      port: d.port,
      units: [{ unit: d.unit ?? 1, meter: d.meter, profile: d.profile, intervalS: INTERVAL_S }],
    })),
  });
}

/** Starts the devices against the running broker, then the collector again with their Modbus addresses. */
export async function startDemoLive(
  system: System,
  seed: number,
  brokerPort: number,
  zone: string,
  log: Log,
): Promise<LiveGrid> {
  const live = await startLiveGrid({
    seed,
    mqttUrl: `mqtt://127.0.0.1:${brokerPort}`,
    intervalS: INTERVAL_S,
    onComplaint: (c) => void report('a call', () => fileComplaint(system.url, c), log),
    onEvent: (e) => void report('an event', () => passOn(system.url, e, log), log),
  });
  await system.collect(demoCollector(brokerPort, zone, live.devices));
  return live;
}

async function report(what: string, work: () => Promise<void>, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    log('warn', `${what} of the simulated grid was not taken`, { reason: reasonOf(error) });
  }
}

async function fileComplaint(url: string, c: LiveComplaint): Promise<void> {
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  await send(`${url}/api/v1/complaints`, 'application/json', {
    account: c.account,
    address: c.address,
    text: c.text,
    occurredFrom: iso(c.occurredFromMs),
    occurredTo: iso(c.occurredToMs),
    channel: c.channel,
    requestType: c.requestType,
  });
}

async function passOn(url: string, event: LiveEvent, log: Log): Promise<void> {
  if (event.kind === 'problem') log('warn', 'the simulated grid has a problem', { message: event.message });
  if (event.kind !== 'stroke') return;
  const row = [
    new Date(event.timeMs).toISOString(),
    event.lat,
    event.lon,
    event.peakKa,
    event.semiMajorKm,
    event.semiMinorKm,
    event.bearingDeg,
    event.cloud ? 1 : 0,
  ];
  const head = 'time,lat,lon,peak_ka,semi_major_km,semi_minor_km,bearing_deg,cloud';
  await send(`${url}/api/v1/imports/strokes`, 'text/csv', `${head}\n${row.join(',')}\n`);
}

async function send(address: string, type: string, body: unknown): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`);
}
