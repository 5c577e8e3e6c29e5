/**
 * Readings of one meter as tracks: the values of one quantity on one channel, ready to be held against a limit. Shorter
 * voltages become ten-minute values; longer ones stay as they are and say so.
 */
import type { Phenomenon } from '../../core/limits/phenomenon.ts';
import { LINE_PAIRS, PHASES, type PhaseTag, type QuantityId } from '../../core/quantity.ts';
import { type Method, QUALITY, type Reading, type VoltageChannel } from '../../core/series.ts';
import { finishTenMinutes, startTenMinutes, stepTenMinutes, TEN_MIN_MS } from '../measure/ten-minutes.ts';
import { u2Pct } from '../measure/unbalance.ts';
import { longTermFlicker } from './long-term-flicker.ts';
import type { Interval, Track } from './track.ts';

/** Values with one of these are kept and shown elsewhere, but they are no measured value. */
const UNUSABLE = QUALITY.notAvailable | QUALITY.implausible | QUALITY.clock | QUALITY.stale | QUALITY.suspect;
/** What is judged besides the voltage, and which quantity shows it. */
const QUANTITY_OF = { frequency: 'f', u2: 'u2', thdu: 'thdu', plt: 'plt' } as const;

const usable = (r: Reading): boolean => (r.quality & UNUSABLE) === 0;

/** Readings in order of time, of one meter. `events` = when a dip, swell or interruption ran there. */
export function tracksOf(readings: readonly Reading[], events: readonly Interval[]): readonly Track[] {
  const isFlagged = flagging(events);
  const main = mainReadings(readings);
  const voltages = voltageTracks(main, isFlagged);
  const others = (['frequency', 'u2', 'thdu', 'plt'] as const).flatMap((phenomenon) =>
    quantityTracks(readings, phenomenon, QUANTITY_OF[phenomenon], isFlagged),
  );
  const pst = quantityTracks(readings, 'pst', 'pst', isFlagged);
  const has = (phenomenon: Phenomenon) => others.some((t) => t.phenomenon === phenomenon);
  return [
    ...voltages,
    ...others,
    ...pst,
    ...(has('u2') ? [] : unbalanceTrack(voltages)),
    ...(has('plt') ? [] : pst.flatMap(longTermFlicker)),
  ];
}

/** A meter may send short and long values side by side: those that cover most time speak, of equal ones the shorter. */
export function mainReadings(readings: readonly Reading[]): readonly Reading[] {
  const groups = new Map<Method, Reading[]>();
  for (const r of readings) {
    if (r.method === 'event_log' && Object.keys(r.values).length === 0) continue;
    const own = groups.get(r.method);
    if (own === undefined) groups.set(r.method, [r]);
    else own.push(r);
  }
  const sets = [...groups.values()].map((own) => ({ own, lengthS: usualLengthS(own) }));
  sets.sort((a, b) => b.own.length * b.lengthS - a.own.length * a.lengthS || a.lengthS - b.lengthS);
  return sets[0]?.own ?? [];
}

/** Median length of the intervals, s; of snapshots the median distance. 0 where there is nothing. */
export function usualLengthS(readings: readonly Reading[]): number {
  const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  const lengthS = median(readings.map((r) => (r.endMs - r.startMs) / 1000));
  if (lengthS > 0) return lengthS;
  return median(readings.slice(1).map((r, i) => (r.endMs - (readings[i]?.endMs ?? r.endMs)) / 1000));
}

/** One track per voltage channel. */
export function voltageTracks(own: readonly Reading[], isFlagged: (of: Interval) => boolean): Track[] {
  const channels = [...PHASES, ...LINE_PAIRS].filter((c) => own.some((r) => r.values[c]?.u !== undefined));
  const lengthS = usualLengthS(own);
  if (lengthS >= TEN_MIN_MS / 1000) return channels.map((c) => asRead(own, c, 'u', 'voltage', isFlagged));
  const ends = new Map<VoltageChannel, Track & { startsMs: number[]; values: number[]; flagged: boolean[] }>();
  const state = startTenMinutes();
  const take = (done: ReturnType<typeof stepTenMinutes>) => {
    for (const channel of channels) {
      const volts = done?.meanV[channel];
      if (done === null || volts === undefined) continue;
      let track = ends.get(channel);
      if (track === undefined) {
        const empty = { startsMs: [], values: [], flagged: [] };
        const fixed = {
          phenomenon: 'voltage',
          order: null,
          intervalS: TEN_MIN_MS / 1000,
          derived: 'ten_minutes',
        } as const;
        track = { ...fixed, channel, ...empty };
        ends.set(channel, track);
      }
      track.startsMs.push(done.endMs - TEN_MIN_MS);
      track.values.push(volts);
      track.flagged.push(done.aggregates.some((a) => a.phase === channel && a.flagged));
    }
  };
  for (const r of own) {
    const flagged = (r.quality & QUALITY.duringEvent) !== 0 || isFlagged({ fromMs: r.startMs, toMs: r.endMs });
    take(stepTenMinutes(state, r, { usable: usable(r), flagged }));
  }
  const last = own.at(-1);
  if (last !== undefined) take(finishTenMinutes(state, last.meter));
  return channels.flatMap((c) => ends.get(c) ?? []);
}

function quantityTracks(
  readings: readonly Reading[],
  phenomenon: Phenomenon,
  quantity: QuantityId,
  isFlagged: (of: Interval) => boolean,
): Track[] {
  const having = mainReadings(readings.filter((r) => Object.values(r.values).some((v) => v?.[quantity] !== undefined)));
  const tags = ['total', ...PHASES, ...LINE_PAIRS] as const;
  return tags
    .filter((tag) => having.some((r) => r.values[tag]?.[quantity] !== undefined))
    .map((tag) => asRead(having, tag, quantity, phenomenon, isFlagged));
}

/** Values as the meter gave them; of a snapshot, the interval that ends with it. */
export function asRead(
  own: readonly Reading[],
  channel: PhaseTag,
  quantity: QuantityId,
  phenomenon: Phenomenon,
  isFlagged: (of: Interval) => boolean,
): Track {
  const intervalS = usualLengthS(own);
  return {
    phenomenon,
    order: null,
    channel,
    intervalS,
    startsMs: own.map((r) => (r.startMs === r.endMs ? r.endMs - intervalS * 1000 : r.startMs)),
    values: own.map((r) => (usable(r) ? (r.values[channel]?.[quantity] ?? Number.NaN) : Number.NaN)),
    flagged: own.map((r) => (r.quality & QUALITY.duringEvent) !== 0 || isFlagged({ fromMs: r.startMs, toMs: r.endMs })),
    derived: null,
  };
}

/** u2 from the three phase-phase magnitudes, where all three are there: an approximation (RMS, not fundamental). */
function unbalanceTrack(voltages: readonly Track[]): Track[] {
  const [ab, bc, ca] = LINE_PAIRS.map((pair) => voltages.find((t) => t.channel === pair));
  if (ab === undefined || bc === undefined || ca === undefined) return [];
  const at = (track: Track) => new Map(track.startsMs.map((ms, i) => [ms, track.values[i] ?? Number.NaN]));
  const [second, third] = [at(bc), at(ca)];
  const values = ab.values.map((v, i) => {
    const ms = ab.startsMs[i] ?? Number.NaN;
    return u2Pct(v, second.get(ms) ?? Number.NaN, third.get(ms) ?? Number.NaN);
  });
  return [{ ...ab, phenomenon: 'u2', channel: 'total', values, derived: 'phase_phase' }];
}

/** Whether an interval overlaps one of the events. Binary search would pay only from thousands of events a week on. */
export function flagging(events: readonly Interval[]): (of: Interval) => boolean {
  if (events.length === 0) return () => false;
  const sorted = [...events].sort((a, b) => a.fromMs - b.fromMs);
  return ({ fromMs, toMs }) => sorted.some((e) => e.fromMs < toMs && e.toMs >= fromMs);
}
