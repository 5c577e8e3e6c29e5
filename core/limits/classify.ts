/** The `class` field of a disturbance: what each standard and curve calls it. */
import type { ShortEvent } from './classifier.ts';
import { CLASSIFIERS } from './index.ts';

/** Every registered classification, null where a standard has no word for the event. */
export function classesOf(event: ShortEvent): Readonly<Record<string, string | null>> {
  return Object.fromEntries(CLASSIFIERS.map((c) => [c.id, c.classify(event)]));
}
