/**
 * Shelly, first generation (EM, 3EM, 2.5, plugs): one number per topic on `shellies/<device>/emeter/<n>/voltage`, or a
 * JSON status on `/status` or `/info`. `unixtime` is the clock; `time` is a local text without date. −1 and
 * `is_valid: false` mean "unknown". `/online` is the last will.
 */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { availability } from './availability.ts';
import { arrivalStamp, epochStamp, type Stamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { excerpt, isObject, type Json, parseObject, textOf, toMeasured, toNumber } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { type PhaseValues, type RawPhase, snapshot } from './values.ts';

const STATUS = /^shellies\/([^/]+)\/(status|info)$/;
const SINGLE = /^shellies\/([^/]+)\/(?:emeter\/([0-2])\/)?(voltage|current|power|reactive_power)$/;
const ONLINE = /^shellies\/([^/]+)\/online$/;
const SINGLE_QUANTITY: Readonly<Record<string, readonly [QuantityId, string]>> = {
  voltage: ['u', 'V'],
  current: ['i', 'A'],
  power: ['p', 'W'],
  reactive_power: ['q', 'var'],
};
/** A device that has run less than this since its start was rebooted "just now": noted, never an interruption. s */
const FRESH_UPTIME_S = 120;

export const shellyGen1 = {
  id: 'shelly-gen1',
  example: 'shellies/d/status',
  topics: [
    'shellies/+/status',
    'shellies/+/info',
    'shellies/+/online',
    'shellies/+/voltage',
    'shellies/+/emeter/+/voltage',
    'shellies/+/emeter/+/current',
    'shellies/+/emeter/+/power',
  ],
  matches: (topic) => STATUS.test(topic) || SINGLE.test(topic) || ONLINE.test(topic),
  decode(topic, bytes, context) {
    const device = (STATUS.exec(topic) ?? SINGLE.exec(topic) ?? ONLINE.exec(topic))?.[1] ?? '';
    const sender = senderOf(device, context);
    if (sender === null) return unregistered(topic, device);
    if (ONLINE.test(topic)) return availability(topic, sender, bytes, context);
    const single = SINGLE.exec(topic);
    if (single !== null) return decodeSingle(topic, sender, single, bytes, context);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    return decodeStatus(topic, sender, json.value, context);
  },
} as const satisfies Dialect;

function decodeStatus(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const stamp = clockOf(json, context);
  const emeters = Array.isArray(json['emeters']) ? json['emeters'].filter(isObject) : [];
  const raw: RawPhase[] = [];
  for (const [channel, emeter] of emeters.entries()) {
    const phase = sender.channels[channel];
    // More clamps than phases (two circuits on one phase): the first tells the voltage.
    if (phase !== undefined) raw.push(emeterPhase(phase, emeter));
  }
  if (raw.length === 0) return unusable(topic, 'missing-value', 'emeters', excerpt(Object.keys(json).join(',')));
  const decoded = snapshot(sender, topic, raw, stamp, context);
  const uptimeS = toNumber(json['uptime']);
  if (!(uptimeS >= 0 && uptimeS < FRESH_UPTIME_S) || context.retained) return decoded;
  const timeMs = stamp.timeMs - uptimeS * 1000;
  return { ...decoded, meterEvents: [{ meter: sender.meter, timeMs, kind: 'reboot', knownAtMs: context.receivedMs }] };
}

/** `is_valid: false` takes every number of the channel with it: they come up as "no readable number". */
function emeterPhase(phase: PhaseTag, emeter: Json): RawPhase {
  const valid = emeter['is_valid'] !== false;
  const values: PhaseValues = {};
  for (const [field, quantity, unit] of [
    ['voltage', 'u', 'V'],
    ['current', 'i', 'A'],
    ['power', 'p', 'W'],
    ['reactive', 'q', 'var'],
  ] as const) {
    if (field in emeter) values[quantity] = valid ? toMeasured(emeter[field], unit) : Number.NaN;
  }
  return { phase, values };
}

/** Every value of every phase is a message of its own, without a clock. Shelly 2.5 has one voltage for both relays. */
function decodeSingle(
  topic: string,
  sender: Sender,
  match: RegExpExecArray,
  bytes: Uint8Array,
  context: DecodeContext,
): Decoded {
  const phase = sender.channels[Number(match[2] ?? 0)];
  const [quantity, unit] = SINGLE_QUANTITY[match[3] ?? ''] ?? [];
  if (phase === undefined || quantity === undefined || unit === undefined) return NOTHING;
  const value = toMeasured(textOf(bytes), unit);
  return snapshot(sender, topic, [{ phase, values: { [quantity]: value } }], arrivalStamp(context), context);
}

function clockOf(json: Json, context: DecodeContext): Stamp {
  const unix = toNumber(json['unixtime']);
  // 0 = not synchronised since start: no clock, not a wrong one.
  return unix > 0 ? epochStamp(unix, context) : arrivalStamp(context);
}
