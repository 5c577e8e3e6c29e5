/**
 * Tasmota: `tele/<device>/SENSOR` (or `<device>/tele/SENSOR`) and `stat/<device>/STATUS8` / `STATUS10`. Values are scalars
 * on one-phase devices and arrays on three-phase ones; `Time` is local wall time without offset. `LWT` is the last will.
 * A read-out head (`SML` …) names its fields as its owner wrote them in the script: taken where the name says voltage of a
 * phase (`volt_p1`, `Voltage_L2`), which is unconfirmed for any one device.
 */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { availability } from './availability.ts';
import { arrivalStamp, textStamp } from './clock.ts';
import { type DecodeContext, type Dialect, NOTHING, unusable } from './dialect.ts';
import { isObject, type Json, parseObject, toMeasured } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { type PhaseValues, type RawPhase, snapshot } from './values.ts';

const TOPIC = /^(?:tele\/(.+)\/SENSOR|stat\/(.+)\/STATUS(?:8|10)|(.+)\/tele\/SENSOR)$/;
const LWT = /^(?:tele\/(.+)|(.+)\/tele)\/LWT$/;
const FIELDS = [
  ['Voltage', 'u', 'V'],
  ['Current', 'i', 'A'],
  ['Power', 'p', 'W'],
  ['ReactivePower', 'q', 'var'],
] as const satisfies readonly (readonly [string, QuantityId, string])[];
/** Fields a script may have for a voltage, with the number of the phase. */
const SCRIPT_FIELD = /^(?:volt(?:age)?|u|v|spannung)_?(?:l|p|ph|phase)?_?([1-3])$/i;

export const tasmota = {
  id: 'tasmota',
  example: 'tele/d/SENSOR',
  topics: ['tele/+/SENSOR', 'tele/+/LWT', 'stat/+/STATUS8', 'stat/+/STATUS10', '+/tele/SENSOR', '+/tele/LWT'],
  matches: (topic) => TOPIC.test(topic) || LWT.test(topic),
  decode(topic, bytes, context) {
    const [, ...names] = TOPIC.exec(topic) ?? LWT.exec(topic) ?? [];
    const device = names.find((n) => n !== undefined) ?? '';
    const sender = senderOf(device, context);
    if (sender === null) return unregistered(topic, device);
    if (LWT.test(topic)) return availability(topic, sender, bytes, context);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    const sensor = isObject(json.value['StatusSNS']) ? json.value['StatusSNS'] : json.value;
    const energy = sensor['ENERGY'];
    const raw = isObject(energy) ? energyPhases(energy, sender) : scriptPhases(sensor, sender);
    // Other sensors (thermometers, a read-out head without voltage) share the topic: nothing to say, nothing wrong.
    if (raw.length === 0) return NOTHING;
    return snapshot(sender, topic, raw, stampOf(sensor['Time'], context), context);
  },
} as const satisfies Dialect;

const stampOf = (time: unknown, context: DecodeContext) =>
  time === undefined ? arrivalStamp(context) : textStamp(time, context);

function energyPhases(energy: Json, { channels }: Sender): readonly RawPhase[] {
  const count = Math.max(1, ...FIELDS.map(([field]) => (Array.isArray(energy[field]) ? energy[field].length : 1)));
  const raw: RawPhase[] = [];
  for (let n = 0; n < Math.min(count, channels.length); n++) {
    const values = channelValues(energy, n);
    if (Object.keys(values).length > 0) raw.push({ phase: channels[n] as PhaseTag, values });
  }
  const f = first(energy['Frequency']);
  if (f !== undefined) raw.push({ phase: 'total', values: { f: toMeasured(f, 'Hz') } });
  return raw;
}

/**
 * Channel n of every field. An array gives its own number; a scalar voltage beside array powers is the same for every
 * phase, while a scalar current or power beside arrays is a total and belongs to no phase.
 */
function channelValues(energy: Json, n: number): PhaseValues {
  const isThreePhase = FIELDS.some(([field]) => Array.isArray(energy[field]));
  const values: PhaseValues = {};
  for (const [field, quantity, unit] of FIELDS) {
    const given = energy[field];
    if (Array.isArray(given)) {
      if (given[n] !== undefined && given[n] !== null) values[quantity] = toMeasured(given[n], unit);
    } else if (given !== undefined && given !== null && (quantity === 'u' || !isThreePhase)) {
      values[quantity] = toMeasured(given, unit);
    }
  }
  return values;
}

function scriptPhases(sensor: Json, { channels }: Sender): readonly RawPhase[] {
  const raw: RawPhase[] = [];
  for (const part of Object.values(sensor)) {
    if (!isObject(part)) continue;
    for (const [field, value] of Object.entries(part)) {
      const n = SCRIPT_FIELD.exec(field)?.[1];
      const phase = n === undefined ? undefined : channels[Number(n) - 1];
      if (phase !== undefined) raw.push({ phase, values: { u: toMeasured(value, 'V') } });
    }
  }
  return raw;
}

function first(value: unknown): unknown {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return one === null ? undefined : one;
}
