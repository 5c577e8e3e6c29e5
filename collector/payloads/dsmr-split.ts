/**
 * DSMR P1 values on a topic each, as programs and dongles split a telegram: dsmr-reader
 * (`dsmr/reading/phase_voltage_l1`, `dsmr/meter-stats/voltage_sag_count_l1`), esp8266 dongles
 * (`sensors/power/p1meter/l1_voltage`), DSMR-API and ESPHome (`DSMR-API/voltage_l1`, `<node>/sensor/voltage_l1/state`).
 * Every message is one number of one phase, at its arrival. Names of dongles are those of their published programs;
 * unconfirmed for any one device.
 */
import type { CounterId } from '../../core/counters.ts';
import type { QuantityId } from '../../core/quantity.ts';
import { arrivalStamp } from './clock.ts';
import { counterNews } from './counter-news.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { counterOf } from './dsmr-telegram.ts';
import { excerpt, isObject, textOf, toMeasured, toNumber } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { snapshot } from './values.ts';

type Field =
  | { readonly kind: 'value'; readonly quantity: QuantityId; readonly unit: string; readonly channel: number }
  | { readonly kind: 'count'; readonly counter: CounterId };

/** Topic below the device → what it is. The number in brackets is the phase. */
const VALUES: readonly (readonly [RegExp, QuantityId, string])[] = [
  [/^reading\/phase_voltage_l([123])$/, 'u', 'V'],
  [/^reading\/phase_power_current_l([123])$/, 'i', 'A'],
  [/^l([123])_voltage$/, 'u', 'V'],
  [/^(?:sensor\/)?voltage_(?:l|phase_)([123])(?:\/state)?$/, 'u', 'V'],
];
const COUNTS: readonly (readonly [RegExp, 'sags' | 'swells' | 'short_failures' | 'long_failures'])[] = [
  [/^meter-stats\/voltage_sag_count_l([123])$/, 'sags'],
  [/^meter-stats\/voltage_swell_count_l([123])$/, 'swells'],
  [/^meter-stats\/power_failure_count$/, 'short_failures'],
  [/^meter-stats\/long_power_failure_count$/, 'long_failures'],
  // The dongle reads 1-0:32.32.0 and 1-0:32.36.0: the counts of L1, whatever the name of the topic says.
  [/^short_power_drops$/, 'sags'],
  [/^short_power_peaks$/, 'swells'],
  [/^short_power_outages$/, 'short_failures'],
  [/^long_power_outages$/, 'long_failures'],
  [/^(?:sensor\/)?electricity_sags_l([123])(?:\/state)?$/, 'sags'],
  [/^(?:sensor\/)?electricity_swells_l([123])(?:\/state)?$/, 'swells'],
  [/^(?:sensor\/)?electricity_failures(?:\/state)?$/, 'short_failures'],
  [/^(?:sensor\/)?electricity_long_failures(?:\/state)?$/, 'long_failures'],
];

export const dsmrSplit = {
  id: 'dsmr-split',
  example: 'd/reading/phase_voltage_l1',
  topics: ['dsmr/reading/+', 'dsmr/meter-stats/+', 'sensors/power/p1meter/+', 'DSMR-API/+', '+/sensor/+/state'],
  matches: (topic) => fieldOf(topic) !== null,
  decode(topic, bytes, context) {
    const found = fieldOf(topic);
    if (found === null) return NOTHING;
    const sender = senderOf(found.device, context);
    if (sender === null) return unregistered(topic, found.device);
    const value = sentValue(bytes);
    if (found.field.kind === 'count') return decodeCount(topic, sender, found.field.counter, value, context);
    const { quantity, unit, channel } = found.field;
    const phase = sender.channels[channel];
    if (phase === undefined) return NOTHING;
    return snapshot(
      sender,
      topic,
      [{ phase, values: { [quantity]: toMeasured(value, unit) } }],
      arrivalStamp(context),
      context,
    );
  },
} as const satisfies Dialect;

/** The device is everything before the part of the topic that names the value. */
function fieldOf(topic: string): { readonly device: string; readonly field: Field } | null {
  const levels = topic.split('/');
  for (const depth of [3, 2, 1]) {
    if (levels.length <= depth) continue;
    const device = levels.slice(0, -depth).join('/');
    const field = fieldOfRest(levels.slice(-depth).join('/'));
    if (field !== null) return { device, field };
  }
  return null;
}

function fieldOfRest(rest: string): Field | null {
  for (const [pattern, quantity, unit] of VALUES) {
    const m = pattern.exec(rest);
    if (m !== null) return { kind: 'value', quantity, unit, channel: Number(m[1]) - 1 };
  }
  for (const [pattern, kind] of COUNTS) {
    const m = pattern.exec(rest);
    if (m === null) continue;
    if (kind === 'sags' || kind === 'swells') {
      return { kind: 'count', counter: `${kind}_${'ABC'[Number(m[1] ?? 1) - 1] as 'A'}` };
    }
    return { kind: 'count', counter: kind };
  }
  return null;
}

/** A bare value, or DSMR-API's `{"voltage_l1":[{"value":231.4,"unit":"V"}]}`. */
function sentValue(bytes: Uint8Array): unknown {
  const text = textOf(bytes).trim();
  if (!text.startsWith('{')) return text;
  try {
    const json: unknown = JSON.parse(text);
    const [first] = isObject(json) ? Object.values(json) : [];
    const item: unknown = Array.isArray(first) ? first[0] : first;
    if (!isObject(item)) return item;
    const unit = typeof item['unit'] === 'string' ? item['unit'] : '';
    return unit === '' ? item['value'] : `${String(item['value'])} ${unit}`;
  } catch {
    return text;
  }
}

function decodeCount(topic: string, sender: Sender, name: CounterId, value: unknown, context: DecodeContext): Decoded {
  const counter = counterOf(name, sender);
  if (counter === null) return NOTHING;
  const count = toNumber(value);
  if (!Number.isInteger(count) || count < 0) return unusable(topic, 'bad-number', 'a count', excerpt(String(value)));
  const { counters, remember } = counterNews(sender, { [counter]: count }, context.receivedMs, context, counter);
  return { ...NOTHING, counters, remember };
}
