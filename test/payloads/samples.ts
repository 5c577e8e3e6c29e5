/** One message with voltages of every dialect, typed here, and the captured ones of real devices where they are. */
import { readdirSync, readFileSync } from 'node:fs';
import sparkplug from 'sparkplug-payload';
import type { DialectId } from '../../collector/payloads/index.ts';
import { FIELD, hasField } from '../formats/files.ts';
import { bytesOf, RECEIVED_MS } from './context.ts';

export interface Sample {
  readonly dialect: DialectId;
  /** `{d}` stands for the device. */
  readonly topic: string;
  readonly bytes: Uint8Array;
}

const iso = new Date(RECEIVED_MS - 1_000).toISOString();
const lines = (...text: string[]) => bytesOf(text.join('\r\n'));
const sparkplugBytes =
  sparkplug.get('spBv1.0')?.encodePayload({
    timestamp: RECEIVED_MS - 1_000,
    seq: 4,
    metrics: [
      { name: 'Voltage L1', alias: 3, type: 'Float', value: 221.5 },
      { name: 'Voltage L2', alias: 4, type: 'Double', value: 222.5 },
    ],
  } as never) ?? new Uint8Array();

export const SAMPLES: readonly Sample[] = [
  {
    dialect: 'gridwitness-json',
    topic: 'gridwitness/v1/{d}/readings',
    bytes: bytesOf({ v: 1, interval_s: 60, readings: [{ time: iso, u: { A: 221.5, B: 222.5 }, f: 50 }] }),
  },
  {
    dialect: 'gridwitness-json',
    topic: 'gridwitness/v1/{d}/counters',
    bytes: bytesOf({ v: 1, time: iso, counters: { sags_A: 3 } }),
  },
  {
    dialect: 'gridwitness-json',
    topic: 'gridwitness/v1/{d}/failures',
    bytes: bytesOf({ v: 1, failures: [{ end: iso, duration_ms: 240_000 }] }),
  },
  {
    dialect: 'shelly-gen1',
    topic: 'shellies/{d}/status',
    bytes: bytesOf({ unixtime: RECEIVED_MS / 1000 - 1, emeters: [{ voltage: 221.5, power: 3, is_valid: true }] }),
  },
  { dialect: 'shelly-gen1', topic: 'shellies/{d}/emeter/1/voltage', bytes: bytesOf('222.5') },
  { dialect: 'shelly-gen1', topic: 'shellies/{d}/online', bytes: bytesOf('false') },
  {
    dialect: 'shelly-gen2',
    topic: '{d}/status/em:0',
    bytes: bytesOf({ id: 0, a_voltage: 221.5, b_voltage: 222.5, c_voltage: 223.5, a_freq: 50 }),
  },
  {
    dialect: 'shelly-gen2',
    topic: '{d}/events/rpc',
    bytes: bytesOf({ method: 'NotifyStatus', params: { ts: RECEIVED_MS / 1000, 'em1:1': { voltage: 222.5 } } }),
  },
  {
    dialect: 'tasmota',
    topic: 'tele/{d}/SENSOR',
    bytes: bytesOf({ Time: '2026-07-01T20:10:00', ENERGY: { Voltage: [221, 222, 223], Power: [1, 2, 3] } }),
  },
  { dialect: 'tasmota', topic: 'tele/{d}/LWT', bytes: bytesOf('Offline') },
  { dialect: 'zigbee2mqtt', topic: 'zigbee2mqtt/{d}', bytes: bytesOf({ voltage: 221, last_seen: iso, power: 3 }) },
  { dialect: 'homewizard', topic: 'homewizard/{d}/data', bytes: bytesOf({ active_voltage_l1_v: 221.5, wifi: 3 }) },
  {
    dialect: 'dsmr-telegram',
    topic: '{d}/telegram',
    bytes: lines('/ISk5', '', '0-0:1.0.0(260701141000S)', '1-0:32.7.0(0221.5*V)', '1-0:32.32.0(00004)', '!', ''),
  },
  { dialect: 'dsmr-split', topic: '{d}/reading/phase_voltage_l1', bytes: bytesOf('221.5') },
  { dialect: 'dsmr-split', topic: '{d}/meter-stats/voltage_sag_count_l1', bytes: bytesOf('4') },
  { dialect: 'sparkplug-b', topic: 'spBv1.0/grid/DDATA/node/{d}', bytes: sparkplugBytes },
];

/** Captured messages of real devices, on the topic such a device sends them on. */
export function capturedSamples(): readonly Sample[] {
  if (!hasField) return [];
  const texts = (name: string) =>
    readFileSync(`${FIELD}meters/payloads/${name}`, 'utf8')
      .split('\n')
      .filter((l) => l.trim() !== '');
  const of = (dialect: DialectId, topic: string, name: string): Sample[] =>
    texts(name).map((text) => ({ dialect, topic, bytes: bytesOf(text) }));
  const dump = JSON.parse(readFileSync(`${FIELD}meters/payloads/shelly_pro_3em_fixture.json`, 'utf8')) as {
    status: Record<string, unknown>;
  };
  const full = { method: 'NotifyFullStatus', params: { ts: 1_707_326_927, ...dump.status } };
  return [
    ...of('shelly-gen1', 'shellies/{d}/status', 'shelly_gen1.jsonl'),
    ...of('shelly-gen2', '{d}/status/switch:0', 'shelly_gen2.jsonl'),
    ...of('tasmota', 'stat/{d}/STATUS8', 'tasmota.jsonl'),
    ...of('homewizard', 'homewizard/{d}/data', 'homewizard.jsonl'),
    { dialect: 'shelly-gen2', topic: '{d}/events/rpc', bytes: bytesOf(full) },
    ...readdirSync(`${FIELD}meters/p1_telegrams`).map((name): Sample => {
      const bytes = new Uint8Array(readFileSync(`${FIELD}meters/p1_telegrams/${name}`));
      return { dialect: 'dsmr-telegram', topic: '{d}/telegram', bytes };
    }),
  ];
}
