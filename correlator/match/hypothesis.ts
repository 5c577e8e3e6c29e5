/** What may be behind a complaint. Each hypothesis spreads over causes; the verdict sums over both. */
import type { Cause } from '../../core/verdict.ts';
import type { IncidentModel } from '../incidents/model.ts';
import type { CallGroup } from '../params/calls.ts';
import type { Experience } from './experience.ts';

export type HypothesisKind = 'incident' | 'repeated' | 'disconnected' | 'inside' | 'unseen';

export interface Hypothesis {
  readonly id: string;
  readonly kind: HypothesisKind;
  readonly incident: IncidentModel | null;
  /** Outages a `repeated` hypothesis lists. */
  readonly listed: readonly IncidentModel[];
  readonly met: Experience;
  /** Which calling rate applies; null for hypotheses with a rate of their own. */
  readonly group: CallGroup | null;
  /** Share of each cause before strokes, works and words. Sums to 1. */
  readonly shares: ReadonlyMap<Cause, number>;
}
