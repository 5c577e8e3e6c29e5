/**
 * Tasmota: `tele/<device>/SENSOR` and `stat/<device>/STATUS8` / `STATUS10`. Values are scalars on one-phase devices and
 * arrays on three-phase ones; `Time` is local wall time without offset.
 */
import type { MeterId } from '../../core/ids.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { arrivalStamp, textStamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { isObject, type Json, parseObject, toNumber } from './json.ts';
import { channelPhases, type PhaseValues, type RawPhase, snapshot } from './values.ts';

const TOPIC = /^(?:tele\/(.+)\/SENSOR|stat\/(.+)\/STATUS(?:8|10))$/;
const FIELDS = [
  ['Voltage', 'u'],
  ['Current', 'i'],
  ['Power', 'p'],
  ['ReactivePower', 'q'],
] as const satisfies readonly (readonly [string, QuantityId])[];

export const tasmota = {
  id: 'tasmota',
  topics: ['tele/+/SENSOR', 'stat/+/STATUS8', 'stat/+/STATUS10'],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const match = TOPIC.exec(topic);
    const device = match?.[1] ?? match?.[2] ?? '';
    const meter = context.meterOf(device);
    if (meter === null) return unusable(topic, 'unknown-reference', 'a registered meter', device);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    const sensor = isObject(json.value['StatusSNS']) ? json.value['StatusSNS'] : json.value;
    const energy = sensor['ENERGY'];
    // Other sensors (thermometers, a read-out head without voltage) share the topic: nothing to say, nothing wrong.
    if (!isObject(energy)) return NOTHING;
    return decodeEnergy(topic, meter, sensor['Time'], energy, context);
  },
} as const satisfies Dialect;

function decodeEnergy(topic: string, meter: MeterId, time: unknown, energy: Json, context: DecodeContext): Decoded {
  const phases = channelPhases(context.phasesOf(meter));
  const count = Math.max(1, ...FIELDS.map(([field]) => (Array.isArray(energy[field]) ? energy[field].length : 1)));
  const raw: RawPhase[] = [];
  for (let n = 0; n < Math.min(count, phases.length); n++) {
    const values = channelValues(energy, n);
    if (Object.keys(values).length > 0) raw.push({ phase: phases[n] as PhaseTag, values });
  }
  const f = scalar(energy['Frequency']);
  if (f !== undefined) raw.push({ phase: 'total', values: { f } });
  if (raw.length === 0) return NOTHING;
  const stamp = time === undefined ? arrivalStamp(context) : textStamp(time, context);
  return snapshot(meter, topic, raw, stamp, context);
}

/**
 * Channel n of every field. An array gives its own number; a scalar voltage beside array powers is the same for every
 * phase, while a scalar current or power beside arrays is a total and belongs to no phase.
 */
function channelValues(energy: Json, n: number): PhaseValues {
  const isThreePhase = FIELDS.some(([field]) => Array.isArray(energy[field]));
  const values: PhaseValues = {};
  for (const [field, quantity] of FIELDS) {
    const given = energy[field];
    if (Array.isArray(given)) {
      if (given[n] !== undefined && given[n] !== null) values[quantity] = toNumber(given[n]);
    } else if (given !== undefined && given !== null && (quantity === 'u' || !isThreePhase)) {
      values[quantity] = toNumber(given);
    }
  }
  return values;
}

function scalar(value: unknown): number | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === null ? undefined : toNumber(first);
}
