/** What the collecting side tells of itself: states of meters, spells of silence, clocks. The API and the pages show it. */
import type { ClockStepKind, LastingDoubt } from './data-quality.ts';
import type { SilenceType } from './facts.ts';
import type { MeterId } from './ids.ts';
import type { CollectorState } from './ports.ts';
import type { Problem } from './problem.ts';

/** Types that are possible, with probabilities that sum to 1. */
export type SilenceOdds = Readonly<Partial<Record<SilenceType, number>>>;

/** One silence from the last value before it to the first value after it. */
export interface SilenceSpell {
  /** null = every meter: our own collector was not running. */
  readonly meter: MeterId | null;
  readonly type: SilenceType;
  readonly odds: SilenceOdds;
  readonly beginMs: number;
  /** null = it goes on. */
  readonly endMs: number | null;
}

export interface ClockStep {
  /** Arrival of the first value with the new offset, epoch ms. */
  readonly atMs: number;
  /** New minus old offset, ms; positive = the meter's clock went forward. */
  readonly shiftMs: number;
  readonly kind: ClockStepKind;
}

export interface ClockEstimate {
  /** Meter minus ours, ms; positive = the meter is ahead. */
  readonly offsetMs: number;
  /** Half width of what the scatter of delays allows, ms; null = too few values to say. */
  readonly uncertaintyMs: number | null;
  /** Positive = the meter runs fast. Parts per million; null until values span long enough. */
  readonly driftPpm: number | null;
  readonly driftUncertaintyPpm: number | null;
  readonly samples: number;
  readonly steps: readonly ClockStep[];
  /** What the size of the offset suggests; null = nothing special. */
  readonly looksLike: ClockStepKind | null;
  /** Highest seen `meter − ours` over time, for a chart: `[arrival, offset]`, ms. */
  readonly points: readonly (readonly [atMs: number, offsetMs: number])[];
}

/** A step of the collector's own clock: wall clock just before and just after, epoch ms; positive = put forward. */
export interface OwnStep {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly shiftMs: number;
}

export interface OwnClockStatus {
  readonly steps: readonly OwnStep[];
  /** How fast the wall clock has run against the monotonic one over the last hour, ppm; null = not watched long enough. */
  readonly slewPpm: number | null;
  readonly watchedMs: number;
}

/** A collector state with all kinds of silence that are possible, its spell, the clock, doubts, and the newest problem. */
export interface MeterState extends CollectorState {
  readonly silenceOdds: SilenceOdds | null;
  /** The silence that goes on; null = none. */
  readonly spell: SilenceSpell | null;
  readonly clock: ClockEstimate | null;
  readonly doubts: readonly LastingDoubt[];
  readonly lastArrivalMs: number | null;
  readonly newestMs: number | null;
  readonly lastProblem: Problem | null;
}

/** How collecting as a whole goes. */
export interface CollectingNow {
  readonly startedMs: number;
  readonly spool: { readonly bytes: number; readonly quotaBytes: number; readonly isAlarm: boolean };
  readonly sources: readonly {
    readonly source: string;
    /** null = a source without a link of its own. */
    readonly isLinkUp: boolean | null;
    readonly lastArrivalMs: number | null;
  }[];
  /** Readers of the spool: how far behind, tries that failed, and the mistake at which one stands still. */
  readonly consumers: readonly {
    readonly name: string;
    readonly lagBytes: number;
    readonly failures: number;
    readonly defect: string | null;
  }[];
  /** Messages and points set aside since the start. */
  readonly held: number;
  readonly foreignTopics: number;
  readonly ownClock: OwnClockStatus;
}
