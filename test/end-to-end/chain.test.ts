/**
 * The whole chain as it stands in the field: real mosquitto, InfluxDB and PostgreSQL, meters on real Modbus ports and
 * MQTT connections, and `gridwitness serve` as a process of its own that is killed in the middle.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComplaintCreate, ComplaintCreated, ComplaintDetail } from '../../correlator/contract/complaint.ts';
import type { Health } from '../../correlator/contract/health.ts';
import type { DataQuality } from '../../correlator/contract/quality.ts';
import type { DatedVerdict } from '../../correlator/contract/verdict.ts';
import { startModbusDevice } from '../../simulators/meters/modbus-device.ts';
import { connectMqttDevice, type MqttDevice } from '../../simulators/meters/mqtt-device.ts';
import { tableOf } from '../../simulators/meters/tables.ts';
import { askInflux, boardQueries, filledQuery, type InfluxSeries } from '../dashboards/as-grafana.ts';
import { type Influxd, startInfluxd } from '../servers/influxd.ts';
import { type Mosquitto, startMosquitto } from '../servers/mosquitto.ts';
import { type Postgres, startPostgres } from '../servers/postgres.ts';
import { eventually, run, type Serving, startServing } from './program.ts';
import { DATABASE, FILES, writeVillage } from './village.ts';

const TEN_MIN_MS = 600_000;
const NOW_MS = Date.now();
const DIP_MS = NOW_MS - 1_200_000;
const OUTAGE_MS = NOW_MS - 90_000;
const OUTAGE_END_MS = OUTAGE_MS + 61_000;

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-chain-'));
const stops: (() => Promise<unknown> | undefined)[] = [];
/** What the Modbus meters measure right now, V. */
const volts = { MT: 231.5, M1: 226.5 };
let influxd: Influxd;
let mosquitto: Mosquitto;
let postgres: Postgres;
let postgresUrl: string;
let config: string;
let serving: Serving;

beforeAll(async () => {
  const [broker, influx, records, transformer, first] = await Promise.all([
    startMosquitto(),
    startInfluxd(),
    startPostgres(),
    modbusMeter('MT', 'schneider-pm5xxx'),
    modbusMeter('M1', 'eastron-sdm630'),
  ]);
  stops.push(broker.stop, influx.stop, records.stop, transformer.stop, first.stop);
  mosquitto = broker;
  influxd = influx;
  postgres = records;
  postgresUrl = await postgres.createDatabase();
  const modbusPorts = { MT: transformer.port, M1: first.port };
  config = writeVillage(dir, { influxUrl: influx.url, postgresUrl, mqttUrl: broker.url, modbusPorts });
  serving = await startServing(config);
  stops.push(() => serving?.stop());
}, 180_000);

afterAll(async () => {
  for (const made of devices.values()) await (await made).stop();
  for (const stop of stops.reverse()) await stop();
  rmSync(dir, { recursive: true, force: true });
});

function modbusMeter(meter: keyof typeof volts, profile: string) {
  const phases = ['A', 'B', 'C'];
  return startModbusDevice(tableOf(profile), {
    valueOf: (quantity, phase) => {
      if (quantity === 'f') return 50.01;
      if (quantity !== 'u') return 1.25;
      const n = phases.indexOf(phase);
      return n < 0 ? volts[meter] * Math.sqrt(3) : volts[meter] + n / 4;
    },
  });
}

const devices = new Map<string, Promise<MqttDevice>>();

/** One connection a device: a second of the same name would push the first out. */
function device(name: string): Promise<MqttDevice> {
  const options = { url: mosquitto.url, device: name, dialect: 'gridwitness-json' as const, nowMs: NOW_MS };
  const made = devices.get(name) ?? connectMqttDevice(options);
  devices.set(name, made);
  return made;
}

async function api<T>(path: string, init?: RequestInit): Promise<T> {
  const reply = await fetch(`${serving.url}/api/v1${path}`, init);
  if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
}

const influx = (query: string): Promise<readonly InfluxSeries[]> => askInflux(influxd.url, DATABASE, query);

/** The one number a query returns; null where it returns none. */
async function number(query: string): Promise<number | null> {
  const value = (await influx(query))[0]?.values[0]?.[1];
  return typeof value === 'number' ? value : null;
}

async function facts(kind: string, meter: string): Promise<readonly { readonly time_ms: number }[]> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const text = 'select time_ms from fact where kind = $1 and meter = $2';
    return (await client.query(text, [kind, meter])).rows;
  } finally {
    await client.end();
  }
}

const complain = (key: string, body: ComplaintCreate): Promise<ComplaintCreated> =>
  api('/complaints', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });

/** The verdict that stands once everything known is computed in. */
const verdictWith = (id: string, isDone: (verdict: DatedVerdict['verdict']) => boolean) =>
  eventually(`a verdict on ${id}`, async () => {
    const dated = await api<DatedVerdict>(`/complaints/${id}/verdict`);
    return isDone(dated.verdict) ? dated.verdict : null;
  });

describe('the network', () => {
  it('is imported through the running server, which then knows the meters', async () => {
    const files = Object.keys(FILES).map((name) => join(dir, name));
    const done = await run('import', 'network', ...files, '--url', serving.url, '--json');
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout.trim().split('\n')).toHaveLength(4);
    const sources = await eventually('both Modbus meters are read', async () => {
      const { items } = await api<DataQuality>('/data-quality');
      const live = items.filter((m) => ['MT', 'M1'].includes(m.meter) && m.lastValueAt !== null && !m.stale);
      return live.length === 2 && items;
    });
    expect(sources.find((m) => m.meter === 'M1')).toMatchObject({ feeder: 'F1', area: 'TR1', silence: null });
    expect(sources.map((m) => m.meter).sort()).toEqual(['M1', 'M4', 'M5', 'M6', 'MH', 'MT']);
  });
});

describe('what meters send', () => {
  it('reaches InfluxDB from Modbus registers, normal and low', async () => {
    const at = `FROM "raw90d"."reading" WHERE "meter" = 'M1' AND "phase" = 'A' AND "feeder" = 'F1' AND "area" = 'TR1'`;
    await eventually('normal voltage', async () => (await number(`SELECT max("u") ${at}`)) === 226.5);
    volts.M1 = 187.25;
    await eventually('low voltage', async () => ((await number(`SELECT count("u") ${at} AND "u" < 198`)) ?? 0) >= 5);
    expect(await number(`SELECT min("u") ${at}`)).toBe(187.25);
  });

  it('reaches InfluxDB and PostgreSQL from MQTT: readings, a recorded dip, a lost supply', async () => {
    const [head, four, five, ghost] = await Promise.all(['MH', 'M4', 'M5', 'M-GHOST'].map(device));
    const lastMs = Math.floor(NOW_MS / TEN_MIN_MS) * TEN_MIN_MS;
    for (let n = 11; n >= 0; n--) {
      const u = n < 4 ? 191.5 + n : 219.5 + n;
      const sample = { endMs: lastMs - n * TEN_MIN_MS, intervalS: 600, statistic: 'mean' as const };
      await four?.readings({ ...sample, u: { A: u, B: u + 0.25, C: u + 0.5 } });
      await five?.readings({ ...sample, u: { B: n === 9 ? 238.5 : u + 0.75 } });
    }
    await ghost?.readings({ endMs: lastMs, intervalS: 600, statistic: 'mean', u: { A: 220.25 } });
    const dip = { kind: 'dip', startMs: DIP_MS, durationMs: 120, phases: 'AB', pct: 54.25 };
    await head?.events([{ ...dip, perPhasePct: { A: 54.25, B: 55.5, C: 98 } }]);
    await Promise.all([four?.state('last_gasp', OUTAGE_MS), five?.state('last_gasp', OUTAGE_MS + 400)]);
    await Promise.all([four?.state('power_on', OUTAGE_END_MS), five?.state('power_on', OUTAGE_END_MS + 700)]);
    const outage = { kind: 'outage', durationMs: OUTAGE_END_MS - OUTAGE_MS, pct: 0, perPhasePct: null };
    await four?.events([{ ...outage, startMs: OUTAGE_MS, phases: 'ABC' }]);
    await five?.events([{ ...outage, startMs: OUTAGE_MS, phases: 'B' }]);

    await eventually('the readings are stored', async () => {
      const count = await number(`SELECT count("u") FROM "raw90d"."reading" WHERE "meter" =~ /^M[45]$/`);
      return count === 12 * 3 + 12;
    });
    const [series] = await eventually('the dip is in InfluxDB', async () => {
      const found = await influx(
        `SELECT "pct", "duration_ms" FROM "events10y"."disturbance" WHERE "meter" = 'MH' GROUP BY *`,
      );
      return found.length > 0 && found;
    });
    expect(series?.tags).toMatchObject({ feeder: 'F1', kind: 'dip', meter: 'MH' });
    expect(series?.values).toEqual([[DIP_MS, 54.25, 120]]);
    await eventually('the dip is in PostgreSQL', async () => (await facts('disturbance', 'MH')).length > 0);
    expect(await facts('disturbance', 'MH')).toEqual([{ time_ms: DIP_MS }]);
    expect((await facts('meter_event', 'M4')).map((f) => f.time_ms).sort()).toEqual([OUTAGE_MS, OUTAGE_END_MS]);
  });
});

describe('a complaint', () => {
  const iso = (ms: number) => new Date(ms).toISOString();

  it('of lamps that blinked finds the dip at the head of the feeder', async () => {
    const call: ComplaintCreate = {
      account: '0801100044',
      text: '刚才家里的灯突然闪了一下,电脑也重启了',
      occurredFrom: iso(DIP_MS - 60_000),
      occurredTo: iso(DIP_MS + 60_000),
      channel: '95598',
      requestType: '报修',
    };
    const first = await complain('call-1', call);
    const again = await complain('call-1', call);
    expect(again.complaint.id).toBe(first.complaint.id);
    const verdict = await verdictWith(first.complaint.id, (v) => v.incident !== null);
    expect(['confirmed', 'partly']).toContain(verdict.conclusion);
    expect(['inside', 'unknown', null]).not.toContain(verdict.cause);
    const used = verdict.evidence.flatMap((e) => e.facts);
    expect(used).toContain(`MH|${DIP_MS}|dip`);
    const { complaint } = await api<ComplaintDetail>(`/complaints/${first.complaint.id}`);
    expect(complaint).toMatchObject({ supplyPoint: 'SP4', feeder: 'F1', area: 'TR1' });
  });

  it('of a supply that was away finds the outage of the box', async () => {
    const { complaint } = await complain('call-2', {
      supplyPoint: 'SP5',
      text: '家里突然停电一分钟,隔壁也停了,现在来电了',
      occurredFrom: iso(OUTAGE_MS - 60_000),
      occurredTo: iso(OUTAGE_END_MS),
    });
    const verdict = await verdictWith(complaint.id, (v) => v.incident !== null);
    expect(['confirmed', 'partly']).toContain(verdict.conclusion);
    expect(['inside', 'unknown', null]).not.toContain(verdict.cause);
    expect(verdict.evidence.length).toBeGreaterThan(0);
  });
});

describe('the board "Feeders now"', () => {
  /** Kinds of silence that nothing here played. */
  const notPlayed = /"silence" = '(?!unmapped')/;
  const queries = boardQueries().filter(([name, query]) => name.includes('feeders-now') && !notPlayed.test(query));

  it('has more than twenty queries', () => expect(queries.length).toBeGreaterThan(20));

  it.each(queries)('%s returns rows', async (_name, query) => {
    await eventually(query, async () => {
      const range = { fromMs: NOW_MS - 3 * 3_600_000, toMs: Date.now() + 60_000 };
      const rows = (await influx(filledQuery(query, range, { feeder: 'F1' }))).flatMap((s) => s.values);
      return rows.some((row) => row.slice(1).some((v) => v !== null));
    });
  });

  it('counts two complaints, each once', async () => {
    await eventually(
      'two complaints',
      async () => (await number(`SELECT sum("count") FROM "events10y"."complaint" WHERE "feeder" = 'F1'`)) === 2,
    );
  });
});

describe('serve killed with -9 while readings go on', () => {
  it('has every acknowledged reading exactly once after its next start', async () => {
    const fromMs = NOW_MS - 7_200_000 + 137;
    const sent = publishWhile((n) => ({
      v: 1,
      interval_s: 1,
      readings: [{ time: new Date(fromMs + n * 1_000).toISOString(), u: { C: 210 + n / 64 } }],
    }));
    await sent.reached(200);
    await serving.kill9();
    await sent.reached(500);
    serving = await startServing(config);
    await sent.reached(700);
    const times = (await sent.end()).map((n) => fromMs + n * 1_000);
    expect(times.length).toBeGreaterThanOrEqual(700);

    const stored = await eventually('all are stored', async () => {
      const series = await influx(`SELECT "u" FROM "raw90d"."reading" WHERE "meter" = 'M6' GROUP BY *`);
      return series.flatMap((s) => s.values).length >= times.length && series;
    });
    expect(stored).toHaveLength(1);
    expect(stored[0]?.values.map(([timeMs]) => timeMs)).toEqual(times);
    expect(stored[0]?.values.map(([, u]) => u)).toEqual(times.map((t) => 210 + (t - fromMs) / 64_000));
  });

  it('still knows its complaints', async () => {
    const list = await api<{ items: readonly unknown[] }>('/complaints');
    expect(list.items).toHaveLength(2);
  });
});

describe('both stores gone while readings go on', () => {
  it('costs none of them, no call that follows, and nobody has to start anything again', async () => {
    const fromMs = NOW_MS - 5_400_000 + 271;
    const four = await device('M4');
    const send = async (from: number, to: number) => {
      for (let n = from; n < to; n++)
        await four.readings({ endMs: fromMs + n * 1_000, intervalS: 1, statistic: 'mean', u: { C: 221 + n / 64 } });
    };
    await send(0, 30);
    await Promise.all([influxd.kill9(), postgres.kill9()]);
    await send(30, 60);
    await eventually('health tells of it', async () => (await api<Health>('/health')).status === 'degraded');
    await Promise.all([influxd.restart(), postgres.restart()]);
    await send(60, 90);
    const where = `"meter" = 'M4' AND "phase" = 'C' AND time >= ${fromMs}ms AND time < ${fromMs + 90_000}ms`;
    await eventually('all are stored', async () => {
      const count = await number(`SELECT count("u") FROM "raw90d"."reading" WHERE ${where}`);
      return count !== null && count >= 90;
    });
    await eventually('health is back', async () => (await api<Health>('/health')).status === 'ready');
    const { complaint } = await complain('call-3', { supplyPoint: 'SP6', text: '灯很暗' });
    expect(complaint.supplyPoint).toBe('SP6');
  });

  it('ends politely', async () => expect((await serving.stop()).code).toBe(0));
});

/** Publishes message after message at QoS 1, several under way at once; knows which the broker acknowledged. */
function publishWhile(message: (n: number) => object) {
  const acknowledged: number[] = [];
  let isOn = true;
  let next = 0;
  const client = mqtt.connect(mosquitto.url, { protocolVersion: 4, clientId: 'readings-of-M6' });
  const lane = async () => {
    while (isOn) {
      const n = next++;
      await client.publishAsync('gridwitness/v1/M6/readings', JSON.stringify(message(n)), { qos: 1 });
      acknowledged.push(n);
      // Two hundred a second, over all of what follows.
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const lanes = Promise.all([lane(), lane(), lane(), lane()]);
  return {
    reached: (count: number) => eventually(`${count} acknowledged`, async () => acknowledged.length >= count, 60_000),
    /** All acknowledged, in order. */
    async end(): Promise<readonly number[]> {
      isOn = false;
      await lanes;
      await client.endAsync(true);
      return acknowledged.toSorted((a, b) => a - b);
    },
  };
}
