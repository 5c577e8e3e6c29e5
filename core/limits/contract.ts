/**
 * What was agreed for one supply point. The register names it in one word: a limit profile, or a ride-through curve no
 * event may lie outside of. A contract with numbers of its own is the same type, filled in by whoever knows it.
 */
import type { ProfileId } from '../case.ts';
import type { Text } from '../text.ts';
import { LIMIT_PROFILES } from './index.ts';
import { itic } from './itic.ts';
import type { LimitProfile } from './limit.ts';
import { LIMIT_BASE, type PhenomenonLimit, type Supply } from './phenomenon.ts';
import { semiF47 } from './semi-f47.ts';

export interface Contract {
  readonly id: string;
  readonly text: Text;
  /** Standard limits beside the agreed ones; null = the utility's profile. */
  readonly base: ProfileId | null;
  /** Agreed limits. One on the same phenomenon (and order) stands instead of all the standard's on it. */
  readonly limits: readonly PhenomenonLimit[];
}

const rideThrough = (id: 'semi_f47' | 'itic', name: string, unconfirmed: boolean): Contract => ({
  id: id.replace('_', '-'),
  text: { zh: `${name} 耐受曲线`, en: `${name} ride-through curve` },
  base: null,
  limits: [
    {
      ...LIMIT_BASE,
      id: `contract-${id}`,
      phenomenon: 'ride_through',
      intervalS: 0,
      over: 'year',
      curve: id,
      clause: name,
      unconfirmed,
      text: { zh: `无越出 ${name} 曲线的电压暂降`, en: `no dip outside the ${name} curve` },
    },
  ],
});

/** Contracts that need no numbers of their own. */
export const CONTRACTS: readonly Contract[] = [
  rideThrough('semi_f47', 'SEMI F47-0706', semiF47.unconfirmed),
  rideThrough('itic', 'ITIC 2000', itic.unconfirmed),
];

export interface Resolved {
  readonly profile: LimitProfile;
  readonly contract: Contract | null;
  /** The word in the register that names nothing known: to be said, not guessed. */
  readonly unknown: string | null;
}

/** A profile's own id, a known contract's, or (`own`) one of the utility's; else the fallback, and the word is given back. */
export function resolveContract(word: string | null, fallback: ProfileId, own: readonly Contract[] = []): Resolved {
  const none = { profile: LIMIT_PROFILES[fallback], contract: null, unknown: null };
  if (word === null || word.trim() === '') return none;
  const name = word.trim().toLowerCase().replaceAll('_', '-');
  const profile = Object.values(LIMIT_PROFILES).find((p) => p.id === name);
  if (profile !== undefined) return { ...none, profile };
  const contract = [...own, ...CONTRACTS].find((c) => c.id.toLowerCase().replaceAll('_', '-') === name);
  if (contract === undefined) return { ...none, unknown: word };
  return { profile: LIMIT_PROFILES[contract.base ?? fallback], contract, unknown: null };
}

/** Limits that hold at a supply point: the agreed ones first, then the standard's on everything else. */
export function limitsAt({ profile, contract }: Resolved, supply: Supply): readonly PhenomenonLimit[] {
  const agreed = contract?.limits ?? [];
  const key = (l: PhenomenonLimit) => `${l.phenomenon}/${l.order}`;
  const taken = new Set(agreed.map(key));
  return [...agreed, ...profile.limits(supply).filter((l) => !taken.has(key(l)))];
}
