/**
 * What may this message be? For commissioning: every dialect is tried on it, whatever device it names; where none knows
 * it, the numbers that could be voltages are listed. Nothing here feeds the collector.
 */
import { id, type MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { LinePair, Phase } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { type DecodeContext, type Decoded, type Dialect, PLAIN_DEVICE } from './dialect.ts';
import { DIALECTS, type DialectId } from './index.ts';
import { isObject, textOf, toMeasured } from './json.ts';
import { quantityOfName } from './naming.ts';
import { likelyScale } from './scale.ts';

export interface DialectMatch {
  readonly dialect: DialectId;
  /** Device name the dialect reads from the topic: the key of `devices:` in the configuration. */
  readonly device: string;
  /** Null = the dialect knows the topic. Else the topic this one must be read as: `readAs: { <topic>: <this> }`. */
  readonly readAs: string | null;
  readonly readings: readonly Reading[];
  /** Counters, failure logs, events and states in it, in words: `counters`, `comms_back` … */
  readonly others: readonly string[];
  readonly problems: readonly Problem[];
}

/** A number in a message of no known kind that may be a voltage. */
export interface VoltageField {
  /** `meter.phases[1].u`; empty for a message that is one bare number. */
  readonly path: string;
  readonly value: number;
  /** What a supply near this number is declared for, V, once the scale is right. */
  readonly usualV: number;
  /** 1 = volts as they are; 10 = ten times too large, and so on. */
  readonly factor: number;
  /** In words, `V`, `scale ×10? (…)`. */
  readonly likely: string;
  /** What the name of the field says; null = nothing. */
  readonly phase: Phase | LinePair | null;
  /** True where the name too says that it is a voltage. */
  readonly isNamed: boolean;
}

export interface Recognised {
  /** Best first. */
  readonly matches: readonly DialectMatch[];
  /** Only where no dialect found a voltage. Best first. */
  readonly fields: readonly VoltageField[];
}

export interface RecogniseOptions {
  /** Arrival, epoch ms. */
  readonly receivedMs: number;
  readonly zone?: string;
  /** Kept by the caller from message to message, where dialects need it (Sparkplug aliases). */
  readonly memory?: Map<string, unknown>;
}

export function recognise(topic: string, bytes: Uint8Array, options: RecogniseOptions): Recognised {
  const matches = matchDialects(topic, bytes, options);
  const isKnown = matches.some((m) => hasVoltage(m.readings) || m.readAs === null);
  return { matches, fields: isKnown ? [] : voltageFields(bytes, topic) };
}

/** Every dialect that makes something of the message, best first: its own topic, then voltages, then fewest problems. */
export function matchDialects(topic: string, bytes: Uint8Array, options: RecogniseOptions): readonly DialectMatch[] {
  const scored = DIALECTS.flatMap((dialect) => {
    const match = tryDialect(dialect, topic, bytes, options);
    return match === null ? [] : [{ match, score: scoreOf(match) }];
  });
  return scored.sort((a, b) => b.score - a.score).map((s) => s.match);
}

function tryDialect(
  dialect: (typeof DIALECTS)[number],
  topic: string,
  bytes: Uint8Array,
  options: RecogniseOptions,
): DialectMatch | null {
  const fits = (dialect as Dialect).matches(topic);
  // A bare number has no kind: any topic of bare numbers would take it.
  if (!fits && Number.isFinite(toMeasured(textOf(bytes), 'V'))) return null;
  const asTopic = fits ? topic : dialect.example.replace(/(^|\/)d(?=\/|$)/, `$1${deviceName(topic)}`);
  let device = '';
  const memory = options.memory ?? new Map<string, unknown>();
  const context = permissive(options, memory, (name) => {
    device = name;
  });
  const decoded = (dialect as Dialect).decode(asTopic, bytes, context);
  if (fits) for (const [key, value] of decoded.remember ?? []) memory.set(key, value);
  const others = othersOf(decoded);
  if (!fits && !showsMains(decoded.readings)) return null;
  const { readings, problems } = decoded;
  return { dialect: dialect.id, device, readAs: fits ? null : asTopic, readings, others, problems };
}

function permissive(
  options: RecogniseOptions,
  memory: ReadonlyMap<string, unknown>,
  asked: (device: string) => void,
): DecodeContext {
  return {
    receivedMs: options.receivedMs,
    zone: options.zone ?? 'Asia/Shanghai',
    epochZone: 'UTC',
    retained: false,
    meterOf: (device) => {
      asked(device);
      return id<MeterId>(device);
    },
    phasesOf: () => '?',
    intervalSOf: () => null,
    nominalLnVOf: () => null,
    settingsOf: () => PLAIN_DEVICE,
    recall: (key) => memory.get(key),
    metrics: null,
  };
}

function othersOf(d: Decoded): readonly string[] {
  return [
    ...(d.counters.length > 0 ? ['counters'] : []),
    ...(d.failures.length > 0 ? ['failures'] : []),
    ...(d.disturbances.length > 0 ? ['events'] : []),
    ...d.meterEvents.map((e) => e.kind),
  ];
}

const hasVoltage = (readings: readonly Reading[]): boolean =>
  readings.some((r) => Object.values(r.values).some((v) => v?.u !== undefined));

/** A voltage that a supply may have, whatever its scale: what makes a foreign topic worth naming. */
function showsMains(readings: readonly Reading[]): boolean {
  return readings.some((r) =>
    Object.values(r.values).some(
      ({ u }) => u !== undefined && (nearest(u, USUAL_V) !== null || likelyScale(u, 230) !== null),
    ),
  );
}

function scoreOf(m: DialectMatch): number {
  const errors = m.problems.filter((p) => p.severity === 'error').length;
  const isUsed = hasVoltage(m.readings) ? 4 : m.readings.length > 0 || m.others.length > 0 ? 2 : 0;
  return (m.readAs === null ? 10 : 0) + isUsed - Math.min(1, m.problems.length / 10) - (errors > 0 ? 1 : 0);
}

/** A device name for a topic that no dialect knows: `haus/keller/p1` → `haus-keller-p1`. */
function deviceName(topic: string): string {
  return topic.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-|-$/g, '') || 'device';
}

const FIELDS_MAX = 200;
const DEPTH_MAX = 10;
/** Voltages that low- and medium-voltage supplies are declared for, phase to neutral and phase to phase, V. */
const USUAL_V = [220, 230, 240, 380, 400, 110, 120, 127, 57.735, 100, 5773.5, 10_000] as const;
const NEAR_PU = 0.12;
/** Without a name that says voltage only numbers near these count: any number is near something. */
const USUAL_UNNAMED_V = [220, 230, 240, 380, 400] as const;

/**
 * Numbers of a JSON message, or the bare number, that may be voltages; empty for what is no text. A bare number is named
 * by the last level of its topic.
 */
export function voltageFields(bytes: Uint8Array, topic = ''): readonly VoltageField[] {
  const text = textOf(bytes).trim();
  const bare = toMeasured(text, 'V');
  if (Number.isFinite(bare)) {
    const field = bare > 0 ? fieldOf('', bare, topic.split('/').at(-1) ?? '') : null;
    return field === null ? [] : [field];
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const found: VoltageField[] = [];
  walk(json, '', 0, found);
  const rank = (f: VoltageField) => (f.isNamed ? 0 : 2) + (f.factor === 1 ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

function walk(value: unknown, path: string, depth: number, found: VoltageField[]): void {
  if (depth > DEPTH_MAX || found.length >= FIELDS_MAX) return;
  if (Array.isArray(value)) {
    for (const [n, item] of value.slice(0, FIELDS_MAX).entries()) walk(item, `${path}[${n}]`, depth + 1, found);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`, depth + 1, found);
  } else {
    const number = toMeasured(value, 'V');
    const field = Number.isFinite(number) && number > 0 ? fieldOf(path, number) : null;
    if (field !== null) found.push(field);
  }
}

function fieldOf(path: string, value: number, name = path.split('.').at(-1) ?? ''): VoltageField | null {
  const named = quantityOfName(name) ?? quantityOfName(path);
  if (named !== null && named.quantity !== 'u') return null;
  const isNamed = named !== null;
  const phase = named?.phase ?? null;
  const usualV = nearest(value, isNamed ? USUAL_V : USUAL_UNNAMED_V);
  if (usualV !== null) return { path, value, usualV, factor: 1, likely: 'V', phase, isNamed };
  const doubt = isNamed || name === '' ? likelyScale(value, 230) : null;
  if (doubt === null) return null;
  return { path, value, usualV: 230, factor: doubt.factor, likely: doubt.hint, phase, isNamed };
}

function nearest(value: number, usual: readonly number[]): number | null {
  const [best] = usual
    .filter((u) => Math.abs(value / u - 1) <= NEAR_PU)
    .sort((a, b) => Math.abs(value - a) - Math.abs(value - b));
  return best ?? null;
}
