/**
 * The same grid in real time: devices on real Modbus ports and MQTT connections, something going wrong every few minutes,
 * people calling about it. Ends with `stop()`.
 */
import type { NodeId } from '../core/ids.ts';
import { callsAbout } from './complaints/calls.ts';
import { exposuresOf } from './complaints/exposures.ts';
import { insideCalls, routedCalls } from './complaints/others.ts';
import type { DraftComplaint } from './complaints/types.ts';
import type { Played, World } from './happenings/types.ts';
import { chooseFleet, DEFAULT_FLEET, type FleetEntry, type FleetSizes } from './live/fleet.ts';
import { nextIncident } from './live/next-incident.ts';
import { ampsOf, eventsBetween, isDark, type Moment, sampleOf, voltsNow } from './live/sampling.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './local-time.ts';
import { setStage } from './main.ts';
import { type ModbusDevice, startModbusDevice } from './meters/modbus-device.ts';
import { connectMqttDevice, type MqttDevice } from './meters/mqtt-device.ts';
import { tableOf } from './meters/tables.ts';
import { createState, type GridState } from './physics/state.ts';
import { type Rng, rngFor } from './random.ts';
import type { Scenario } from './scenario.ts';
import { detectStrokes, oneStorm } from './storms/storm.ts';

export interface LiveComplaint {
  readonly receivedMs: number;
  readonly account: string | null;
  readonly address: string | null;
  readonly text: string;
  readonly occurredFromMs: number | null;
  readonly occurredToMs: number | null;
  readonly channel: string;
  readonly requestType: string;
}

export type LiveEvent =
  | { readonly kind: 'incident'; readonly incident: Played }
  | {
      readonly kind: 'stroke';
      readonly timeMs: number;
      readonly lon: number;
      readonly lat: number;
      readonly peakKa: number;
      readonly semiMajorKm: number;
      readonly semiMinorKm: number;
      readonly bearingDeg: number;
      readonly cloud: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string };

export interface LiveDevice {
  readonly meter: string;
  readonly role: string;
  readonly protocol: 'modbus' | 'mqtt';
  /** Meter table or MQTT dialect. */
  readonly profile: string;
  readonly device: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly unit: number | null;
  readonly topics: readonly string[];
}

export interface LiveOptions {
  readonly seed: number;
  readonly mqttUrl: string;
  readonly scenario?: Partial<Scenario>;
  /** Simulated seconds per real second; 1 = real time, anything else puts device clocks ahead. */
  readonly speedup?: number;
  /** Real ms between two looks at the grid. */
  readonly tickMs?: number;
  /** Length of the readings' intervals, s. */
  readonly intervalS?: number;
  /** Mean time between incidents, s; 0 = none by themselves. */
  readonly incidentEveryS?: number;
  /** Mean time between calls without a cause in the grid, s; 0 = none. */
  readonly otherCallEveryS?: number;
  readonly fleet?: Partial<FleetSizes>;
  readonly mqttUser?: { readonly username: string; readonly password: string };
  readonly onEvent?: (event: LiveEvent) => void;
  readonly onComplaint?: (complaint: LiveComplaint) => void;
}

export interface LiveGrid {
  readonly devices: readonly LiveDevice[];
  /** Play one kind now (`line_fault`, `upstream`, `neutral_fault` …); null where it found nothing to do. */
  play(kind: string): Played | null;
  stop(): Promise<void>;
}

const TICK_MS = 2_000;
const INTERVAL_S = 10;
const INCIDENT_EVERY_S = 150;
const OTHER_CALL_EVERY_S = 120;
/** People call within minutes here: the lags of history are shortened to this many seconds at most. */
const LATEST_CALL_S = 150;
/** What is over for so long no longer matters to the state. */
const FORGET_MS = 30 * MINUTE_MS;

export async function startLiveGrid(options: LiveOptions): Promise<LiveGrid> {
  const startedMs = Date.now();
  const nowMs = (): number => startedMs + (Date.now() - startedMs) * (options.speedup ?? 1);
  const stage = setStage({
    seed: options.seed,
    fromMs: startedMs,
    toMs: startedMs + 30 * DAY_MS,
    ...(options.scenario ? { scenario: options.scenario } : {}),
  });
  const centre = stage.world.grid.topo.nodes.get(stage.world.grid.busbar)?.at ?? { lon: 113.4, lat: 23.2 };
  const rng = rngFor(options.seed, `live/${startedMs}`);
  const storm = oneStorm(startedMs - 20 * MINUTE_MS, centre, rng.fork('storm'));
  const world: World = { ...stage.world, storms: [storm] };
  const play = createPlay(world, options, stage.flow, rng, nowMs);
  const fleet = chooseFleet(stage.meters, { ...DEFAULT_FLEET, ...options.fleet });
  const moment = (): Moment => ({
    ms: nowMs(),
    intervalS: options.intervalS ?? INTERVAL_S,
    flow: stage.flow,
    state: play.state(),
    seed: options.seed,
  });
  stage.flow.solve(nowMs());
  const devices = await startDevices(fleet, options, moment, startedMs);
  const loop = createLoop(devices.mqtt, options, moment, play, stage.flow.solve);
  return {
    devices: devices.described,
    play: (kind) => play.now(kind),
    async stop() {
      loop.stop();
      await loop.settled();
      await Promise.all([...devices.modbus.map((d) => d.stop()), ...devices.mqtt.map((d) => d.connection.stop())]);
    },
  };
}

interface Play {
  state(): GridState;
  now(kind: string): Played | null;
  /** Starts what is due and rings whoever is due. */
  tick(): void;
}

function createPlay(world: World, options: LiveOptions, flow: Moment['flow'], rng: Rng, nowMs: () => number): Play {
  let played: Played[] = [];
  let state = createState(world.grid, world.seed, played, new Map<NodeId, never[]>());
  let serial = 0;
  const waiting: { readonly ms: number; readonly call: DraftComplaint }[] = [];
  const every = options.incidentEveryS ?? INCIDENT_EVERY_S;
  const otherEvery = options.otherCallEveryS ?? OTHER_CALL_EVERY_S;
  let nextMs = every > 0 ? nowMs() + rng.exponential(every / 2) * 1000 : Number.POSITIVE_INFINITY;
  let nextCallMs = otherEvery > 0 ? nowMs() + rng.exponential(otherEvery) * 1000 : Number.POSITIVE_INFINITY;
  const strokes = detectStrokes(
    world.storms,
    world.scenario.strokeDetectionPct,
    world.scenario.strokeErrorKm,
    rng.fork('lls'),
  );
  let strokesDone = strokes.findIndex((s) => s.timeMs >= nowMs());
  if (strokesDone < 0) strokesDone = strokes.length;

  const begin = (kind?: string): Played | null => {
    const incident = nextIncident(world, nowMs(), ++serial, rng.fork(`incident${serial}`), kind);
    if (incident === null) return null;
    played = [...played.filter((p) => p.endMs > nowMs() - FORGET_MS), incident];
    state = createState(world.grid, world.seed, played);
    options.onEvent?.({ kind: 'incident', incident });
    const ringing = {
      grid: world.grid,
      diary: NO_DIARY,
      storms: world.storms,
      toMs: Number.POSITIVE_INFINITY,
      callRate: world.scenario.callRate,
    };
    for (const e of exposuresOf({ grid: world.grid, flow, state, diary: NO_DIARY }, incident)) {
      for (const call of callsAbout(ringing, e, rng.fork(`${incident.id}/${e.customer}/${e.kind}`))) {
        const lagS = Math.min(LATEST_CALL_S, (call.receivedMs - incident.startMs) / 20_000 + rng.range(4, 30));
        waiting.push({ ms: incident.startMs + lagS * 1000, call });
      }
    }
    return incident;
  };
  return {
    state: () => state,
    now: begin,
    tick() {
      const now = nowMs();
      if (now >= nextMs) {
        begin();
        nextMs = now + rng.exponential(every) * 1000;
      }
      if (now >= nextCallMs) {
        for (const call of otherCall(world, now, rng)) waiting.push({ ms: now, call });
        nextCallMs = now + rng.exponential(otherEvery) * 1000;
      }
      for (let s = strokes[strokesDone]; s !== undefined && s.timeMs <= now; s = strokes[++strokesDone]) {
        options.onEvent?.({
          kind: 'stroke',
          timeMs: s.timeMs,
          lon: s.at.lon,
          lat: s.at.lat,
          peakKa: s.peakKa,
          semiMajorKm: s.major,
          semiMinorKm: s.minor,
          bearingDeg: s.bearing,
          cloud: s.cloud,
        });
      }
      for (const due of waiting.filter((w) => w.ms <= now)) {
        waiting.splice(waiting.indexOf(due), 1);
        options.onComplaint?.(liveComplaint(due.call, due.ms));
      }
    },
  };
}

/** Chronic voltage is history's business; live calls are about what happens now. */
const NO_DIARY = {
  note: () => undefined,
  lowHours: () => 0,
  highHours: () => 0,
  lowestV: () => Number.NaN,
  highestV: () => Number.NaN,
  badDays: () => [],
};

function otherCall(world: World, now: number, rng: Rng): DraftComplaint[] {
  const plan = { grid: world.grid, fromMs: now - HOUR_MS, toMs: now + 30 * DAY_MS, inside: 3, routed: 3 };
  return (rng.chance(0.4) ? insideCalls(plan, rng) : routedCalls(plan, rng)).slice(0, 1);
}

/** The words were made for the call's own time; received now, with the told times moved along. */
function liveComplaint(call: DraftComplaint, ms: number): LiveComplaint {
  const byMs = ms - call.receivedMs;
  const at = (t: number | null): number | null =>
    t === null ? null : Math.min(ms, t + Math.max(byMs, ms - LATEST_CALL_S * 1000 - t));
  return {
    receivedMs: Math.round(ms),
    account: call.account,
    address: call.address,
    text: call.text,
    occurredFromMs: at(call.occurredFromMs),
    occurredToMs: at(call.occurredToMs),
    channel: call.channel,
    requestType: call.requestType,
  };
}

interface Connected {
  readonly entry: FleetEntry;
  readonly connection: MqttDevice;
}

async function startDevices(fleet: readonly FleetEntry[], options: LiveOptions, moment: () => Moment, nowMs: number) {
  const modbus: ModbusDevice[] = [];
  const mqtt: Connected[] = [];
  const described: LiveDevice[] = [];
  for (const entry of fleet) {
    const base = {
      meter: entry.meter.record.meter,
      role: entry.meter.role,
      protocol: entry.protocol,
      profile: entry.profile,
      device: entry.device,
    };
    if (entry.protocol === 'modbus') {
      const device = await startModbusDevice(tableOf(entry.profile), {
        valueOf: registerSource(entry, moment),
        silent: () => !entry.meter.heldUp && isDark(moment().state, entry.meter, moment().ms),
      });
      modbus.push(device);
      described.push({ ...base, host: device.host, port: device.port, unit: device.unit, topics: [] });
    } else {
      const connection = await connectMqttDevice({
        url: options.mqttUrl,
        device: entry.device,
        dialect: entry.profile as MqttDevice['dialect'],
        nowMs,
        ...options.mqttUser,
      });
      mqtt.push({ entry, connection });
      described.push({ ...base, host: null, port: null, unit: null, topics: connection.topics });
    }
  }
  return { modbus, mqtt, described };
}

function registerSource(entry: FleetEntry, moment: () => Moment) {
  return (quantity: string, phase: string): number => {
    const at = moment();
    const volts = voltsNow(at, entry.meter);
    const i = ['A', 'B', 'C'].indexOf(phase) as 0 | 1 | 2;
    const pair = ['AB', 'BC', 'CA'].indexOf(phase);
    const amps = ampsOf(at, entry.meter, volts);
    if (quantity === 'u' && i >= 0) return volts[i];
    if (quantity === 'u' && pair >= 0) return lineVolts(volts[pair as 0 | 1 | 2], volts[((pair + 1) % 3) as 0 | 1 | 2]);
    if (quantity === 'i' && i >= 0) return amps?.[i] ?? Number.NaN;
    if (quantity === 'i' && phase === 'N')
      return amps === null
        ? Number.NaN
        : Math.hypot(amps[0] - (amps[1] + amps[2]) / 2, (Math.sqrt(3) / 2) * (amps[1] - amps[2]));
    if (quantity === 'p' && i >= 0) return amps === null ? Number.NaN : volts[i] * amps[i] * 0.95;
    if (quantity === 'f') return 50.01;
    if (quantity === 'thdu') return 2.1 + i * 0.1;
    return Number.NaN;
  };
}

/** Voltage between two phases 120° apart. */
const lineVolts = (a: number, b: number): number => Math.sqrt(a * a + b * b + a * b);

function createLoop(
  devices: readonly Connected[],
  options: LiveOptions,
  moment: () => Moment,
  play: Play,
  solve: (ms: number) => void,
) {
  let lastMs = moment().ms;
  let work: Promise<void> = Promise.resolve();
  const dark = new Map<Connected, boolean>();
  const intervalMs = (options.intervalS ?? INTERVAL_S) * 1000;
  const tick = async (): Promise<void> => {
    play.tick();
    const at = moment();
    solve(at.ms);
    const due = Math.floor(at.ms / intervalMs) !== Math.floor(lastMs / intervalMs);
    const end = Math.floor(at.ms / intervalMs) * intervalMs;
    await Promise.all(
      devices.map(async (d) => {
        const { meter } = d.entry;
        await tellState(d, at, dark);
        if (meter.record.method === 'urms_half') await d.connection.events(eventsBetween(at, meter, lastMs));
        const sample = due ? sampleOf({ ...at, ms: end }, meter) : null;
        if (sample !== null) await d.connection.readings(sample);
      }),
    );
    lastMs = at.ms;
  };
  const timer = setInterval(() => {
    // One look after the other: a slow broker must not pile them up.
    work = work.then(tick).catch((cause: unknown) => options.onEvent?.({ kind: 'problem', message: String(cause) }));
  }, options.tickMs ?? TICK_MS);
  return { stop: () => clearInterval(timer), settled: () => work };
}

/** The last gasp when the supply goes, and the word when it is back. Those with a battery have no need to gasp. */
async function tellState(d: Connected, at: Moment, dark: Map<Connected, boolean>): Promise<void> {
  const now = isDark(at.state, d.entry.meter, at.ms);
  const before = dark.get(d) ?? now;
  dark.set(d, now);
  if (now === before || d.entry.meter.heldUp) return;
  const clock = at.ms + d.entry.meter.clockErrorMs;
  if (now) await d.connection.state('last_gasp', clock);
  else await d.connection.state('power_on', clock);
}
