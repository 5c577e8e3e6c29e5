/** Our own JSON, version 1: readings, events, states, counters and failure logs of a meter. Shapes: docs/connect/mqtt-json.md. */
import type { z } from 'zod';
import { methodOfIntervalS } from '../../core/can-see.ts';
import type { CounterId, FailureLogEntry } from '../../core/counters.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterEvent } from '../../core/facts.ts';
import type { Problem } from '../../core/problem.ts';
import { PHASES, type Phase, type PhaseTag, type QuantityId } from '../../core/quantity.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { textStamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, type Remembered, unusable } from './dialect.ts';
import { plainReadings } from './gridwitness-plain.ts';
import {
  countersSchema,
  eventSchema,
  eventsSchema,
  failureSchema,
  failuresSchema,
  PER_PHASE,
  readingSchema,
  readingsSchema,
  stateSchema,
} from './gridwitness-schema.ts';
import { excerpt, type Json, parseObject } from './json.ts';
import { mappedPhase, type Sender, senderOf, unregistered } from './sender.ts';
import { gather, judgeScale, type RawPhase, scaled, stampProblems } from './values.ts';

const TOPIC = /^gridwitness\/v1\/([^/]+)\/(readings|events|state|counters|failures)$/;

export const gridwitnessJson = {
  id: 'gridwitness-json',
  example: 'gridwitness/v1/d/readings',
  topics: [
    'gridwitness/v1/+/readings',
    'gridwitness/v1/+/events',
    'gridwitness/v1/+/state',
    'gridwitness/v1/+/counters',
    'gridwitness/v1/+/failures',
  ],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const [, device = '', part = ''] = TOPIC.exec(topic) ?? [];
    const sender = senderOf(device, context);
    if (sender === null) return unregistered(topic, device);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    return (DECODERS[part] ?? decodeState)(topic, sender, json.value, context);
  },
} as const satisfies Dialect;

type Decoder = (topic: string, sender: Sender, json: Json, context: DecodeContext) => Decoded;
const DECODERS: Readonly<Record<string, Decoder>> = {
  readings: (topic, sender, json, context) =>
    plainReadings(topic, sender, json, context) ?? decodeReadings(topic, sender, json, context),
  events: decodeEvents,
  state: decodeState,
  counters: decodeCounters,
  failures: decodeFailures,
};

/** The full way, whatever the message looks like. */
export function decodeReadings(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const head = readingsSchema.safeParse(json);
  if (!head.success) return badShape(topic, head.error);
  const { interval_s: intervalS, statistic } = head.data;
  const readings: Reading[] = [];
  const problems: Problem[] = [];
  const remember: Remembered[] = [];
  for (const [n, item] of head.data.readings.entries()) {
    const parsed = readingSchema.safeParse(item);
    if (!parsed.success) {
      problems.push(...badShape(topic, parsed.error, n + 1).problems);
      continue;
    }
    const stamp = textStamp(parsed.data.time, context);
    const gathered = gather(scaled(rawPhases(parsed.data, sender), sender), topic);
    const judged = judgeScale(gathered, sender, topic, context);
    readings.push({
      meter: sender.meter,
      startMs: statistic === 'snapshot' ? stamp.timeMs : stamp.timeMs - intervalS * 1000,
      endMs: stamp.timeMs,
      values: judged.values,
      method: head.data.method ?? methodOfIntervalS(intervalS),
      statistic,
      quality: judged.quality | stamp.quality | (context.retained ? QUALITY.stale : 0),
      knownAtMs: context.receivedMs,
      deviceTimeMs: stamp.deviceTimeMs,
    });
    problems.push(...judged.problems, ...stampProblems(stamp, topic));
    remember.push(...judged.remember);
  }
  return { ...NOTHING, readings, problems, remember };
}

function rawPhases(item: z.infer<typeof readingSchema>, { settings }: Sender): readonly RawPhase[] {
  const byPhase = new Map<PhaseTag, Partial<Record<QuantityId, number>>>();
  const put = (label: PhaseTag, quantity: QuantityId, value: number | undefined) => {
    const phase = mappedPhase(label, settings);
    if (value !== undefined && phase !== null) byPhase.set(phase, { ...byPhase.get(phase), [quantity]: value });
  };
  for (const [field, quantity] of Object.entries(PER_PHASE) as [keyof typeof PER_PHASE, QuantityId][]) {
    for (const [phase, value] of Object.entries(item[field] ?? {})) put(phase as PhaseTag, quantity, value);
  }
  put('total', 'f', item.f);
  put('total', 'u2', item.u2);
  put('total', 'u0', item.u0);
  return [...byPhase].map(([phase, values]) => ({ phase, values }));
}

function decodeEvents(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const head = eventsSchema.safeParse(json);
  if (!head.success) return badShape(topic, head.error);
  const disturbances: Disturbance[] = [];
  const problems: Problem[] = [];
  for (const [n, item] of head.data.events.entries()) {
    const parsed = eventSchema.safeParse(item);
    if (!parsed.success) {
      problems.push(...badShape(topic, parsed.error, n + 1).problems);
      continue;
    }
    const stamp = textStamp(parsed.data.start, context);
    if (stamp.quality === 0) disturbances.push(disturbance(sender, parsed.data, stamp.timeMs, context));
    // An event whose time is not believable is no fact about any instant: an error, so that the raw message is held
    // for a person, and nothing is placed at the arrival.
    else problems.push(...stampProblems(stamp, topic).map((p) => ({ ...p, severity: 'error' as const })));
  }
  return { ...NOTHING, disturbances, problems };
}

function disturbance(
  sender: Sender,
  e: z.infer<typeof eventSchema>,
  startMs: number,
  context: DecodeContext,
): Disturbance {
  const perPhase: Partial<Record<Phase, number>> = {};
  for (const [phase, pct] of [
    ['A', e.pct_a],
    ['B', e.pct_b],
    ['C', e.pct_c],
  ] as const) {
    const own = mappedPhase(phase, sender.settings) as Phase | null;
    if (own !== null && pct !== null && Number.isFinite(pct)) perPhase[own] = pct;
  }
  const durationMs = e.duration_ms !== null && e.duration_ms >= 0 ? e.duration_ms : null;
  return {
    meter: sender.meter,
    channel: null,
    kind: e.kind,
    startMs,
    durationMs,
    openEnd: durationMs === null,
    pct: e.pct !== null && Number.isFinite(e.pct) ? e.pct : null,
    phases: lettersOf(e.phases, sender),
    perPhase,
    method: 'event_log',
    class: {},
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: context.receivedMs,
  };
}

/** The letters of a text of phases, each where it belongs on the grid, in the order A, B, C. */
function lettersOf(phases: string, { settings }: Sender): string {
  const own = [...phases].map((p) => mappedPhase(p as Phase, settings));
  return PHASES.filter((p) => own.includes(p)).join('');
}

function decodeState(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const parsed = stateSchema.safeParse(json);
  if (!parsed.success) return badShape(topic, parsed.error);
  const stamp = textStamp(parsed.data.time, context);
  const problems = stampProblems(stamp, topic);
  // A retained state with an unbelievable clock would be placed at every reconnection anew: it says nothing.
  if (context.retained && stamp.quality !== 0) return { ...NOTHING, problems };
  const event: MeterEvent = {
    meter: sender.meter,
    timeMs: stamp.timeMs,
    kind: parsed.data.event,
    knownAtMs: context.receivedMs,
  };
  return { ...NOTHING, meterEvents: [event], problems };
}

/** Counters read at a time nobody can believe belong to the arrival; a kept copy of them to no time at all. */
function decodeCounters(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const parsed = countersSchema.safeParse(json);
  if (!parsed.success) return badShape(topic, parsed.error);
  const stamp = textStamp(parsed.data.time, context);
  const problems: Problem[] = [...stampProblems(stamp, topic)];
  if (context.retained && stamp.quality !== 0) return { ...NOTHING, problems };
  const counts: Partial<Record<CounterId, number | null>> = {};
  for (const [name, value] of Object.entries(parsed.data.counters) as [CounterId, number | null][]) {
    const counter = mappedCounter(name, sender);
    if (counter === null) continue;
    counts[counter] = value !== null && Number.isInteger(value) && value >= 0 ? value : null;
    if (counts[counter] === null && value !== null) {
      const at = { severity: 'warning', file: topic, line: null, field: name } as const;
      problems.push({ ...at, code: 'bad-number', expected: 'a count (unknown, not 0)', got: String(value) });
    }
  }
  const { meter } = sender;
  const counters = [{ meter, atMs: stamp.timeMs, knownAtMs: context.receivedMs, counts }];
  return { ...NOTHING, counters, problems };
}

function mappedCounter(name: CounterId, { settings }: Sender): CounterId | null {
  const m = /^(sags|swells)_([ABC])$/.exec(name);
  if (m === null) return name;
  const phase = mappedPhase(m[2] as Phase, settings);
  return phase === null ? null : (`${m[1]}_${phase}` as CounterId);
}

function decodeFailures(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded {
  const head = failuresSchema.safeParse(json);
  if (!head.success) return badShape(topic, head.error);
  const failures: FailureLogEntry[] = [];
  const problems: Problem[] = [];
  for (const [n, item] of head.data.failures.entries()) {
    const parsed = failureSchema.safeParse(item);
    if (!parsed.success) {
      problems.push(...badShape(topic, parsed.error, n + 1).problems);
      continue;
    }
    const { end, duration_ms: durationMs } = parsed.data;
    const stamp = end === null ? null : textStamp(end, context);
    if (stamp !== null) problems.push(...stampProblems(stamp, topic));
    const endMs = stamp !== null && stamp.quality === 0 ? stamp.timeMs : null;
    failures.push({ meter: sender.meter, endMs, durationMs });
  }
  return { ...NOTHING, failures, problems };
}

function badShape(topic: string, error: z.ZodError, item: number | null = null): Decoded {
  const problems = error.issues.slice(0, 3).map(
    (issue): Problem => ({
      code: 'bad-value',
      severity: 'error',
      file: topic,
      line: item,
      field: issue.path.join('.') || null,
      expected: 'version 1 of the Gridwitness JSON',
      got: excerpt(issue.message),
    }),
  );
  return { ...NOTHING, problems };
}
