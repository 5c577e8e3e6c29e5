/** The registers of a map with the words that came, what they read as, and what else they could be. */
import { type PhaseTag, QUANTITIES } from '../../core/quantity.ts';
import { type RegisterKey, registerEntries, splitKey, wordsOf } from '../meters/profile.ts';
import { suggestionText, suggestReadings } from '../meters/suggest.ts';
import type { Fit } from './profile-fit.ts';
import { hexOf } from './raw-words.ts';

export interface RegisterRow {
  readonly register: RegisterKey;
  readonly function: number;
  readonly address: number;
  readonly words: string;
  readonly value: number | null;
  readonly unitOfValue: string;
  readonly unconfirmed: boolean;
  /** Other believable voltages of the same words; only where the profile's own reading is none. */
  readonly alternatives: readonly string[];
}

/** `nominalV` phase-neutral: what a believable voltage is near to. */
export function registerRows(fit: Fit, nominalV: number): readonly RegisterRow[] {
  return registerEntries(fit.profile).flatMap(([key, spec]): RegisterRow[] => {
    const asked = fit.probed.find(({ block }) => block.keys.includes(key));
    if (asked === undefined || asked.result.kind !== 'words') return [];
    const { quantity, phase } = splitKey(key);
    const at = spec.address - asked.block.address;
    const words = asked.result.words.slice(at, at + wordsOf(spec.type));
    const value = fit.values[phase]?.[quantity] ?? null;
    const isOff = quantity === 'u' && value === null;
    return [
      {
        register: key,
        function: spec.function,
        address: spec.address,
        words: words.map(hexOf).join(' '),
        value,
        unitOfValue: QUANTITIES.find((q) => q.id === quantity)?.unit ?? '',
        unconfirmed: spec.unconfirmed === true,
        alternatives: isOff ? suggestReadings(words, nominalOf(phase, nominalV)).map(suggestionText) : [],
      },
    ];
  });
}

function nominalOf(phase: PhaseTag, nominalV: number): number {
  return phase.length === 2 ? nominalV * Math.sqrt(3) : nominalV;
}
