/** Data quality: per meter what comes, how complete, with which clock and which doubts; and collecting as a whole. */
import { z } from 'zod';
import { CLOCK_STEP_KINDS, DOUBT_KINDS } from '../../core/data-quality.ts';
import { SILENCE_TYPES } from '../../core/facts.ts';
import { METHODS } from '../../core/series.ts';
import { CLOCK_CLASSES } from '../../core/time.ts';
import { count, Id, InputProblem, TextShape, Time } from './shapes.ts';

const Odds = z.partialRecord(z.enum(SILENCE_TYPES), z.number());

/** Ten-minute values of one calendar day in the utility's zone. `due` = 144 for a whole day, 138 or 150 at a change of clocks. */
export const DayCount = z.object({ date: z.string(), stored: z.number().int(), due: z.number().int() });
export type DayCount = z.output<typeof DayCount>;

export const DoubtOut = z.object({
  kind: z.enum(DOUBT_KINDS),
  phases: z.string(),
  detail: z.string(),
  p: z.number(),
  since: Time,
  last: Time,
  count: z.number().int(),
  text: TextShape,
  act: TextShape,
});
export type DoubtOut = z.output<typeof DoubtOut>;

const ClockStepOut = z.object({ at: Time, shiftMs: z.number(), kind: z.enum(CLOCK_STEP_KINDS), text: TextShape });

export const MeterQuality = z.object({
  meter: z.string(),
  source: z.string().nullable(),
  feeder: z.string().nullable(),
  area: z.string().nullable(),
  method: z.enum(METHODS),
  clock: z.enum(CLOCK_CLASSES),
  comms: z.string().nullable(),
  lastValueAt: Time.nullable(),
  ageS: z.number().nullable(),
  stale: z.boolean(),
  lagMs: z.number().nullable(),
  gap: z.number(),
  errors: z.number(),
  /** Meter minus ours; positive = the meter is ahead. */
  clockOffsetMs: z.number().nullable(),
  clockUncertaintyMs: z.number().nullable(),
  clockDriftPpm: z.number().nullable(),
  clockDriftUncertaintyPpm: z.number().nullable(),
  lastClockStep: ClockStepOut.nullable(),
  silence: z.enum(SILENCE_TYPES).nullable(),
  /** All types that are possible, summing to 1; null where it is not silent. */
  silenceOdds: Odds.nullable(),
  silentSince: Time.nullable(),
  /** Today so far, the last seven days (oldest first, without today), and the share of the last 30, %; null = not counted. */
  today: DayCount.nullable(),
  week: z.array(DayCount),
  monthPct: z.number().nullable(),
  doubts: z.array(DoubtOut),
  /** What is wrong, the most important first; empty = nothing. */
  hint: TextShape.nullable(),
  act: TextShape.nullable(),
});
export type MeterQuality = z.output<typeof MeterQuality>;

/** How collecting as a whole goes; sizes in bytes. */
export const CollectingOut = z.object({
  since: Time,
  spool: z.object({ bytes: z.number(), quotaBytes: z.number(), alarm: z.boolean() }),
  sources: z.array(z.object({ source: z.string(), up: z.boolean().nullable(), lastAt: Time.nullable() })),
  consumers: z.array(
    z.object({ name: z.string(), lagBytes: z.number(), failures: z.number().int(), defect: z.string().nullable() }),
  ),
  held: z.number().int(),
  foreignTopics: z.number().int(),
  ownClock: z.object({
    steps: z.array(z.object({ at: Time, before: Time, shiftMs: z.number() })),
    slewPpm: z.number().nullable(),
    /** Median offset of the meters whose clock is kept by ntp or gps; null = fewer than five. Far from 0: ours may be wrong. */
    metersMedianMs: z.number().nullable(),
  }),
});
export type CollectingOut = z.output<typeof CollectingOut>;

export const DataQuality = z.object({
  time: Time,
  items: z.array(MeterQuality),
  /** Sources without a meter of the network behind them. */
  unmapped: z.array(z.object({ source: z.string(), at: Time, errors: z.number() })),
  /** null = this server collects nothing. */
  collecting: CollectingOut.nullable(),
});
export type DataQuality = z.output<typeof DataQuality>;

export const MeterQualityParams = z.object({ meter: Id });
export const MeterQualityQuery = z.object({ days: count(1, 90, 7) });

export const SpellOut = z.object({
  /** true = our own collector was not running. */
  ours: z.boolean(),
  type: z.enum(SILENCE_TYPES),
  odds: Odds,
  begin: Time,
  end: Time.nullable(),
  text: TextShape,
});
export type SpellOut = z.output<typeof SpellOut>;

export const MeterQualityDetail = z.object({
  time: Time,
  meter: MeterQuality,
  /** Newest first. */
  spells: z.array(SpellOut),
  /** Ends of today's and yesterday's ten-minute values that are stored, by day. */
  slots: z.array(
    z.object({
      date: z.string(),
      begin: Time,
      due: z.number().int(),
      slots: z.number().int(),
      stored: z.array(z.number().int()),
    }),
  ),
  clock: z.object({
    /** Highest `meter − ours` seen around each time: waiting only makes it lower. */
    points: z.array(z.object({ at: Time, offsetMs: z.number() })),
    steps: z.array(ClockStepOut),
    samples: z.number().int(),
  }),
  lastProblem: InputProblem.nullable(),
});
export type MeterQualityDetail = z.output<typeof MeterQualityDetail>;
