/**
 * A raw DSMR P1 telegram in one message, as devices with a P1 dongle forward it: `<device>/telegram`, `<device>/raw`
 * (dsmr-reader), `<node>/sensor/telegram/state` (ESPHome). Voltages, sags and swells per phase, power failures and their
 * log. A damaged object is left out alone; a wrong checksum takes the telegram.
 * @source DSMR P1 companion standard 5.0.2, 6.12
 */
import type { CounterId, FailureLogEntry, MeterCounters } from '../../core/counters.ts';
import type { Problem } from '../../core/problem.ts';
import { PHASES, type PhaseTag } from '../../core/quantity.ts';
import { telegramFault, telegramMethod, telegramTexts, unreadableLine } from '../formats/dsmr.ts';
import { type DsmrTelegram, parseTelegram } from '../formats/dsmr-telegram.ts';
import { type DsmrFacts, dsmrFacts } from '../formats/dsmr-values.ts';
import { arrivalStamp, FUTURE_TOLERANCE_MS, instantStamp } from './clock.ts';
import { counterNews, failureNews } from './counter-news.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { excerpt, textOf } from './json.ts';
import { type Sender, senderOf, unregistered } from './sender.ts';
import { type RawPhase, snapshot } from './values.ts';

const TOPIC = /^(.+?)(?:\/sensor)?\/(?:telegram|raw)(?:\/state)?$/;

export const dsmrTelegram = {
  id: 'dsmr-telegram',
  example: 'd/telegram',
  topics: ['+/telegram', '+/raw', '+/sensor/telegram/state'],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const device = TOPIC.exec(topic)?.[1] ?? '';
    const texts = telegramTexts(bytes);
    const [first] = texts;
    if (first === undefined) {
      if (senderOf(device, context) === null) return unregistered(topic, device);
      return unusable(topic, 'unknown-format', 'a P1 telegram, beginning with "/"', excerpt(textOf(bytes)));
    }
    return merged(texts.map(({ text, line }) => decodeTelegram(topic, device, parseTelegram(text, line), context)));
  },
} as const satisfies Dialect;

function decodeTelegram(topic: string, device: string, telegram: DsmrTelegram, context: DecodeContext): Decoded {
  const fault = telegramFault(telegram, topic);
  if (fault !== null && senderOf(device, context) !== null) return { ...NOTHING, problems: [fault] };
  const options = { file: topic, zone: context.zone, method: telegramMethod(telegram), meter: null, isLive: true };
  const facts = dsmrFacts(telegram, options);
  // A dongle may be unknown by its topic and the meter behind it known by its number.
  const sender = senderOf(device, context) ?? senderOf(facts.meter, context);
  if (sender === null) return unregistered(topic, device);
  if (fault !== null) return { ...NOTHING, problems: [fault] };
  return decodeFacts(topic, sender, telegram, facts, context);
}

function decodeFacts(
  topic: string,
  sender: Sender,
  telegram: DsmrTelegram,
  facts: DsmrFacts,
  context: DecodeContext,
): Decoded {
  const written = telegram.objects.find((o) => o.obis === '0-0:1.0.0')?.values[0] ?? '';
  const stamp = facts.timeMs === null ? arrivalStamp(context) : instantStamp(facts.timeMs, written, context);
  const raw = rawPhases(facts, sender);
  const read = raw.length === 0 ? NOTHING : snapshot(sender, topic, raw, stamp, context);
  const counted = counterNews(sender, countsOf(facts.counts, sender), stamp.timeMs, context);
  const log = facts.failures.map((f): FailureLogEntry => ({ ...f, meter: sender.meter, endMs: notAhead(f, context) }));
  const failed = failureNews(sender, log, context);
  // A clock that was never set is named by the telegram's own rules already.
  const isNamed = facts.problems.some((p) => p.code === 'clock-error' && p.field === '0-0:1.0.0');
  const problems: Problem[] = [
    ...telegram.unread.map((u) => unreadableLine(topic, u)),
    ...facts.problems,
    ...read.problems.filter((p) => !(isNamed && p.code === 'clock-error')),
  ];
  return {
    ...read,
    counters: counted.counters,
    failures: failed.failures,
    problems,
    remember: [...(read.remember ?? []), ...counted.remember, ...failed.remember],
  };
}

const notAhead = ({ endMs }: FailureLogEntry, { receivedMs }: DecodeContext): number | null =>
  endMs !== null && endMs > receivedMs + FUTURE_TOLERANCE_MS ? null : endMs;

/** L1, L2, L3 are the channels; what belongs to no phase stays as it is. */
function rawPhases({ values }: DsmrFacts, { channels }: Sender): readonly RawPhase[] {
  const raw: RawPhase[] = [];
  for (const [label, of] of Object.entries(values) as [PhaseTag, RawPhase['values']][]) {
    const n = (PHASES as readonly string[]).indexOf(label);
    const phase = n < 0 ? label : channels[n];
    if (phase !== undefined) raw.push({ phase, values: of });
  }
  return raw;
}

export function countsOf(counts: MeterCounters['counts'], sender: Sender): MeterCounters['counts'] {
  const out: Partial<Record<CounterId, number | null>> = {};
  for (const [name, value] of Object.entries(counts) as [CounterId, number | null][]) {
    const own = counterOf(name, sender);
    if (own !== null) out[own] = value;
  }
  return out;
}

/** `sags_A` of the device is counted on its first channel, whatever phase that hangs on. */
export function counterOf(name: CounterId, { channels }: Sender): CounterId | null {
  const [, kind, letter] = /^(sags|swells)_([ABC])$/.exec(name) ?? [];
  if (kind === undefined) return name;
  const phase = channels[(PHASES as readonly string[]).indexOf(letter ?? '')];
  return phase === undefined ? null : (`${kind}_${phase}` as CounterId);
}

function merged(parts: readonly Decoded[]): Decoded {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return {
    ...NOTHING,
    readings: parts.flatMap((p) => p.readings),
    counters: parts.flatMap((p) => p.counters),
    failures: parts.flatMap((p) => p.failures),
    problems: parts.flatMap((p) => p.problems),
    remember: parts.flatMap((p) => p.remember ?? []),
  };
}
