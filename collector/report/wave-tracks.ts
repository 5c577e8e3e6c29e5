/** A waveform recording as tracks: ten-minute values, harmonics and 10-s frequency of one group of voltages. */
import type { PhaseTag } from '../../core/quantity.ts';
import type { QuantityKind } from '../measure/cycles/quantities.ts';
import type { RecordingAggregates } from '../measure/cycles/recording-aggregates.ts';
import { TEN_MIN_MS } from '../measure/ten-minutes.ts';
import type { VoltageGroup } from '../measure/voltage-groups.ts';
import type { Track } from './track.ts';

const TEN_S = 10;

/**
 * Of the first quantity of each kind and channel. Distortion is that up to order 40, as limits speak of it: unknown, and
 * without a track, where the sampling rate shows less.
 */
export function waveTracks(group: VoltageGroup, found: RecordingAggregates): Track[] {
  const names = group.members.map((m) => m.name).join(',');
  const ofChannels = group.members.flatMap((m) =>
    found.quantities.filter((q) => q.channel === m.name).flatMap((q) => tenMinuteTrack(found, q, m.channel) ?? []),
  );
  const u2 = found.quantities.find((q) => q.kind === 'u2' && q.channel === names);
  const ofGroup = u2 === undefined ? null : tenMinuteTrack(found, u2, 'total');
  return [...ofChannels, ...(ofGroup === null ? [] : [ofGroup]), ...frequencyTrack(found)];
}

/** Phenomenon and order a quantity speaks of; null = none with limits. */
function phenomenonOf(kind: QuantityKind): Pick<Track, 'phenomenon' | 'order'> | null {
  if (kind === 'rms') return { phenomenon: 'voltage', order: null };
  if (kind === 'thd40') return { phenomenon: 'thdu', order: null };
  if (kind === 'u2') return { phenomenon: 'u2', order: null };
  return /^h\d+$/.test(kind) ? { phenomenon: 'harmonic', order: Number(kind.slice(1)) } : null;
}

/** Null where nothing is known in any interval: what was not measured has no track. */
function tenMinuteTrack(
  { quantities, tenMinutes }: RecordingAggregates,
  quantity: RecordingAggregates['quantities'][number],
  channel: PhaseTag,
): Track | null {
  const of = phenomenonOf(quantity.kind);
  const column = quantities.indexOf(quantity);
  const values = tenMinutes.map((a) => a.values[column] ?? Number.NaN);
  if (of === null || values.every(Number.isNaN)) return null;
  const startsMs = tenMinutes.map((a) => a.endMs - TEN_MIN_MS);
  const flagged = tenMinutes.map((a) => a.flagged);
  return { ...of, channel, intervalS: TEN_MIN_MS / 1000, startsMs, values, flagged, derived: null };
}

function frequencyTrack({ frequency }: RecordingAggregates): Track[] {
  if (frequency.every((f) => Number.isNaN(f.hz))) return [];
  const fixed = { phenomenon: 'frequency', order: null, channel: 'total', intervalS: TEN_S, derived: null } as const;
  const startsMs = frequency.map((f) => f.endMs - TEN_S * 1000);
  return [{ ...fixed, startsMs, values: frequency.map((f) => f.hz), flagged: frequency.map((f) => f.flagged) }];
}

/** The values whose interval begins in `[fromMs, toMs)`. */
export function within(track: Track, period: { readonly fromMs: number; readonly toMs: number }): Track {
  const isIn = track.startsMs.map((ms) => ms >= period.fromMs && ms < period.toMs);
  const kept = <T>(list: readonly T[]): readonly T[] => list.filter((_, i) => isIn[i] === true);
  return { ...track, startsMs: kept(track.startsMs), values: kept(track.values), flagged: kept(track.flagged) };
}
