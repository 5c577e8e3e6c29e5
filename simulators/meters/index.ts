/** Every MQTT dialect the simulated devices speak. One more = one file and one line here. */
import type { Dialect } from './dialect.ts';
import { dsmrSplit } from './dsmr-split.ts';
import { dsmrTelegram } from './dsmr-telegram.ts';
import { gridwitnessJson } from './gridwitness-json.ts';
import { homewizard } from './homewizard.ts';
import { shellyGen1 } from './shelly-gen1.ts';
import { shellyGen2 } from './shelly-gen2.ts';
import { sparkplugB } from './sparkplug.ts';
import { tasmota } from './tasmota.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

export const DIALECTS = [
  gridwitnessJson,
  shellyGen1,
  shellyGen2,
  tasmota,
  zigbee2mqtt,
  homewizard,
  dsmrTelegram,
  dsmrSplit,
  sparkplugB,
] as const satisfies readonly Dialect[];
export type DialectId =
  | 'gridwitness-json'
  | 'shelly-gen1'
  | 'shelly-gen2'
  | 'tasmota'
  | 'zigbee2mqtt'
  | 'homewizard'
  | 'dsmr-telegram'
  | 'dsmr-split'
  | 'sparkplug-b';

export function dialectOf(id: DialectId): Dialect {
  const dialect = DIALECTS.find((d) => d.id === id);
  if (dialect === undefined) throw new Error(`invariant broken: no dialect ${id}`);
  return dialect;
}
