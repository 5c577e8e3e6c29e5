/** Every MQTT dialect the simulated devices speak. One more = one file and one line here. */
import type { Dialect } from './dialect.ts';
import { gridwitnessJson } from './gridwitness-json.ts';
import { shellyGen1 } from './shelly-gen1.ts';
import { shellyGen2 } from './shelly-gen2.ts';
import { tasmota } from './tasmota.ts';

export const DIALECTS = [gridwitnessJson, shellyGen1, shellyGen2, tasmota] as const satisfies readonly Dialect[];
export type DialectId = 'gridwitness-json' | 'shelly-gen1' | 'shelly-gen2' | 'tasmota';

export function dialectOf(id: DialectId): Dialect {
  const dialect = DIALECTS.find((d) => d.id === id);
  if (dialect === undefined) throw new Error(`invariant broken: no dialect ${id}`);
  return dialect;
}
