/**
 * Declared voltage of one channel of a meter. A meter's register names one declared voltage, phase to neutral (`LN`) or
 * phase to phase (`LL`); its channels may be of the other kind too.
 */
import type { Meter } from './network.ts';
import type { PhaseTag } from './quantity.ts';

type Connection = Pick<Meter, 'connection'>;

/** True for a phase-phase channel (AB, BC, CA). */
export function isPair(channel: PhaseTag): boolean {
  return channel === 'AB' || channel === 'BC' || channel === 'CA';
}

/**
 * Declared voltage of `channel` in V, where `declaredV` is the meter's own: √3 of it for a pair of a meter declared phase
 * to neutral, 1/√3 for a phase of one declared phase to phase. Of N and total: as of a phase.
 */
export function channelUdinV(meter: Connection, channel: PhaseTag, declaredV: number): number {
  if (isPair(channel) === (meter.connection === 'LL')) return declaredV;
  return isPair(channel) ? declaredV * Math.sqrt(3) : declaredV / Math.sqrt(3);
}

/**
 * The channels the meter's declared voltage and limits speak of: phases or pairs. A meter that has only the others keeps
 * them; N and total are no voltages with limits and are left out while a phase is there.
 */
export function declaredChannels<T extends { readonly phase: PhaseTag }>(
  meter: Connection,
  all: readonly T[],
): readonly T[] {
  const isPhase = (c: PhaseTag) => c === 'A' || c === 'B' || c === 'C';
  const fitting = all.filter((p) => (meter.connection === 'LL' ? isPair(p.phase) : isPhase(p.phase)));
  return fitting.length > 0 ? fitting : all;
}
