/** What a category file exports, and what it may look at. */
import type { Category, Symptom } from '../../../core/complaint.ts';
import type { Cues } from '../cues.ts';
import type { Hit, Word } from '../match.ts';
import type { NormalText } from '../normalise.ts';
import type { ToldVoltages } from '../numbers.ts';

/** Everything found in one text, before any category is chosen. */
export interface Findings {
  readonly text: NormalText;
  readonly symptoms: ReadonlyMap<Symptom, readonly Hit[]>;
  readonly cues: Cues;
  readonly told: ToldVoltages;
  readonly neighbours: 'yes' | 'no' | 'unsaid';
}

/** A change to a category's score, in natural log units of odds, with the words that made it. */
export interface Adjustment {
  readonly by: number;
  readonly hits: readonly Hit[];
}

export interface CategoryRule {
  readonly id: Category;
  /** `correlate`: the grid's history is searched; `desk`: another desk answers (works with a supply symptom: correlate). */
  readonly route: 'correlate' | 'desk';
  readonly zh: readonly Word[];
  readonly en: readonly Word[];
  /** How far each symptom speaks for this category, natural log units of odds. */
  readonly symptoms: Readonly<Partial<Record<Symptom, number>>>;
  /** What the mixture of matters says beyond the single words. */
  readonly adjust: (f: Findings) => readonly Adjustment[];
}

export const NOTHING: readonly Adjustment[] = [];

/** Symptoms by which a customer says that supply or its quality is at fault, hazards and damage left out. */
export const SUPPLY_SYMPTOMS: readonly Symptom[] = [
  'lamps_flicker',
  'lamps_dim',
  'lamps_too_bright',
  'outage',
  'partial_outage',
  'brief_outage',
  'frequent_outage',
  'appliance_wont_start',
  'appliance_weak',
  'appliance_restarted',
  'motor_trouble',
  'motor_reversed',
  'production_stopped',
  'overvoltage_reported',
];

/** Supply is at fault now: the grid is looked at first, manners and questions after it. */
export function supplyIsAtFault(f: Findings): boolean {
  return hasAny(f, SUPPLY_SYMPTOMS) && f.cues.restored.length === 0;
}

export function hasAny(f: Findings, symptoms: readonly Symptom[]): boolean {
  return symptoms.some((s) => f.symptoms.has(s));
}
