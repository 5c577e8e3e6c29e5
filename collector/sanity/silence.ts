/** Typed silence: no data is never one thing. Each possible type with its probability; null where data comes as it should. */
import type { SilenceType } from '../../core/facts.ts';

/** What is known of one meter at one moment. */
export interface SilenceFacts {
  readonly nowMs: number;
  /** Start of this collector: what happened before it was listening can't be told. */
  readonly startedMs: number;
  /** Newest good reading's arrival; null = none since the start. */
  readonly lastArrivalMs: number | null;
  /** How long silence is usual, ms. */
  readonly patienceMs: number;
  /** Newest last-gasp or power-off record later than the newest reading. */
  readonly toldPowerOff: boolean;
  /** The link to its broker or gateway is up; null = no such link. */
  readonly isLinkUp: boolean | null;
  /** Requests are answered by time-outs or exceptions while the link is up. */
  readonly isFailing: boolean;
  /** Messages come, but with a clock that can't be right / only retained or frozen values. */
  readonly isClockBad: boolean;
  readonly isStale: boolean;
  /** Other meters on the same concentrator or carrier: how many, how many of them silent. */
  readonly commsPeers: number;
  readonly commsPeersSilent: number;
  /** Meters at the same node or area over a different communication path that are silent too. */
  readonly otherPathSilent: boolean;
}

export type SilenceOdds = Readonly<Partial<Record<SilenceType, number>>>;

/**
 * Probabilities that sum to 1, or null where the meter is not silent. The numbers are engineering guesses, not fitted:
 * only their order is relied upon.
 */
export function typeSilence(f: SilenceFacts): SilenceOdds | null {
  if (f.isClockBad) return { clock_untrusted: 1 };
  const sinceMs = f.nowMs - (f.lastArrivalMs ?? f.startedMs);
  if (sinceMs <= f.patienceMs) return f.isStale ? { stale: 1 } : null;
  if (f.isStale) return { stale: 1 };
  if (f.toldPowerOff) return { supply_lost: 0.95, comms_lost: 0.05 };
  if (f.isLinkUp === false) return { comms_lost: 1 };
  if (f.lastArrivalMs === null && f.nowMs - f.startedMs <= 2 * f.patienceMs) return { collector_down: 1 };
  if (f.otherPathSilent) return { supply_lost: 0.9, comms_lost: 0.1 };
  if (f.isFailing) return { read_failed: 0.6, supply_lost: 0.25, comms_lost: 0.15 };
  if (f.commsPeers > 0 && f.commsPeersSilent === f.commsPeers) return { comms_lost: 0.85, supply_lost: 0.15 };
  if (f.commsPeers > 0) return { supply_lost: 0.5, comms_lost: 0.3, read_failed: 0.2 };
  return { comms_lost: 0.5, supply_lost: 0.4, read_failed: 0.1 };
}

/** The most probable type. */
export function likeliest(odds: SilenceOdds): SilenceType {
  const [first] = Object.entries(odds).sort((a, b) => b[1] - a[1]);
  return (first?.[0] ?? 'comms_lost') as SilenceType;
}
