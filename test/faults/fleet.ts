/**
 * The meters of the fault run and all they will ever say, as a function of seed, meter and number: the truth needs no
 * memory. Every voltage tells which reading it is, so that a point at a wrong place is seen. Planned outages, dips and
 * low stretches lie in the middle of half hours.
 */
import { id, type MeterId, type NodeId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { PHASES } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { rngFor } from '../../simulators/random.ts';

export const INTERVAL_MS = 10_000;
/** Readings of one message: ten minutes. */
export const PER_MESSAGE = 60;
/** Readings of a half hour, the frame of one planned happening. */
const FRAME = 180;
const UDIN_V = 220;

export interface Fleet {
  readonly meters: readonly Meter[];
  readonly startMs: number;
  /** Volts of one reading: phases A, B, C. */
  volts(meter: number, n: number): readonly [number, number, number];
  endMs(n: number): number;
}

export interface Message {
  readonly meter: number;
  /** Number of its first reading is `chunk · PER_MESSAGE`. */
  readonly chunk: number;
  readonly topic: string;
  readonly payload: string;
}

interface Happening {
  readonly from: number;
  readonly to: number;
  /** Factors of phases A, B, C. */
  readonly factors: readonly [number, number, number];
}

/** `startMs` on a ten-minute border; the first reading ends one interval later. */
export function makeFleet(seed: number, count: number, startMs: number): Fleet {
  const meters = Array.from({ length: count }, (_, n) => meterOf(n));
  const known = new Map<string, Happening | null>();
  const happening = (meter: number, frame: number): Happening | null => {
    const key = `${meter}/${frame}`;
    const old = known.get(key);
    if (old !== undefined) return old;
    const made = plan(seed, key);
    known.set(key, made);
    return made;
  };
  return {
    meters,
    startMs,
    endMs: (n) => startMs + (n + 1) * INTERVAL_MS,
    volts(meter, n) {
      const h = happening(meter, Math.floor(n / FRAME));
      const k = n % FRAME;
      const isIn = h !== null && k >= h.from && k < h.to;
      const [a, b, c] = [0, 1, 2].map((p) => {
        const u = UDIN_V - 2 + ((n * 37 + meter * 101 + p * 331) % 997) / 250;
        return Number((isIn ? u * (h.factors[p] as number) : u).toFixed(3));
      });
      return [a as number, b as number, c as number];
    },
  };
}

function meterOf(n: number): Meter {
  const name = `M${String(n).padStart(2, '0')}`;
  return {
    meter: id<MeterId>(name),
    node: id<NodeId>(`n-${name}`),
    supplyPoint: null,
    phases: 'ABC',
    method: '10s',
    statistic: 'mean',
    connection: 'LN',
    udinV: UDIN_V,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
  };
}

function plan(seed: number, key: string): Happening | null {
  const rng = rngFor(seed, `happening/${key}`);
  const from = rng.int(30, 80);
  const kind = rng.pick(['none', 'outage', 'interruption', 'dip', 'dip one phase', 'low', 'swell']);
  switch (kind) {
    case 'outage':
      return { from, to: from + rng.int(20, 60), factors: [0, 0, 0] };
    case 'interruption':
      return { from, to: from + rng.int(2, 10), factors: [0, 0, 0] };
    case 'dip': {
      const f = rng.range(0.4, 0.85);
      return { from, to: from + rng.int(1, 5), factors: [f, f, f] };
    }
    case 'dip one phase':
      return { from, to: from + rng.int(1, 5), factors: [1, rng.range(0.3, 0.85), 1] };
    case 'low': {
      const f = rng.range(0.86, 0.89);
      return { from, to: from + rng.int(60, 80), factors: [f, f, f] };
    }
    case 'swell':
      return { from, to: from + rng.int(1, 6), factors: [rng.range(1.12, 1.18), 1, 1] };
    default:
      return null;
  }
}

export function messageOf(fleet: Fleet, meter: number, chunk: number): Message {
  const readings = Array.from({ length: PER_MESSAGE }, (_, k) => {
    const n = chunk * PER_MESSAGE + k;
    const [A, B, C] = fleet.volts(meter, n);
    return { time: new Date(fleet.endMs(n)).toISOString(), u: { A, B, C } };
  });
  const name = (fleet.meters[meter] as Meter).meter;
  return {
    meter,
    chunk,
    topic: `gridwitness/v1/${name}/readings`,
    payload: JSON.stringify({ v: 1, interval_s: INTERVAL_MS / 1000, readings }),
  };
}

/** Which message a payload on the wire is; null for anything the fleet does not say. */
export function messageKey(topic: string, payload: Uint8Array): string | null {
  const head = Buffer.from(payload.buffer, payload.byteOffset, Math.min(120, payload.length)).toString('latin1');
  const time = /"readings":\[\{"time":"([^"]+)"/.exec(head)?.[1];
  return time === undefined ? null : `${topic}|${time}`;
}

/** The same readings as the collector decodes them, for the undisturbed fold. */
export function readingsOf(fleet: Fleet, meter: number, fromN: number, toN: number): Reading[] {
  const { meter: name } = fleet.meters[meter] as Meter;
  return Array.from({ length: Math.max(0, toN - fromN) }, (_, k): Reading => {
    const n = fromN + k;
    const endMs = fleet.endMs(n);
    const volts = fleet.volts(meter, n);
    return {
      meter: name,
      startMs: endMs - INTERVAL_MS,
      endMs,
      values: Object.fromEntries(PHASES.map((p, i) => [p, { u: volts[i] as number }])),
      method: '10s',
      statistic: 'mean',
      quality: 0,
      knownAtMs: endMs,
      deviceTimeMs: endMs,
    };
  });
}
