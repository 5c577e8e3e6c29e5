/** What a compliance report says, before it is a table, JSON or a page. Plain data; instants in epoch ms. */
import type { Disturbance } from '../../core/event.ts';
import type { Resolved } from '../../core/limits/contract.ts';
import type { BandTable } from '../../core/limits/gbt-30137.ts';
import type { Phenomenon, PhenomenonLimit, Supply } from '../../core/limits/phenomenon.ts';
import type { PhaseTag } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import type { Text } from '../../core/text.ts';
import type { EventTable } from './event-table.ts';
import type { Judged, Verdict } from './judge.ts';
import type { Period } from './period.ts';
import type { Track } from './track.ts';

/** Which meter speaks: the supply point's own, its transformer area's, its feeder's, a file's, or what a server chose. */
export type SourceKind = 'own' | 'area' | 'feeder' | 'file' | 'server';

export interface Subject {
  readonly supplyPoint: string | null;
  readonly meter: string;
  readonly source: SourceKind;
  /** Said by the server or the file; null = by `source` alone. */
  readonly sourceText: Text | null;
  /** Account and address: only where the reader of the report may know them. */
  readonly identity: { readonly account: string; readonly name: string; readonly address: string } | null;
}

export interface ReportInput {
  readonly subject: Subject;
  readonly zone: string;
  readonly period: Period;
  readonly resolved: Resolved;
  readonly supply: Supply;
  readonly method: Method;
  /** Of one meter, in order of time; those outside the period are left out here. */
  readonly readings: readonly Reading[];
  /** Values that are tracks already (of a waveform); absent = the readings alone. */
  readonly tracks?: readonly Track[];
  /** Of the same meter. */
  readonly events: readonly Disturbance[];
  /** Channels that are the subject's; empty = all the meter has. */
  readonly channels: readonly PhaseTag[];
  readonly minCompletenessPct: number;
  readonly bands?: BandTable;
  readonly madeAtMs: number;
}

export interface LimitRow {
  readonly limit: PhenomenonLimit;
  /** Null for events: they belong to the meter. */
  readonly channel: PhaseTag | null;
  /** Length of the values judged, s; null for events. */
  readonly intervalS: number | null;
  readonly judged: Judged;
}

export interface Report {
  readonly subject: Subject;
  readonly zone: string;
  readonly period: Period;
  readonly profile: { readonly id: string; readonly title: string; readonly text: Text };
  readonly contract: { readonly id: string; readonly text: Text } | null;
  readonly unknownContract: string | null;
  readonly supply: Supply;
  readonly method: Method;
  /** Voltage values there are, of those the period should hold; of the channel with fewest. */
  readonly completeness: {
    readonly expected: number;
    readonly known: number;
    readonly pct: number;
    readonly intervalS: number;
  } | null;
  readonly minCompletenessPct: number;
  readonly rows: readonly LimitRow[];
  /** Phenomena with limits but without values. */
  readonly notMeasured: readonly Phenomenon[];
  /** Qualification rate by the first voltage limit: the worst channel's. */
  readonly ratePct: number | null;
  readonly rateChannel: PhaseTag | null;
  readonly overall: Verdict;
  readonly events: readonly Disturbance[];
  readonly eventTable: EventTable;
  readonly voltages: readonly Track[];
  readonly notes: readonly NoteId[];
  readonly madeAtMs: number;
}

/** Method notes: what was done, and what these values cannot show. Texts in both languages stand with the page. */
export const NOTE_IDS = [
  'ten_minutes',
  'longer_interval',
  'phase_phase_u2',
  'plt_from_pst',
  'frequency_interval',
  'blind_to_short',
  'flagging',
  'no_supply',
  'percentile',
  'completeness',
  'short_period',
  'area_meter',
  'feeder_meter',
  'user_share',
  'no_level_limit',
  'harmonic_interval',
] as const;
export type NoteId = (typeof NOTE_IDS)[number];
