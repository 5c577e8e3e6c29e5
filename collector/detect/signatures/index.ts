/** Registry of signatures. One more = one file, one line here, generated cases in test/detect. The first that fits names. */
import type { Disturbance } from '../../../core/event.ts';
import { capacitorSwitching } from './capacitor-switching.ts';
import type { Course } from './course.ts';
import { energising } from './energising.ts';
import { faultReclose } from './fault-reclose.ts';
import { motorStart } from './motor-start.ts';
import type { Named, Signature } from './signature.ts';
import { welder } from './welder.ts';

export const SIGNATURES: readonly Signature[] = [energising, welder, faultReclose, motorStart, capacitorSwitching];

/** Events of one group, in order of start, with the name of their course where it has one. */
export function withSignatures(events: readonly Disturbance[], course: Course): Disturbance[] {
  const named = new Map<Disturbance, Named & { readonly signature: Signature }>();
  for (const signature of SIGNATURES) {
    const open = events.filter((e) => !named.has(e));
    for (const n of signature.find(open, course)) named.set(n.event, { ...n, signature });
  }
  return events.map((e) => {
    const n = named.get(e);
    return n === undefined ? e : { ...e, signature: n.signature.id, numbers: { ...e.numbers, ...n.numbers } };
  });
}
