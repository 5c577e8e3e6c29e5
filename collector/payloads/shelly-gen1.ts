/**
 * Shelly, first generation (EM, 3EM, plugs): JSON status on `shellies/<device>/status` or `/info`, or one number per
 * topic. `unixtime` is the clock; `time` is a local text without date. −1 and `is_valid: false` mean "unknown".
 */
import type { MeterId } from '../../core/ids.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { arrivalStamp, epochStamp, type Stamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { excerpt, isObject, type Json, parseObject, toNumber } from './json.ts';
import { channelPhases, type PhaseValues, type RawPhase, snapshot } from './values.ts';

const STATUS = /^shellies\/([^/]+)\/(status|info)$/;
const SINGLE = /^shellies\/([^/]+)\/emeter\/([0-2])\/(voltage|current|power)$/;
const SINGLE_QUANTITY: Readonly<Record<string, QuantityId>> = { voltage: 'u', current: 'i', power: 'p' };
/** A device that has run less than this since its start was rebooted "just now": noted, never an interruption. s */
const FRESH_UPTIME_S = 120;

export const shellyGen1 = {
  id: 'shelly-gen1',
  topics: ['shellies/+/status', 'shellies/+/info', 'shellies/+/emeter/+/+'],
  matches: (topic) => STATUS.test(topic) || SINGLE.test(topic),
  decode(topic, bytes, context) {
    const device = (STATUS.exec(topic) ?? SINGLE.exec(topic))?.[1] ?? '';
    const meter = context.meterOf(device);
    if (meter === null) return unusable(topic, 'unknown-reference', 'a registered meter', device);
    const single = SINGLE.exec(topic);
    if (single !== null) return decodeSingle(topic, meter, single, bytes, context);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    return decodeStatus(topic, meter, json.value, context);
  },
} as const satisfies Dialect;

function decodeStatus(topic: string, meter: MeterId, json: Json, context: DecodeContext): Decoded {
  const stamp = clockOf(json, context);
  const phases = channelPhases(context.phasesOf(meter));
  const emeters = Array.isArray(json['emeters']) ? json['emeters'].filter(isObject) : [];
  const raw: RawPhase[] = [];
  for (const [channel, emeter] of emeters.entries()) {
    const phase = phases[channel];
    // More clamps than phases (two circuits on one phase): the first tells the voltage.
    if (phase !== undefined) raw.push(emeterPhase(phase, emeter));
  }
  if (raw.length === 0) return unusable(topic, 'missing-value', 'emeters', excerpt(Object.keys(json).join(',')));
  const decoded = snapshot(meter, topic, raw, stamp, context);
  const uptimeS = toNumber(json['uptime']);
  if (!(uptimeS >= 0 && uptimeS < FRESH_UPTIME_S)) return decoded;
  const timeMs = stamp.timeMs - uptimeS * 1000;
  return { ...decoded, meterEvents: [{ meter, timeMs, kind: 'reboot', knownAtMs: context.receivedMs }] };
}

/** `is_valid: false` takes every number of the channel with it: they come up as "no readable number". */
function emeterPhase(phase: PhaseTag, emeter: Json): RawPhase {
  const valid = emeter['is_valid'] !== false;
  const values: PhaseValues = {};
  for (const [field, quantity] of [
    ['voltage', 'u'],
    ['current', 'i'],
    ['power', 'p'],
    ['reactive', 'q'],
  ] as const) {
    if (field in emeter) values[quantity] = valid ? toNumber(emeter[field]) : Number.NaN;
  }
  return { phase, values };
}

function decodeSingle(
  topic: string,
  meter: MeterId,
  match: RegExpExecArray,
  bytes: Uint8Array,
  context: DecodeContext,
): Decoded {
  const phase = channelPhases(context.phasesOf(meter))[Number(match[2])];
  const quantity = SINGLE_QUANTITY[match[3] ?? ''];
  if (phase === undefined || quantity === undefined) return NOTHING;
  const value = toNumber(new TextDecoder().decode(bytes));
  return snapshot(meter, topic, [{ phase, values: { [quantity]: value } }], arrivalStamp(context), context);
}

function clockOf(json: Json, context: DecodeContext): Stamp {
  const unix = toNumber(json['unixtime']);
  // 0 = not synchronised since start: no clock, not a wrong one.
  return unix > 0 ? epochStamp(unix, context) : arrivalStamp(context);
}
