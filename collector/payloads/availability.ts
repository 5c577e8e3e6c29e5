/**
 * Last wills and availability topics: the connection of a device came or went. Never its supply: a plug behind a dead
 * router says nothing about the grid. A copy the broker had kept tells no instant. A state told again is the fact told
 * before, with its time, so that a message delivered twice is one fact.
 */
import { type DecodeContext, type Decoded, NOTHING, unusable } from './dialect.ts';
import { excerpt, isObject, textOf } from './json.ts';
import type { Sender } from './sender.ts';

const UP = new Set(['online', 'true', 'connected', '1']);
const DOWN = new Set(['offline', 'false', 'disconnected', '0', 'lost']);

export function availability(topic: string, sender: Sender, bytes: Uint8Array, context: DecodeContext): Decoded {
  const isUp = upOf(bytes);
  if (isUp === null) return unusable(topic, 'bad-value', 'online or offline', excerpt(textOf(bytes)));
  if (context.retained) return NOTHING;
  const key = `up|${topic}`;
  const known = context.recall(key);
  const before = isObject(known) && known['isUp'] === isUp ? Number(known['sinceMs']) : Number.NaN;
  const sinceMs = Number.isFinite(before) ? before : context.receivedMs;
  return {
    ...NOTHING,
    meterEvents: [
      { meter: sender.meter, timeMs: sinceMs, kind: isUp ? 'comms_back' : 'comms_lost', knownAtMs: sinceMs },
    ],
    remember: [[key, { isUp, sinceMs }]],
  };
}

/** `online`, `"Online"`, `true`, `{"state":"online"}`; null for anything else. */
function upOf(bytes: Uint8Array): boolean | null {
  const text = textOf(bytes).trim();
  let word: unknown = text;
  if (text.startsWith('{')) {
    try {
      const json: unknown = JSON.parse(text);
      word = isObject(json) ? json['state'] : null;
    } catch {
      return null;
    }
  }
  const lower = String(word).toLowerCase();
  if (UP.has(lower)) return true;
  return DOWN.has(lower) ? false : null;
}
