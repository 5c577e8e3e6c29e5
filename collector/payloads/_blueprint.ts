/** Skeleton of an MQTT dialect: copy, rename, add one line to index.ts and captured messages to the test. Not registered. */
import { arrivalStamp } from './clock.ts';
import { type Dialect, unusable } from './dialect.ts';
import { parseObject, toMeasured } from './json.ts';
import { senderOf, unregistered } from './sender.ts';
import { snapshot } from './values.ts';

const TOPIC = /^maker\/([^/]+)\/status$/;

export const blueprint = {
  id: 'maker',
  example: 'maker/d/status',
  topics: ['maker/+/status'],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const device = TOPIC.exec(topic)?.[1] ?? '';
    const sender = senderOf(device, context);
    if (sender === null) return unregistered(topic, device);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    const [phase = 'A'] = sender.channels;
    const raw = [{ phase, values: { u: toMeasured(json.value['voltage'], 'V') } }];
    return snapshot(sender, topic, raw, arrivalStamp(context), context);
  },
} as const satisfies Dialect;
