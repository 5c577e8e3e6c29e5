/**
 * Sparkplug B: `spBv1.0/<group>/<type>/<edge node>[/<device>]`, protobuf. A BIRTH explains names, types and aliases; DATA
 * may carry aliases only, so the BIRTH is remembered. A DEATH is a lost connection, never a lost supply. What is marked
 * historical is back-fill, at its own time. Names of metrics are free: the configuration gives patterns, else the usual
 * words are looked for. A metric may belong to the device, to the node, or to a folder in its name that is a meter.
 * @source Eclipse Sparkplug 3.0.0, 4 topics, 6.4 payloads
 */
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { QUALITY } from '../../core/series.ts';
import { arrivalStamp, epochStamp } from './clock.ts';
import {
  type DecodeContext,
  type Decoded,
  type Dialect,
  LASTING,
  NOTHING,
  type Remembered,
  unusable,
} from './dialect.ts';
import { toMeasured } from './json.ts';
import { quantityOfName } from './naming.ts';
import { mappedPhase, type Sender, senderOf, unregistered } from './sender.ts';
import {
  bdSeqOf,
  born,
  counted,
  gone,
  heard,
  meaningOf,
  type NodeState,
  nodeState,
  partsOf,
} from './sparkplug-node.ts';
import { decodeSparkplug, type SparkplugMetric, type SparkplugPayload, signed } from './sparkplug-payload.ts';
import { type RawPhase, snapshot } from './values.ts';

const TOPIC = /^spBv1\.0\/([^/]+)\/(NBIRTH|DBIRTH|NDATA|DDATA|NDEATH|DDEATH)\/([^/]+)(?:\/([^/]+))?$/;
const BASE_UNIT: Readonly<Partial<Record<QuantityId, string>>> = {
  u: 'V',
  uMin: 'V',
  uMax: 'V',
  i: 'A',
  p: 'W',
  q: 'var',
  f: 'Hz',
};
const BAD = 0;
const STALE = 500;

export const sparkplugB = {
  id: 'sparkplug-b',
  example: 'spBv1.0/plant/DDATA/node/d',
  topics: [
    'spBv1.0/+/NBIRTH/+',
    'spBv1.0/+/NDATA/+',
    'spBv1.0/+/NDEATH/+',
    'spBv1.0/+/DBIRTH/+/+',
    'spBv1.0/+/DDATA/+/+',
    'spBv1.0/+/DDEATH/+/+',
  ],
  matches: (topic) => TOPIC.test(topic),
  decode(topic, bytes, context) {
    const [, group = '', type = '', node = '', device = ''] = TOPIC.exec(topic) ?? [];
    const place: Place = { topic, group, node, device, context };
    const payload = decodeSparkplug(bytes);
    if (payload === null) return unusable(topic, 'unknown-format', 'a Sparkplug B payload', `${bytes.length} bytes`);
    const [births, running] = [`${LASTING}sparkplug|${group}/${node}`, `sparkplug|${group}/${node}`];
    const before = nodeState(context.recall(births), context.recall(running));
    const { state, decoded } = type.endsWith('DEATH')
      ? decodeDeath(place, type, payload, before)
      : decodeValues(place, type, payload, before);
    const parts = partsOf(state);
    const remember: Remembered[] = [...(decoded.remember ?? []), [running, parts.running]];
    if (type.endsWith('BIRTH')) remember.push([births, parts.births]);
    return { ...decoded, remember };
  },
} as const satisfies Dialect;

interface Place {
  readonly topic: string;
  readonly group: string;
  readonly node: string;
  /** `''` for the node itself. */
  readonly device: string;
  readonly context: DecodeContext;
}
interface Step {
  readonly state: NodeState;
  readonly decoded: Decoded;
}

/** Names a device may be registered under, the most exact first. */
function placeNames({ group, node, device }: Place): readonly string[] {
  return device === '' ? [`${group}/${node}`, node] : [`${group}/${node}/${device}`, `${node}/${device}`, device];
}

/**
 * A will was written when the connection began, so its own time is that of then: the arrival counts. One of an earlier
 * session (another bdSeq) came too late and says nothing.
 */
function decodeDeath(place: Place, type: string, payload: SparkplugPayload, before: NodeState): Step {
  const { context, device } = place;
  const bdSeq = bdSeqOf(payload.metrics);
  const isOld = type === 'NDEATH' && bdSeq !== null && before.bdSeq !== null && bdSeq !== before.bdSeq;
  if (isOld || context.retained) return { state: before, decoded: NOTHING };
  const own = placeNames(place).flatMap((name) => context.meterOf(name) ?? []);
  const { state, events } = gone(before, device, own, context.receivedMs);
  const number =
    type === 'NDEATH' ? { state: { ...state, seq: null }, problems: [] } : counted(state, payload, false, place.topic);
  return { state: number.state, decoded: { ...NOTHING, meterEvents: events, problems: number.problems } };
}

function decodeValues(place: Place, type: string, payload: SparkplugPayload, before: NodeState): Step {
  const { topic, device, context } = place;
  const isBirth = type.endsWith('BIRTH');
  const number = counted(before, payload, type === 'NBIRTH', topic);
  const known = isBirth ? born(number.state, device, payload.metrics) : number.state;
  const found = valuesOf(place, payload, known);
  const parts = [...found.groups.values()].map((g) => reading(g, topic, context));
  const meters = [...new Set([...found.groups.values()].map((g) => g.sender.meter))];
  const own = placeNames(place)
    .flatMap((name) => context.meterOf(name) ?? [])
    .slice(0, 1);
  const alive = heard(known, device, [...new Set([...meters, ...own])] as MeterId[], isBirth, context.receivedMs);
  return {
    state: alive.state,
    decoded: {
      ...NOTHING,
      readings: parts.flatMap((p) => p.readings),
      meterEvents: context.retained ? [] : alive.events,
      problems: [...number.problems, ...found.problems, ...parts.flatMap((p) => p.problems)],
      remember: parts.flatMap((p) => p.remember ?? []),
    },
  };
}

/** Values of one meter at one instant. */
interface Group {
  readonly sender: Sender;
  readonly timeMs: number | null;
  readonly raw: RawPhase[];
  isStale: boolean;
}

function valuesOf(
  place: Place,
  payload: SparkplugPayload,
  state: NodeState,
): { readonly groups: ReadonlyMap<string, Group>; readonly problems: readonly Problem[] } {
  const groups = new Map<string, Group>();
  const problems: Problem[] = [];
  const unknown: string[] = [];
  let nobody: string | null = null;
  for (const metric of payload.metrics) {
    const meaning = meaningOf(state, place.device, metric);
    if (meaning === null) {
      if (metric.alias !== null) unknown.push(metric.alias);
      continue;
    }
    const said = quantityOf(meaning.name, place.context);
    if (said === null) continue;
    const sender = senderOfMetric(place, meaning.name, said.meter);
    const phase = sender === null ? null : phaseOf(said, sender);
    if (sender === null) nobody ??= said.quantity === 'u' ? (said.meter ?? placeNames(place)[0] ?? '') : null;
    if (sender === null || phase === null) continue;
    const timeMs = metric.timeMs ?? payload.timeMs;
    const key = `${sender.device}\n${timeMs}`;
    const group = groups.get(key) ?? { sender, timeMs, raw: [], isStale: false };
    group.raw.push({ phase, values: { [said.quantity]: numberOf(metric, meaning, said) } });
    group.isStale ||= metric.quality === STALE;
    groups.set(key, group);
  }
  if (unknown.length > 0) problems.push(unexplained(place.topic, unknown));
  if (nobody !== null) problems.push(...unregistered(place.topic, nobody).problems);
  return { groups, problems };
}

/** An error: the message is held, so that it can be read once the BIRTH is known. */
function unexplained(topic: string, aliases: readonly string[]): Problem {
  return {
    code: 'unknown-reference',
    severity: 'error',
    file: topic,
    line: null,
    field: 'alias',
    expected: 'an alias that a BIRTH explained (ask the edge node for a rebirth)',
    got: aliases.slice(0, 5).join(', '),
  };
}

interface Said {
  readonly quantity: QuantityId;
  readonly phase: PhaseTag | null;
  readonly meter: string | null;
  readonly unit: string | null;
  readonly scale: number;
}

const LINE: Readonly<Record<string, string>> = { 1: 'A', 2: 'B', 3: 'C' };
const TAGS: readonly string[] = ['A', 'B', 'C', 'AB', 'BC', 'CA', 'N', 'total'];

function quantityOf(name: string, { metrics }: DecodeContext): Said | null {
  if (metrics === null) {
    const last = name.split('/').at(-1) ?? '';
    const named = quantityOfName(last) ?? quantityOfName(name);
    return named === null ? null : { ...named, meter: null, scale: 1 };
  }
  for (const rule of metrics) {
    const m = rule.name.exec(name);
    if (m === null) continue;
    const written = (m.groups?.['phase'] ?? '')
      .toUpperCase()
      .replace(/[LN-]/g, '')
      .replace(/[123]/g, (d) => LINE[d] ?? d);
    const phase = TAGS.includes(written) ? (written as PhaseTag) : rule.phase;
    return { quantity: rule.quantity, phase, meter: m.groups?.['meter'] ?? null, unit: null, scale: rule.scale };
  }
  return null;
}

/** By the pattern's own word, by a folder of the name, by the device, by the node. */
function senderOfMetric(place: Place, name: string, meter: string | null): Sender | null {
  const { context } = place;
  if (meter !== null) return senderOf(meter, context);
  const folders = name.split('/').slice(0, -1);
  for (let n = folders.length; n > 0; n--) {
    const sender = senderOf(folders.slice(0, n).join('/'), context);
    if (sender !== null) return sender;
  }
  for (const candidate of placeNames(place)) {
    const sender = senderOf(candidate, context);
    if (sender !== null) return sender;
  }
  return null;
}

/** A voltage or current without a phase is that of a one-phase meter; of a three-phase one nobody knows which. */
function phaseOf({ quantity, phase }: Said, sender: Sender): PhaseTag | null {
  if (phase !== null) {
    const n = ['A', 'B', 'C'].indexOf(phase);
    return n >= 0 ? (sender.channels[n] ?? null) : mappedPhase(phase, sender.settings);
  }
  if (quantity === 'f' || quantity === 'p' || quantity === 'q') return 'total';
  return sender.channels.length === 1 ? (sender.channels[0] ?? null) : null;
}

function numberOf(
  metric: SparkplugMetric,
  meaning: { readonly datatype: number | null; readonly unit: string | null },
  said: Said,
): number {
  if (metric.value === null || metric.quality === BAD) return Number.NaN;
  const value = typeof metric.value === 'number' ? signed(metric.value, meaning.datatype) : metric.value;
  const base = BASE_UNIT[said.quantity] ?? '';
  const unit = meaning.unit ?? said.unit;
  const number = toMeasured(unit === null ? value : `${String(value)} ${unit}`, base);
  // A unit nobody knows is not a reason to lose the number: the declared voltage will tell.
  return (Number.isNaN(number) ? toMeasured(value, base) : number) * said.scale;
}

function reading(group: Group, topic: string, context: DecodeContext): Decoded {
  const stamp = group.timeMs === null ? arrivalStamp(context) : epochStamp(group.timeMs, context);
  const decoded = snapshot(group.sender, topic, group.raw, stamp, context);
  if (!group.isStale) return decoded;
  return { ...decoded, readings: decoded.readings.map((r) => ({ ...r, quality: r.quality | QUALITY.stale })) };
}
