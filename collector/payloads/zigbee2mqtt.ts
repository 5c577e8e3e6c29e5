/**
 * zigbee2mqtt: the whole state of a device on `zigbee2mqtt/<friendly name>` whenever one attribute changed, so every
 * message repeats the last known voltage. Only `last_seen` tells whether the device has spoken: unmoved, the message is a
 * copy and is stale. `zigbee2mqtt/<friendly name>/availability` is the last will. Devices with a battery write its
 * millivolts as `voltage`: no mains meter.
 * @source zigbee2mqtt documentation, MQTT topics and messages; `advanced.last_seen`
 */
import type { Phase, QuantityId } from '../../core/quantity.ts';
import { QUALITY } from '../../core/series.ts';
import { availability } from './availability.ts';
import { arrivalStamp, epochStamp, type Stamp, textStamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { isObject, type Json, parseObject, toMeasured } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { type PhaseValues, type RawPhase, snapshot } from './values.ts';

const TOPIC = /^zigbee2mqtt\/(?!bridge(?:\/|$))(.+)$/;
const AVAILABILITY = /^(.+)\/availability$/;
/** Commands other programs send to the device on topics below its own. */
const COMMAND = /\/(?:set|get)(?:\/|$)/;
const FIELD = /^(voltage|current|power)(?:_(?:phase_)?(a|b|c|l1|l2|l3))?$/;
const QUANTITY: Readonly<Record<string, readonly [QuantityId, string]>> = {
  voltage: ['u', 'V'],
  current: ['i', 'A'],
  power: ['p', 'W'],
};
/** Several attributes of one report come as several messages with one `last_seen`, within this time, ms. */
const SAME_REPORT_MS = 5_000;

export const zigbee2mqtt = {
  id: 'zigbee2mqtt',
  example: 'zigbee2mqtt/d',
  topics: ['zigbee2mqtt/+', 'zigbee2mqtt/+/availability'],
  matches: (topic) => TOPIC.test(topic) && !COMMAND.test(topic),
  decode(topic, bytes, context) {
    const rest = TOPIC.exec(topic)?.[1] ?? '';
    const device = AVAILABILITY.exec(rest)?.[1] ?? rest;
    const sender = senderOf(device, context);
    if (AVAILABILITY.test(rest)) return sender === null ? NOTHING : availability(topic, sender, bytes, context);
    const json = parseObject(bytes);
    if (!json.ok) return sender === null ? NOTHING : unusable(topic, json.code, 'a JSON object', json.got);
    // Lamps, switches and battery sensors share the topics: nothing to say, nothing wrong.
    if (!hasMains(json.value)) return NOTHING;
    return sender === null ? unregistered(topic, device) : decodeState(topic, sender, json.value, context);
  },
} as const satisfies Dialect;

function hasMains(json: Json): boolean {
  if (json['battery'] !== undefined && json['battery'] !== null) return false;
  return Object.entries(json).some(([field, v]) => field.startsWith('voltage') && FIELD.test(field) && v !== null);
}

function decodeState(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const decoded = snapshot(sender, topic, rawPhases(json, sender), stampOf(json['last_seen'], context), context);
  const key = `seen|${topic}`;
  const lastSeen = json['last_seen'];
  if (lastSeen === undefined || lastSeen === null) return decoded;
  const before = context.recall(key);
  const isUnmoved = isObject(before) && before['lastSeen'] === lastSeen;
  const firstMs = isUnmoved ? Number(before['firstMs']) : context.receivedMs;
  const isCopy = isUnmoved && context.receivedMs - firstMs > SAME_REPORT_MS;
  const remember = [...(decoded.remember ?? []), [key, { lastSeen, firstMs }] as const];
  if (!isCopy) return { ...decoded, remember };
  return {
    ...decoded,
    readings: decoded.readings.map((r) => ({ ...r, quality: r.quality | QUALITY.stale })),
    remember,
  };
}

/** `voltage` alone is the first phase, beside `voltage_phase_b` too. */
function rawPhases(json: Json, { channels }: Sender): readonly RawPhase[] {
  const byChannel = new Map<number, PhaseValues>();
  for (const [field, value] of Object.entries(json)) {
    const m = FIELD.exec(field);
    const [quantity, unit] = QUANTITY[m?.[1] ?? ''] ?? [];
    if (m === null || quantity === undefined || unit === undefined || value === null) continue;
    const channel = channelOf(m[2]);
    byChannel.set(channel, { ...byChannel.get(channel), [quantity]: toMeasured(value, unit) });
  }
  const raw: RawPhase[] = [];
  for (const [channel, values] of byChannel) {
    const phase = channels[channel];
    if (phase !== undefined) raw.push({ phase, values });
  }
  const f = json['ac_frequency'];
  if (f !== undefined && f !== null) raw.push({ phase: 'total', values: { f: toMeasured(f, 'Hz') } });
  return raw;
}

function channelOf(suffix: string | undefined): number {
  if (suffix === undefined) return 0;
  const letter = suffix.at(-1) ?? '';
  return Math.max('abc'.indexOf(letter as Lowercase<Phase>), '123'.indexOf(letter));
}

/** `last_seen` is ISO text or an epoch number, as configured; absent where it is switched off. */
function stampOf(lastSeen: unknown, context: DecodeContext): Stamp {
  if (lastSeen === undefined || lastSeen === null) return arrivalStamp(context);
  return typeof lastSeen === 'number' ? epochStamp(lastSeen, context) : textStamp(lastSeen, context);
}
