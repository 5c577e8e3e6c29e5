/** Registry of MQTT dialects. One more = one file here, one line below, captured messages in test/payloads/. */
import type { Dialect } from './dialect.ts';
import { gridwitnessJson } from './gridwitness-json.ts';
import { shellyGen1 } from './shelly-gen1.ts';
import { shellyGen2 } from './shelly-gen2.ts';
import { tasmota } from './tasmota.ts';

export const DIALECTS = [gridwitnessJson, shellyGen1, shellyGen2, tasmota] as const satisfies readonly Dialect[];
export type DialectId = (typeof DIALECTS)[number]['id'];
