/**
 * Shelly, second generation and later: `<device>/status/switch:0` (a plug: `output` false means the load is off, the
 * supply is on), `<device>/status/em:0` (three phases: Pro 3EM), `em1:0`–`em1:2` (its one-phase profile), and
 * `<device>/events/rpc` notifications with their own `ts`. `<device>/online` is the last will.
 * @source Shelly Gen2 API: components EM, EM1, Switch; Notifications
 */
import { availability } from './availability.ts';
import { arrivalStamp, epochStamp, type Stamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { isObject, type Json, parseObject, toMeasured, toNumber } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { type PhaseValues, type RawPhase, snapshot } from './values.ts';

const STATUS = /^(.+)\/status\/((?:switch|em|em1|pm1|cover):\d+)$/;
const RPC = /^(.+)\/events\/rpc$/;
/** `shellies/…/online` is the first generation's. */
const ONLINE = /^(?!shellies\/)(.+)\/online$/;
const THREE_PHASE = [
  ['a', 0],
  ['b', 1],
  ['c', 2],
] as const;

export const shellyGen2 = {
  id: 'shelly-gen2',
  example: 'd/status/em:0',
  topics: ['+/status/+', '+/events/rpc', '+/online'],
  matches: (topic) => STATUS.test(topic) || RPC.test(topic) || ONLINE.test(topic),
  decode(topic, bytes, context) {
    const status = STATUS.exec(topic);
    const device = (status ?? RPC.exec(topic) ?? ONLINE.exec(topic))?.[1] ?? '';
    const sender = senderOf(device, context);
    if (sender === null) return unregistered(topic, device);
    if (ONLINE.test(topic)) return availability(topic, sender, bytes, context);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    if (status !== null) {
      return decodeComponents(topic, sender, { [status[2] ?? '']: json.value }, arrivalStamp(context), context);
    }
    return decodeRpc(topic, sender, json.value, context);
  },
} as const satisfies Dialect;

/** `NotifyStatus` carries only what changed, `NotifyFullStatus` everything; both have `ts` in seconds. */
function decodeRpc(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const params = json['params'];
  if (!isObject(params) || !/^Notify(Full)?Status$/.test(String(json['method']))) return NOTHING;
  const ts = toNumber(params['ts']);
  return decodeComponents(topic, sender, params, ts > 0 ? epochStamp(ts, context) : arrivalStamp(context), context);
}

/**
 * A full status as `GetStatus` answers it: `em:0`, `switch:0` … beside `sys`, whose `unixtime` is the clock
 * (`sys.time` is local wall time without date).
 */
export function decodeFullStatus(topic: string, sender: Sender, status: Json, context: DecodeContext): Decoded {
  const sys = status['sys'];
  const unix = isObject(sys) ? toNumber(sys['unixtime']) : Number.NaN;
  return decodeComponents(topic, sender, status, unix > 0 ? epochStamp(unix, context) : arrivalStamp(context), context);
}

function decodeComponents(
  topic: string,
  sender: Sender,
  components: Json,
  stamp: Stamp,
  context: DecodeContext,
): Decoded {
  const phases = sender.channels;
  const raw: RawPhase[] = [];
  for (const [name, component] of Object.entries(components)) {
    if (!isObject(component)) continue;
    if (/^em:\d+$/.test(name)) {
      for (const [letter, n] of THREE_PHASE) {
        const phase = phases[n];
        if (phase !== undefined) pushIfAny(raw, { phase, values: values(component, `${letter}_`) });
      }
    } else if (/^(switch|em1|pm1|cover):\d+$/.test(name)) {
      const phase = phases[Number(name.split(':')[1])] ?? phases[0];
      if (phase !== undefined) pushIfAny(raw, { phase, values: values(component, '') });
    }
  }
  // Notifications about temperature, Wi-Fi and the like hold no measurement: nothing to say, nothing wrong.
  return raw.length === 0 ? NOTHING : snapshot(sender, topic, frequencyOnce(raw), stamp, context);
}

function values(component: Json, prefix: string): PhaseValues {
  const out: PhaseValues = {};
  const errors = [component['errors'], component[`${prefix}errors`]].flat();
  // The measuring circuit says it failed: its numbers are there, but they are none.
  const hasFailed = errors.includes('power_meter_failure');
  const take = (field: string, quantity: 'u' | 'i' | 'p' | 'f', unit: string) => {
    const value = component[`${prefix}${field}`];
    if (value !== undefined && value !== null) out[quantity] = hasFailed ? Number.NaN : toMeasured(value, unit);
  };
  take('voltage', 'u', 'V');
  take('current', 'i', 'A');
  take(prefix === '' && 'apower' in component ? 'apower' : 'act_power', 'p', 'W');
  take('freq', 'f', 'Hz');
  return out;
}

/** Frequency belongs to the meter, not to a phase. */
function frequencyOnce(raw: readonly RawPhase[]): readonly RawPhase[] {
  const f = raw.map((r) => r.values.f).find((v) => v !== undefined);
  const phases = raw.map(({ phase, values: { f: _, ...rest } }): RawPhase => ({ phase, values: rest }));
  return f === undefined ? phases : [...phases, { phase: 'total', values: { f } }];
}

function pushIfAny(raw: RawPhase[], phase: RawPhase): void {
  if (Object.keys(phase.values).length > 0) raw.push(phase);
}
