/** Skeleton of an MQTT dialect: copy, rename, add one line to index.ts and captured messages to the test. Not registered. */
import { arrivalStamp } from './clock.ts';
import { type Dialect, unusable } from './dialect.ts';
import { parseObject, toNumber } from './json.ts';
import { channelPhases, snapshot } from './values.ts';

const TOPIC = /^maker\/([^/]+)\/status$/;

export const blueprint = {
  id: 'maker',
  topics: ['maker/+/status'],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const device = TOPIC.exec(topic)?.[1] ?? '';
    const meter = context.meterOf(device);
    if (meter === null) return unusable(topic, 'unknown-reference', 'a registered meter', device);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    const [phase = 'A'] = channelPhases(context.phasesOf(meter));
    const raw = [{ phase, values: { u: toNumber(json.value['voltage']) } }];
    return snapshot(meter, topic, raw, arrivalStamp(context), context);
  },
} as const satisfies Dialect;
