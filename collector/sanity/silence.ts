/** Typed silence: no data is never one thing. Each possible type with its probability; null where data comes as it should. */
import type { SilenceOdds } from '../../core/collecting.ts';
import type { SilenceType } from '../../core/facts.ts';

/** How many meters of a group, and how many of them are silent too. */
export interface PeerCount {
  readonly count: number;
  readonly silent: number;
}

/** Meters besides this one, by what they share with it. */
export interface Peers {
  /** Same transformer area, same concentrator or carrier: would fall silent for either reason. */
  readonly sameAreaSamePath: PeerCount;
  /** Another area on the same concentrator or carrier: silent only where the path is dead. */
  readonly elsewhereSamePath: PeerCount;
  /** Same area on another path: silent only where supply is lost. */
  readonly sameAreaOtherPath: PeerCount;
}

export const NO_PEERS: Peers = {
  sameAreaSamePath: { count: 0, silent: 0 },
  elsewhereSamePath: { count: 0, silent: 0 },
  sameAreaOtherPath: { count: 0, silent: 0 },
};

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
  readonly peers: Peers;
}

/**
 * Probabilities that sum to 1, or null where the meter is not silent. The numbers are engineering guesses, not fitted:
 * only their order is relied upon.
 */
export function typeSilence(f: SilenceFacts): SilenceOdds | null {
  const sinceMs = f.nowMs - (f.lastArrivalMs ?? f.startedMs);
  if (sinceMs <= f.patienceMs) return f.isClockBad ? { clock_untrusted: 1 } : f.isStale ? { stale: 1 } : null;
  if (f.isStale) return { stale: 1 };
  if (f.toldPowerOff) return { supply_lost: 0.95, comms_lost: 0.05 };
  if (f.isLinkUp === false) return { comms_lost: 1 };
  if (f.lastArrivalMs === null && f.nowMs - f.startedMs <= 2 * f.patienceMs) return { collector_down: 1 };
  return weighed(f);
}

/** What may lie behind a silence, how usual it is, and how probable a silent peer of each group is then [guess]. */
interface Story {
  readonly type: SilenceType;
  readonly usual: number;
  readonly sameAreaSamePath: number;
  readonly elsewhereSamePath: number;
  readonly sameAreaOtherPath: number;
}

const STORIES: readonly Story[] = [
  // One service without supply; a whole area without.
  { type: 'supply_lost', usual: 0.2, sameAreaSamePath: 0.04, elsewhereSamePath: 0.02, sameAreaOtherPath: 0.04 },
  { type: 'supply_lost', usual: 0.2, sameAreaSamePath: 0.95, elsewhereSamePath: 0.1, sameAreaOtherPath: 0.9 },
  // The concentrator, carrier or base station; this meter's own modem or wire.
  { type: 'comms_lost', usual: 0.25, sameAreaSamePath: 0.97, elsewhereSamePath: 0.97, sameAreaOtherPath: 0.05 },
  { type: 'comms_lost', usual: 0.25, sameAreaSamePath: 0.02, elsewhereSamePath: 0.02, sameAreaOtherPath: 0.02 },
  { type: 'read_failed', usual: 0.1, sameAreaSamePath: 0.02, elsewhereSamePath: 0.02, sameAreaOtherPath: 0.02 },
];
/** Requests that fail while the link is up speak for the reading itself, so many times. */
const FAILING_TIMES = 13;
/** Neighbours are not independent of each other: more than this many of a group say no more. */
const PEERS_MAX = 5;
/** Nothing that is possible is ever quite sure. */
const LEAST = 0.02;

function weighed({ peers, isFailing }: SilenceFacts): SilenceOdds {
  const odds: Partial<Record<SilenceType, number>> = {};
  for (const story of STORIES) {
    const usual = story.usual * (story.type === 'read_failed' && isFailing ? FAILING_TIMES : 1);
    const weight =
      usual *
      chance(peers.sameAreaSamePath, story.sameAreaSamePath) *
      chance(peers.elsewhereSamePath, story.elsewhereSamePath) *
      chance(peers.sameAreaOtherPath, story.sameAreaOtherPath);
    odds[story.type] = (odds[story.type] ?? 0) + weight;
  }
  const types = Object.entries(odds) as [SilenceType, number][];
  const sum = types.reduce((a, [, w]) => a + w, 0);
  const shared = 1 - LEAST * types.length;
  return Object.fromEntries(types.map(([type, w]) => [type, LEAST + (shared * w) / sum]));
}

/** Likelihood of what the group shows. */
function chance({ count, silent }: PeerCount, pSilent: number): number {
  if (count === 0) return 1;
  const scale = Math.min(1, PEERS_MAX / count);
  return pSilent ** (silent * scale) * (1 - pSilent) ** ((count - silent) * scale);
}

/** The most probable type. */
export function likeliest(odds: SilenceOdds): SilenceType {
  const [first] = Object.entries(odds).sort((a, b) => b[1] - a[1]);
  return (first?.[0] ?? 'comms_lost') as SilenceType;
}
