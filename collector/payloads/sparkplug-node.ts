/**
 * What must be remembered of one Sparkplug edge node: what its aliases mean, how far its sequence has come, which of its
 * meters are away. Plain JSON; every step gives a new state.
 * @source Eclipse Sparkplug 3.0.0, 6.4.7 sequence numbers, 6.4.23 NDEATH and bdSeq
 */
import type { MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import { isObject } from './json.ts';
import type { SparkplugMetric, SparkplugPayload } from './sparkplug-payload.ts';

/** `''` for the node itself, else the device below it. */
type DeviceName = string;
interface Meaning {
  readonly device: DeviceName;
  readonly name: string;
  readonly datatype: number | null;
  readonly unit: string | null;
}

/** What only BIRTHs say. It must outlive a restart: nobody says it again. */
export interface BirthState {
  readonly bdSeq: number | null;
  readonly aliases: Readonly<Record<string, Meaning>>;
  /** Device and name, for messages that repeat the name but not the type. */
  readonly names: Readonly<Record<string, Meaning>>;
}

export interface NodeState extends BirthState {
  /** Of the newest message; null = none heard. */
  readonly seq: number | null;
  /** Meters heard, by device. */
  readonly meters: Readonly<Record<DeviceName, readonly MeterId[]>>;
  /** Meters whose device or node is away, since when; and since when others are back. Epoch ms. */
  readonly lost: Readonly<Record<string, number>>;
  readonly back: Readonly<Record<string, number>>;
}

export const UNBORN: NodeState = {
  bdSeq: null,
  seq: null,
  aliases: {},
  names: {},
  meters: {},
  lost: {},
  back: {},
};

/** From the two parts that are remembered apart, because one changes with every message and the other hardly ever. */
export function nodeState(births: unknown, running: unknown): NodeState {
  const said = isObject(births) && isObject(births['aliases']) ? births : {};
  return { ...UNBORN, ...(said as object), ...(isObject(running) ? (running as object) : {}) };
}

export function partsOf(state: NodeState): { readonly births: BirthState; readonly running: object } {
  const { bdSeq, aliases, names, ...running } = state;
  return { births: { bdSeq, aliases, names }, running };
}

const nameKey = (device: DeviceName, name: string) => `${device}\n${name}`;

/** A BIRTH says what names, aliases and types mean from now on; that of the node forgets all of its devices'. */
export function born(state: NodeState, device: DeviceName, metrics: readonly SparkplugMetric[]): NodeState {
  const isNode = device === '';
  const keep = (of: Readonly<Record<string, Meaning>>) =>
    isNode ? {} : Object.fromEntries(Object.entries(of).filter(([, m]) => m.device !== device));
  const aliases: Record<string, Meaning> = keep(state.aliases);
  const names: Record<string, Meaning> = keep(state.names);
  for (const { name, alias, datatype, unit } of metrics) {
    if (name === null) continue;
    const meaning: Meaning = { device, name, datatype, unit };
    if (alias !== null) aliases[alias] = meaning;
    names[nameKey(device, name)] = meaning;
  }
  return { ...state, aliases, names, bdSeq: isNode ? (bdSeqOf(metrics) ?? state.bdSeq) : state.bdSeq };
}

/** What a metric means; null where its alias was never explained. */
export function meaningOf(state: NodeState, device: DeviceName, m: SparkplugMetric): Meaning | null {
  if (m.name !== null) {
    const key = nameKey(device, m.name);
    const known = Object.hasOwn(state.names, key) ? state.names[key] : undefined;
    return {
      device,
      name: m.name,
      datatype: m.datatype ?? known?.datatype ?? null,
      unit: m.unit ?? known?.unit ?? null,
    };
  }
  if (m.alias === null || !Object.hasOwn(state.aliases, m.alias)) return null;
  const known = state.aliases[m.alias] as Meaning;
  return { ...known, datatype: m.datatype ?? known.datatype, unit: m.unit ?? known.unit };
}

export function bdSeqOf(metrics: readonly SparkplugMetric[]): number | null {
  const value = metrics.find((m) => m.name === 'bdSeq')?.value;
  return typeof value === 'number' ? value : null;
}

/**
 * The sequence 0 … 255 of a node, over its own and its devices' messages. A gap is said, not repaired: what was in it
 * comes with the next change or the next BIRTH.
 */
export function counted(
  state: NodeState,
  payload: SparkplugPayload,
  isNodeBirth: boolean,
  topic: string,
): { readonly state: NodeState; readonly problems: readonly Problem[] } {
  const { seq } = payload;
  if (seq === null) return { state, problems: [] };
  const missing = state.seq === null || isNodeBirth ? 0 : (seq - state.seq - 1 + 256) % 256;
  // One that comes twice (MQTT sends again what was not acknowledged) looks like 255 missing ones.
  const isAgain = missing === 255;
  const problems: Problem[] =
    missing === 0 || isAgain
      ? []
      : [
          {
            code: 'count-mismatch',
            severity: 'warning',
            file: topic,
            line: null,
            field: 'seq',
            expected: `seq ${((state.seq ?? 0) + 1) % 256}`,
            got: `${seq}: ${missing} messages of this node are missing`,
          },
        ];
  return { state: { ...state, seq }, problems };
}

/** Meters of `device` (of the whole node for `''`) are away from now on. Told again, it is the same fact. */
export function gone(
  state: NodeState,
  device: DeviceName,
  own: readonly MeterId[],
  atMs: number,
): { readonly state: NodeState; readonly events: readonly MeterEvent[] } {
  const heard = device === '' ? Object.values(state.meters).flat() : (state.meters[device] ?? []);
  const meters = [...new Set([...heard, ...own])];
  const lost = { ...state.lost };
  const back = { ...state.back };
  const events = meters.map((meter): MeterEvent => {
    const sinceMs = lost[meter] ?? atMs;
    lost[meter] = sinceMs;
    delete back[meter];
    return { meter, timeMs: sinceMs, kind: 'comms_lost', knownAtMs: sinceMs };
  });
  return { state: { ...state, lost, back }, events };
}

/** Meters heard in a message: those that were away are back. Told again by the BIRTH that said it, it is the same fact. */
export function heard(
  state: NodeState,
  device: DeviceName,
  meters: readonly MeterId[],
  isBirth: boolean,
  atMs: number,
): { readonly state: NodeState; readonly events: readonly MeterEvent[] } {
  const known = state.meters[device] ?? [];
  const fresh = meters.filter((m) => !known.includes(m));
  const returning = meters.filter((m) => state.lost[m] !== undefined || (isBirth && state.back[m] !== undefined));
  if (fresh.length === 0 && returning.length === 0) return { state, events: [] };
  const lost = { ...state.lost };
  const back = { ...state.back };
  const events = returning.map((meter): MeterEvent => {
    const sinceMs = lost[meter] === undefined ? (back[meter] ?? atMs) : atMs;
    delete lost[meter];
    back[meter] = sinceMs;
    return { meter, timeMs: sinceMs, kind: 'comms_back', knownAtMs: sinceMs };
  });
  const all = { ...state.meters, [device]: [...known, ...fresh] };
  return { state: { ...state, lost, back, meters: all }, events };
}
