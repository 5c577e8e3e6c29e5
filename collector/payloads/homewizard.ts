/**
 * HomeWizard P1 and kWh meters: the JSON of their local HTTP interface, forwarded unchanged by a bridge to
 * `homewizard/<device>/data` (version 1: `active_voltage_l1_v`) or `/measurement` (version 2: `voltage_l1_v`, with
 * `timestamp` in local time). The devices speak no MQTT themselves; the topics are ours and unconfirmed for any bridge.
 * @source HomeWizard Energy API, v1 `/api/v1/data`, v2 `/api/measurement`
 */
import type { CounterId } from '../../core/counters.ts';
import { arrivalStamp, textStamp } from './clock.ts';
import { counterNews } from './counter-news.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { counterOf } from './dsmr-telegram.ts';
import { type Json, parseObject, toMeasured, toNumber } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { type PhaseValues, type RawPhase, snapshot } from './values.ts';

const TOPIC = /^homewizard\/([^/]+)\/(?:data|measurement)$/;
const FIELD = /^(?:active_)?(voltage|current|power)(?:_l([123]))?_(v|a|w)$/;
const QUANTITY = { voltage: ['u', 'V'], current: ['i', 'A'], power: ['p', 'W'] } as const;
const SINGLE_COUNTS: ReadonlyMap<string, CounterId> = new Map([
  ['any_power_fail_count', 'short_failures'],
  ['long_power_fail_count', 'long_failures'],
]);

export const homewizard = {
  id: 'homewizard',
  example: 'homewizard/d/data',
  topics: ['homewizard/+/data', 'homewizard/+/measurement'],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const device = TOPIC.exec(topic)?.[1] ?? '';
    const sender = senderOf(device, context);
    if (sender === null) return unregistered(topic, device);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    return decodeData(topic, sender, json.value, context);
  },
} as const satisfies Dialect;

function decodeData(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const time = json['timestamp'];
  const stamp = typeof time === 'string' ? textStamp(time, context) : arrivalStamp(context);
  const raw = rawPhases(json, sender);
  // A water or gas meter of the same maker has none of it: nothing to say, nothing wrong.
  const read = raw.some((r) => r.values.u !== undefined) ? snapshot(sender, topic, raw, stamp, context) : NOTHING;
  const counted = counterNews(sender, countsOf(json, sender), stamp.timeMs, context);
  return { ...read, counters: counted.counters, remember: [...(read.remember ?? []), ...counted.remember] };
}

/** Fields without `l1` speak of a one-phase meter, save the power, which is that of all phases. */
function rawPhases(json: Json, { channels }: Sender): readonly RawPhase[] {
  const byChannel = new Map<number, PhaseValues>();
  const total: PhaseValues = {};
  for (const [field, value] of Object.entries(json)) {
    const m = FIELD.exec(field);
    if (m === null || value === null) continue;
    const [quantity, unit] = QUANTITY[m[1] as keyof typeof QUANTITY];
    const number = toMeasured(value, unit);
    if (m[2] === undefined && quantity === 'p') total.p = number;
    else {
      const channel = Number(m[2] ?? 1) - 1;
      // The sign of a current is the direction of its power, which power tells too.
      const own = quantity === 'i' ? Math.abs(number) : number;
      byChannel.set(channel, { ...byChannel.get(channel), [quantity]: own });
    }
  }
  const f = json['active_frequency_hz'] ?? json['frequency_hz'];
  if (f !== undefined && f !== null) total.f = toMeasured(f, 'Hz');
  const raw: RawPhase[] = [];
  for (const [channel, values] of byChannel) {
    const phase = channels[channel];
    if (phase !== undefined) raw.push({ phase, values });
  }
  return Object.keys(total).length === 0 ? raw : [...raw, { phase: 'total', values: total }];
}

function countsOf(json: Json, sender: Sender): Partial<Record<CounterId, number | null>> {
  const out: Partial<Record<CounterId, number | null>> = {};
  for (const [field, value] of Object.entries(json)) {
    const [, kind, n] = /^voltage_(sag|swell)_l([123])_count$/.exec(field) ?? [];
    const name = kind === undefined ? SINGLE_COUNTS.get(field) : (`${kind}s_${'ABC'[Number(n) - 1]}` as CounterId);
    const own = name === undefined ? null : counterOf(name, sender);
    if (own === null) continue;
    const count = toNumber(value);
    out[own] = Number.isInteger(count) && count >= 0 ? count : null;
  }
  return out;
}
