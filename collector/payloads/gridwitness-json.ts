/** Our own JSON, version 1: readings, events and states of a meter. Shapes: docs/connect/mqtt-json.md. */
import { z } from 'zod';
import { methodOfIntervalS } from '../../core/can-see.ts';
import { DISTURBANCE_KINDS, type Disturbance } from '../../core/event.ts';
import { METER_EVENT_KINDS, type MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { Phase, PhaseTag, QuantityId } from '../../core/quantity.ts';
import { METHODS, QUALITY, type Reading, STATISTICS } from '../../core/series.ts';
import { textStamp } from './clock.ts';
import { type DecodeContext, type Decoded, type Dialect, NOTHING, unusable } from './dialect.ts';
import { excerpt, type Json, parseObject, toNumber } from './json.ts';
import { gather, type RawPhase, stampProblems } from './values.ts';

const TOPIC = /^gridwitness\/v1\/([^/]+)\/(readings|events|state)$/;

const numberLike = z.unknown().transform(toNumber);
const PHASE_KEYS = z.enum(['A', 'B', 'C', 'AB', 'BC', 'CA', 'N', 'total']);
const phaseMap = z.partialRecord(PHASE_KEYS, numberLike).optional();

/** Field of the message to quantity, for the fields that hold one number per phase. */
const PER_PHASE = {
  u: 'u',
  u_min: 'uMin',
  u_max: 'uMax',
  i: 'i',
  p: 'p',
  q: 'q',
  pst: 'pst',
  plt: 'plt',
  thdu: 'thdu',
} as const satisfies Record<string, QuantityId>;

const readingSchema = z.object({
  time: z.string(),
  u: phaseMap,
  u_min: phaseMap,
  u_max: phaseMap,
  i: phaseMap,
  p: phaseMap,
  q: phaseMap,
  pst: phaseMap,
  plt: phaseMap,
  thdu: phaseMap,
  f: numberLike.optional(),
  u2: numberLike.optional(),
  u0: numberLike.optional(),
});
const readingsSchema = z.object({
  v: z.literal(1),
  interval_s: z.unknown().transform(toNumber).pipe(z.number().positive()),
  statistic: z.enum(STATISTICS).default('mean'),
  method: z.enum(METHODS).optional(),
  readings: z.array(z.unknown()),
});
const nullable = z
  .unknown()
  .optional()
  .transform((v) => (v === null || v === undefined ? null : toNumber(v)));
const eventSchema = z.object({
  kind: z.enum(DISTURBANCE_KINDS),
  start: z.string(),
  duration_ms: nullable,
  phases: z
    .string()
    .regex(/^A?B?C?$/)
    .default(''),
  pct: nullable,
  pct_a: nullable,
  pct_b: nullable,
  pct_c: nullable,
});
const eventsSchema = z.object({ v: z.literal(1), events: z.array(z.unknown()) });
const stateSchema = z.object({ v: z.literal(1), event: z.enum(METER_EVENT_KINDS), time: z.string() });

export const gridwitnessJson = {
  id: 'gridwitness-json',
  topics: ['gridwitness/v1/+/readings', 'gridwitness/v1/+/events', 'gridwitness/v1/+/state'],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const [, device = '', part] = TOPIC.exec(topic) ?? [];
    const meter = context.meterOf(device);
    if (meter === null) return unusable(topic, 'unknown-reference', 'a registered meter', device);
    const json = parseObject(bytes);
    if (!json.ok) return unusable(topic, json.code, 'a JSON object', json.got);
    if (part === 'readings') return decodeReadings(topic, meter, json.value, context);
    if (part === 'events') return decodeEvents(topic, meter, json.value, context);
    return decodeState(topic, meter, json.value, context);
  },
} as const satisfies Dialect;

function decodeReadings(topic: string, meter: MeterId, json: Json, context: DecodeContext): Decoded {
  const head = readingsSchema.safeParse(json);
  if (!head.success) return badShape(topic, head.error);
  const { interval_s: intervalS, statistic } = head.data;
  const readings: Reading[] = [];
  const problems: Problem[] = [];
  for (const [n, item] of head.data.readings.entries()) {
    const parsed = readingSchema.safeParse(item);
    if (!parsed.success) {
      problems.push(...badShape(topic, parsed.error, n + 1).problems);
      continue;
    }
    const stamp = textStamp(parsed.data.time, context);
    const { values, quality, problems: bad } = gather(rawPhases(parsed.data), topic);
    readings.push({
      meter,
      startMs: statistic === 'snapshot' ? stamp.timeMs : stamp.timeMs - intervalS * 1000,
      endMs: stamp.timeMs,
      values,
      method: head.data.method ?? methodOfIntervalS(intervalS),
      statistic,
      quality: quality | stamp.quality | (context.retained ? QUALITY.stale : 0),
      knownAtMs: context.receivedMs,
      deviceTimeMs: stamp.deviceTimeMs,
    });
    problems.push(...bad, ...stampProblems(stamp, topic));
  }
  return { ...NOTHING, readings, problems };
}

function rawPhases(item: z.infer<typeof readingSchema>): readonly RawPhase[] {
  const byPhase = new Map<PhaseTag, Partial<Record<QuantityId, number>>>();
  const put = (phase: PhaseTag, quantity: QuantityId, value: number | undefined) => {
    if (value !== undefined) byPhase.set(phase, { ...byPhase.get(phase), [quantity]: value });
  };
  for (const [field, quantity] of Object.entries(PER_PHASE) as [keyof typeof PER_PHASE, QuantityId][]) {
    for (const [phase, value] of Object.entries(item[field] ?? {})) put(phase as PhaseTag, quantity, value);
  }
  put('total', 'f', item.f);
  put('total', 'u2', item.u2);
  put('total', 'u0', item.u0);
  return [...byPhase].map(([phase, values]) => ({ phase, values }));
}

function decodeEvents(topic: string, meter: MeterId, json: Json, context: DecodeContext): Decoded {
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
    if (stamp.quality === 0) disturbances.push(disturbance(meter, parsed.data, stamp.timeMs, context));
    // An event whose time is not believable is no fact about any instant: an error, so that the raw message is held
    // for a person, and nothing is placed at the arrival.
    else problems.push(...stampProblems(stamp, topic).map((p) => ({ ...p, severity: 'error' as const })));
  }
  return { ...NOTHING, disturbances, problems };
}

function disturbance(
  meter: MeterId,
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
    if (pct !== null && Number.isFinite(pct)) perPhase[phase] = pct;
  }
  const durationMs = e.duration_ms !== null && e.duration_ms >= 0 ? e.duration_ms : null;
  return {
    meter,
    channel: null,
    kind: e.kind,
    startMs,
    durationMs,
    openEnd: durationMs === null,
    pct: e.pct !== null && Number.isFinite(e.pct) ? e.pct : null,
    phases: e.phases,
    perPhase,
    method: 'event_log',
    class: {},
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: context.receivedMs,
  };
}

function decodeState(topic: string, meter: MeterId, json: Json, context: DecodeContext): Decoded {
  const parsed = stateSchema.safeParse(json);
  if (!parsed.success) return badShape(topic, parsed.error);
  const stamp = textStamp(parsed.data.time, context);
  const problems = stampProblems(stamp, topic);
  // A retained state with an unbelievable clock would be placed at every reconnection anew: it says nothing.
  if (context.retained && stamp.quality !== 0) return { ...NOTHING, problems };
  const event: MeterEvent = {
    meter,
    timeMs: stamp.timeMs,
    kind: parsed.data.event,
    knownAtMs: context.receivedMs,
  };
  return { ...NOTHING, meterEvents: [event], problems };
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
