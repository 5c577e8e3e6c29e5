/**
 * The protobuf of a Sparkplug B message as plain metrics. Data messages may leave out name and type where the BIRTH gave
 * an alias, so a value is taken by the field it came in, and its sign by the type the BIRTH named.
 * @source Eclipse Sparkplug 3.0.0, 6.4: payloads, data types, quality codes
 */
import proto from 'sparkplug-payload/lib/sparkplugPayloadProto.js';

export interface SparkplugMetric {
  readonly name: string | null;
  readonly alias: string | null;
  /** Epoch ms; null = that of the payload. */
  readonly timeMs: number | null;
  /** Number of the data type; null = not said. */
  readonly datatype: number | null;
  readonly isHistorical: boolean;
  /** A number as the wire has it (unsigned), text, or null = the device says it has no value. */
  readonly value: number | string | boolean | null;
  /** Engineering unit among the properties; null = none. */
  readonly unit: string | null;
  /** Property `Quality`: 192 good, 0 bad, 500 stale; null = not said. */
  readonly quality: number | null;
}

export interface SparkplugPayload {
  readonly timeMs: number | null;
  readonly seq: number | null;
  readonly metrics: readonly SparkplugMetric[];
}

const { Payload } = proto.org.eclipse.tahu.protobuf;
type Proto = InstanceType<typeof Payload>;
type ProtoMetric = NonNullable<Proto['metrics']>[number];

const UNIT_PROPERTIES = ['engUnit', 'EngUnit', 'unit', 'Unit', 'units', 'Units'];
const TEMPLATE_DEPTH_MAX = 4;
const METRICS_MAX = 20_000;

/** Null where the bytes are no Sparkplug payload. */
export function decodeSparkplug(bytes: Uint8Array): SparkplugPayload | null {
  let payload: Proto;
  try {
    payload = Payload.decode(bytes);
  } catch {
    return null;
  }
  const metrics: SparkplugMetric[] = [];
  flatten(payload.metrics ?? [], '', 0, metrics);
  return {
    timeMs: has(payload, 'timestamp') ? toNumber(payload.timestamp) : null,
    seq: has(payload, 'seq') ? toNumber(payload.seq) : null,
    metrics,
  };
}

/** Members of a template are metrics with the template's name in front. */
function flatten(given: readonly ProtoMetric[], prefix: string, depth: number, out: SparkplugMetric[]): void {
  for (const m of given) {
    if (out.length >= METRICS_MAX) return;
    const metric = metricOf(m, prefix);
    const inner = m.templateValue?.metrics;
    if (inner === null || inner === undefined) out.push(metric);
    else if (depth < TEMPLATE_DEPTH_MAX) flatten(inner, `${metric.name ?? ''}/`, depth + 1, out);
  }
}

function metricOf(m: ProtoMetric, prefix: string): SparkplugMetric {
  const properties = propertiesOf(m);
  const unit = UNIT_PROPERTIES.map((name) => properties.get(name)).find((u) => typeof u === 'string');
  const quality = properties.get('Quality');
  return {
    name: has(m, 'name') && m.name ? `${prefix}${m.name}` : null,
    alias: has(m, 'alias') ? String(toNumber(m.alias)) : null,
    timeMs: has(m, 'timestamp') ? toNumber(m.timestamp) : null,
    datatype: has(m, 'datatype') && m.datatype ? m.datatype : null,
    isHistorical: m.isHistorical === true,
    value: m.isNull === true ? null : wireValue(m),
    unit: typeof unit === 'string' ? unit : null,
    quality: typeof quality === 'number' ? quality : null,
  };
}

type Valued = Pick<
  ProtoMetric,
  'intValue' | 'longValue' | 'floatValue' | 'doubleValue' | 'stringValue' | 'booleanValue'
>;

/** Which of the fields was on the wire: decoded messages have defaults for all of them on their prototype. */
function wireValue(m: Valued): SparkplugMetric['value'] {
  for (const field of ['floatValue', 'doubleValue', 'intValue', 'longValue'] as const) {
    if (has(m, field)) return toNumber(m[field]);
  }
  if (has(m, 'stringValue')) return m.stringValue ?? null;
  return has(m, 'booleanValue') ? (m.booleanValue ?? null) : null;
}

function propertiesOf(m: ProtoMetric): ReadonlyMap<string, unknown> {
  const keys = m.properties?.keys ?? [];
  const values = m.properties?.values ?? [];
  return new Map(keys.map((key, n) => [key, values[n] === undefined ? null : wireValue(values[n] as Valued)]));
}

const has = (object: object, key: string): boolean => Object.hasOwn(object, key);

/**
 * Whole numbers of 64 bits come as objects. From 2^63 on they are negative ones: nothing that is measured is so large,
 * and a float could no longer tell.
 */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  const text = String(value);
  return /^\d+$/.test(text) ? Number(BigInt.asIntN(64, BigInt(text))) : Number(text);
}

/** Two's complement of the signed types up to 32 bits: 1 Int8, 2 Int16, 3 Int32. Others as they are. */
export function signed(value: number, datatype: number | null): number {
  if (datatype === null || datatype < 1 || datatype > 3) return value;
  const bits = [8, 16, 32][datatype - 1] as number;
  const below = 2 ** bits;
  // Small negative numbers come in 32 bits or in the bits of their type, as the encoder liked it.
  const wide = value >= 2 ** 31 && value < 2 ** 32 && bits < 32 ? value - 2 ** 32 : value;
  return wide >= below / 2 ? wide - below : wide;
}
