/** Walks a meter's list of models (SunSpec) until its registers are found. Profiles with fixed addresses need no question. */
import type { MeterProfile } from '../meters/profile.ts';
import { profileAt, startWalk, stepWalk } from '../meters/sunspec.ts';
import type { ModbusLink, ReadResult } from './modbus-link.ts';

export type Located =
  | { readonly kind: 'profile'; readonly profile: MeterProfile }
  /** It answers, but none of the wanted models is there. */
  | { readonly kind: 'nowhere' }
  | Extract<ReadResult, { kind: 'timeout' | 'link' | 'exception' }>;

/** Exceptions that mean "not now" or "not there at all", not "no such register". */
const NOT_AN_ANSWER: readonly number[] = [5, 6, 10, 11];

/** The profile with the addresses that hold on this meter. */
export async function locateProfile(link: ModbusLink, unit: number, profile: MeterProfile): Promise<Located> {
  if (profile.locate === undefined) return { kind: 'profile', profile };
  let step = startWalk(profile.locate);
  while (step.kind === 'ask') {
    const reply = await link.read(unit, step.block);
    if (reply.kind === 'timeout' || reply.kind === 'link') return reply;
    if (reply.kind === 'exception' && NOT_AN_ANSWER.includes(reply.code)) return reply;
    step = stepWalk(step.walk, reply.kind === 'words' ? reply.words : null);
  }
  return step.kind === 'found' ? { kind: 'profile', profile: profileAt(profile, step.at) } : { kind: 'nowhere' };
}
