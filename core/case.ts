/** A case: all facts one correlation run may use. Made by the case-folder import, by the record store, or by a test. */
import type { Disturbance } from './event.ts';
import type { Complaint, Finding, MeterEvent, Operation, Repair, Stroke, Works } from './facts.ts';
import type { MeterId } from './ids.ts';
import type { Customer, GridNode, Meter, Section } from './network.ts';
import type { Reading } from './series.ts';

export const PROFILES = ['gb', 'en50160', 'ieee'] as const;
export type ProfileId = (typeof PROFILES)[number];

export interface CaseSettings {
  readonly zone: string;
  readonly profile: ProfileId;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Voltage of one meter over a window, made from its readings by the collector: what chronic evidence needs. */
export interface VoltageSummary {
  readonly meter: MeterId;
  /** Local day start and the hour of day 0–23 in the case's zone. */
  readonly dayStartMs: number;
  readonly hour: number;
  /** Per phase present: number of 10-min (or shorter) values, mean, lowest, highest in V, share below/above limits 0–1. */
  readonly perPhase: Readonly<
    Record<
      string,
      {
        readonly n: number;
        readonly meanV: number;
        readonly minV: number;
        readonly maxV: number;
        readonly belowPu: number;
        readonly abovePu: number;
      }
    >
  >;
  /** Seconds of this hour covered by readings with good quality. */
  readonly coveredS: number;
}

export interface CaseFacts {
  readonly settings: CaseSettings;
  readonly nodes: readonly GridNode[];
  readonly sections: readonly Section[];
  readonly customers: readonly Customer[];
  readonly meters: readonly Meter[];
  readonly disturbances: readonly Disturbance[];
  /** Hourly summaries of readings; empty where the case has no readings. */
  readonly voltages: readonly VoltageSummary[];
  readonly meterEvents: readonly MeterEvent[];
  readonly operations: readonly Operation[];
  readonly strokes: readonly Stroke[];
  readonly works: readonly Works[];
  readonly complaints: readonly Complaint[];
  readonly findings: readonly Finding[];
  readonly repairs: readonly Repair[];
}

/** A case as read from a folder: facts plus the raw readings, which are folded through the detectors before correlating. */
export interface CaseInput extends CaseFacts {
  readonly readings: readonly Reading[];
}
