/**
 * Accepted = stored, each exactly once, and the same events as without any fault. InfluxDB is asked in its own words and
 * past every wire; the truth comes from the fleet and from the plain fold over what it said.
 */
import { createLiveFold, type EndableFold, foldReadings } from '../../collector/fold.ts';
import type { Disturbance } from '../../core/event.ts';
import type { Meter } from '../../core/network.ts';
import { openRecordStore } from '../../storage/main.ts';
import { type Fleet, INTERVAL_MS, readingsOf } from './fleet.ts';
import { DATABASE } from './rig.ts';

export interface Stored {
  /** Readings that should be there and are not, by phase value. */
  readonly lost: number;
  /** Points that no reading explains: at a time nobody measured, or with another reading's value. */
  readonly doubled: number;
  /** Points there as they should be; three make a reading. */
  readonly right: number;
  /** Points that carry a doubt although nothing was wrong with the reading. */
  readonly doubted: number;
  readonly examples: readonly string[];
}

interface InfluxAnswer {
  readonly results: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly tags: Readonly<Record<string, string>>;
      readonly values: readonly (readonly (number | null)[])[];
    }[];
  }[];
}

const PHASE_LETTERS = ['A', 'B', 'C'];
const EXAMPLES = 10;
const FOLD = { zone: 'Asia/Shanghai', profile: 'gb', nominalV: () => 220, aggregates: false } as const;
/** Readings asked for at once. */
const PIECE = 20_000;

/** Points of the meter's readings `fromN` (included) to `toN`, judged one by one. */
export async function judgeReadings(
  influxUrl: string,
  fleet: Fleet,
  meter: number,
  fromN: number,
  toN: number,
): Promise<Stored> {
  let [lost, doubled, right, doubted] = [0, 0, 0, 0];
  const examples: string[] = [];
  const { meter: name } = fleet.meters[meter] as Meter;
  for (let at = fromN; at < toN; at += PIECE) {
    const end = Math.min(at + PIECE, toN);
    const seen = new Map(PHASE_LETTERS.map((p) => [p, new Uint8Array(end - at)]));
    for (const { tags, values } of await pointsOf(influxUrl, name, fleet.endMs(at - 1), fleet.endMs(end - 1))) {
      const phase = PHASE_LETTERS.indexOf(tags['phase'] ?? '');
      for (const [timeMs, u, quality] of values) {
        const n = ((timeMs as number) - fleet.startMs) / INTERVAL_MS - 1;
        const isRight = Number.isInteger(n) && fleet.volts(meter, n)[phase] === u;
        const marks = seen.get(PHASE_LETTERS[phase] ?? '');
        if (!isRight || marks === undefined || marks[n - at] === 1) {
          doubled++;
          if (examples.length < EXAMPLES) examples.push(`${name} ${JSON.stringify(tags)} ${timeMs}: ${u} V`);
          continue;
        }
        marks[n - at] = 1;
        right++;
        if (quality !== 0) doubted++;
      }
    }
    for (const [phase, marks] of seen) {
      for (const [k, mark] of marks.entries()) {
        if (mark === 1) continue;
        lost++;
        if (examples.length < EXAMPLES) examples.push(`${name} ${phase} reading ${at + k} is missing`);
      }
    }
  }
  return { lost, doubled, right, doubted, examples };
}

async function pointsOf(url: string, meter: string, afterMs: number, toMs: number) {
  const during = `time > ${afterMs}ms AND time <= ${toMs}ms`;
  const q = `SELECT "u", "quality" FROM "raw90d"."reading" WHERE "meter" = '${meter}' AND ${during} GROUP BY *`;
  const answer = await ask(url, q);
  return answer.results[0]?.series ?? [];
}

/** All points of readings there are, whatever their meter: points of meters nobody has are doubled or invented too. */
export async function countPoints(url: string): Promise<number> {
  const answer = await ask(url, 'SELECT count("quality") FROM "raw90d"."reading"');
  return answer.results[0]?.series?.[0]?.values[0]?.[1] ?? 0;
}

async function ask(url: string, q: string): Promise<InfluxAnswer> {
  const query = new URLSearchParams({ db: DATABASE, epoch: 'ms', q });
  const response = await fetch(`${url}/query?${query}`);
  const answer = (await response.json()) as InfluxAnswer;
  const error = answer.results?.[0]?.error;
  if (error !== undefined || !response.ok) throw new Error(`InfluxDB: ${error ?? response.status}`);
  return answer;
}

export interface Events {
  readonly expected: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** The undisturbed run of the same messages, kept up round by round. */
export class Undisturbed {
  readonly #fleet: Fleet;
  readonly #fold: EndableFold;
  readonly #found = new Map<string, Disturbance>();
  readonly #taken: number[];

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#fold = createLiveFold(fleet.meters, FOLD, null);
    this.#taken = fleet.meters.map(() => 0);
  }

  /** Events after meter m said its first `readings[m]` readings. */
  upTo(readings: readonly number[]): readonly Disturbance[] {
    for (const [n, count] of readings.entries()) {
      const { disturbances } = this.#fold.push(readingsOf(this.#fleet, n, this.#taken[n] as number, count));
      for (const d of disturbances) this.#found.set(`${d.meter}|${d.kind}|${d.startMs}`, d);
      this.#taken[n] = count;
    }
    return [...this.#found.values()];
  }
}

/** The plain batch fold over everything, meter by meter: what `Undisturbed` must come to as well. */
export function foldAll(fleet: Fleet, readings: readonly number[]): readonly Disturbance[] {
  return readings.flatMap((count, n) => foldReadings(readingsOf(fleet, n, 0, count), fleet.meters, FOLD).disturbances);
}

/** Ended events of all meters in the record store against those expected: by kind, start, duration and level. */
export async function judgeEvents(
  recordsUrl: string,
  fleet: Fleet,
  readings: readonly number[],
  undisturbed: readonly Disturbance[],
): Promise<Events> {
  const endOf = new Map(fleet.meters.map((m, n) => [m.meter, fleet.endMs((readings[n] ?? 0) - 1)]));
  const ended = (d: Disturbance) => hasEnded(d, endOf.get(d.meter) ?? 0);
  const expected = new Set(undisturbed.filter(ended).map(textOf));
  const records = await openRecordStore({ kind: 'postgres', url: recordsUrl });
  try {
    const texts = (await records.disturbances([], { fromMs: 0, toMs: 4e12 })).filter(ended).map(textOf);
    const stored = new Set(texts);
    return {
      expected: expected.size,
      missing: [...expected].filter((e) => !stored.has(e)),
      extra: texts.filter((t) => !expected.has(t)),
    };
  } finally {
    await records.close();
  }
}

/** What is running at the end of the readings, or ends in their last half hour, is not decided yet. */
function hasEnded(d: Disturbance, toMs: number): boolean {
  return !d.openEnd && d.durationMs !== null && d.startMs + d.durationMs < toMs - 1_800_000;
}

function textOf(d: Disturbance): string {
  const start = new Date(d.startMs).toISOString();
  return `${d.meter} ${d.kind} ${start} ${d.durationMs} ms ${d.pct === null ? '-' : d.pct.toFixed(4)} %`;
}
