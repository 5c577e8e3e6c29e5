/** A meter no profile knows: every place in its registers that could be a voltage or a mains frequency. */
import { type ReadFunction, wordsOf } from '../meters/profile.ts';
import { suggestReadings } from '../meters/suggest.ts';
import { USUAL_LN_V } from './nominal.ts';

export interface RawBlock {
  readonly function: ReadFunction;
  readonly address: number;
  readonly words: readonly number[];
}

export interface Place {
  readonly function: ReadFunction;
  readonly address: number;
  /** The words as sent, hexadecimal. */
  readonly hex: string;
  /** `float32 CDAB`, `uint16 x 0.1`. */
  readonly reading: string;
  readonly valueV: number;
}

const SUPPLY_V = [220, 380, ...USUAL_LN_V.filter((v) => v > 50 && v < 300 && v !== 220)];
/** More than this is noise, not a hint. */
const PLACES_MAX = 40;

/**
 * Places where a usual voltage would stand. `nominalV` narrows it to one. Neighbours with the same reading are the
 * phases of one meter, so places whose neighbour agrees come first.
 */
export function voltagePlaces(blocks: readonly RawBlock[], nominalV: number | null): readonly Place[] {
  const wanted = nominalV === null ? SUPPLY_V : [nominalV, nominalV * Math.sqrt(3)];
  const found = new Map<string, Place>();
  for (const { function: fn, address, words } of blocks) {
    for (let at = 0; at < words.length; at++) {
      const following = words.slice(at, at + 4);
      for (const nominal of wanted) {
        for (const s of suggestReadings(following, nominal)) {
          const scale = s.scale === 1 ? '' : ` x ${s.scale}`;
          const size = wordsOf(s.type);
          const reading = `${s.type}${size === 1 && s.wordOrder === 'ABCD' ? '' : ` ${s.wordOrder}`}${scale}`;
          // Signed and unsigned read the same below half of their range: one line says it.
          const key = `${fn}|${address + at}|${s.valueV}`;
          if (found.has(key)) continue;
          const hex = following.slice(0, size).map(hexOf).join(' ');
          found.set(key, { function: fn, address: address + at, hex, reading, valueV: s.valueV });
        }
      }
    }
  }
  const all = [...found.values()];
  return all
    .map((place) => ({ place, peers: peersOf(place, all) }))
    .sort((a, b) => b.peers - a.peers || a.place.address - b.place.address)
    .map(({ place }) => place)
    .slice(0, PLACES_MAX);
}

/** How many of the next and previous registers of the same size and reading hold nearly the same voltage. */
function peersOf(place: Place, all: readonly Place[]): number {
  const size = place.hex.split(' ').length;
  const near = (p: Place) => Math.abs(p.valueV / place.valueV - 1) < 0.1;
  return all.filter(
    (p) =>
      p.function === place.function &&
      p.reading === place.reading &&
      p !== place &&
      Math.abs(p.address - place.address) <= 2 * size &&
      near(p),
  ).length;
}

export function hexOf(word: number): string {
  return `0x${word.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Lines of `address  hex hex …`, eight words each, for a person with the maker's table beside. */
export function hexDump({ address, words }: RawBlock): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < words.length; at += 8) {
    lines.push(
      `${String(address + at).padStart(6)}  ${words
        .slice(at, at + 8)
        .map(hexOf)
        .join(' ')}`,
    );
  }
  return lines;
}
