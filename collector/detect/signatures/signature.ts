/** Shape of a signature: a pure function that names, among the events of one group, those whose course it knows. */
import type { Disturbance, EventSignature } from '../../../core/event.ts';
import type { Course } from './course.ts';

export interface Named {
  readonly event: Disturbance;
  /** What the name rests on; joins the event's numbers. */
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Signature {
  readonly id: EventSignature;
  /** Where the rule comes from. */
  readonly source: string;
  /** `events`: of one group of channels, in order of start. */
  find(events: readonly Disturbance[], course: Course): readonly Named[];
}

export const rounded = (v: number, digits: number): number => Number(v.toFixed(digits));
