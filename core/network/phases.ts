/**
 * What a phase label means on the other side of a distribution transformer. "Same phase" is the same only inside one
 * LV area; between areas the way goes through the medium-voltage side and both vector groups.
 *
 * The clock number alone decides: an odd hour (Dyn11, Yzn11, Dyn5 …) makes each LV phase see one MV phase-phase
 * voltage; an even hour (Yyn0, Dzn0 …) makes it see one MV phase less the zero sequence, which never crosses.
 * @source IEC 60076-1 clock notation; design section 6 (Dyn11: a sees AB, b sees BC, c sees CA).
 */
import { LINE_PAIRS, type LinePair, PHASES, type Phase } from '../quantity.ts';

/** An empty vector group in a network file means this one (GB practice for 10/0.4 kV). */
export const DEFAULT_VECTOR_GROUP = 'Dyn11';

/** What one LV phase sees of the MV side, and whether upside down (irrelevant for an RMS value). */
export type Seen = { readonly of: Phase | LinePair; readonly inverted: boolean };

/** Clock hour 0–11 of a vector group (`Dyn11` → 11, `Yyn0` → 0); null where the text names none. */
export function clockHour(vectorGroup: string | null): number | null {
  const text = vectorGroup === null || vectorGroup.trim() === '' ? DEFAULT_VECTOR_GROUP : vectorGroup.trim();
  const m = /^[DYZ]n?[dyz]n?(\d{1,2})$/i.exec(text);
  if (!m) return null;
  const hour = Number(m[1]) % 12;
  return Number(m[1]) <= 12 ? hour : null;
}

/** MV quantity that LV phase `lv` sees; null for an unreadable vector group (then no phase may be compared). */
export function seenByLv(vectorGroup: string | null, lv: Phase): Seen | null {
  const hour = clockHour(vectorGroup);
  if (hour === null) return null;
  // LV a stands at −30°·hour. Phases A, B, C stand at 0, −120, −240°; pairs AB, BC, CA at +30, −90, −210°.
  const at = (((-30 * hour - 120 * PHASES.indexOf(lv)) % 360) + 360) % 360;
  const upright = (deg: number): Phase | LinePair | undefined =>
    (({ 0: 'A', 240: 'B', 120: 'C', 30: 'AB', 270: 'BC', 150: 'CA' }) as const)[deg];
  const plain = upright(at);
  if (plain !== undefined) return { of: plain, inverted: false };
  const turned = upright((at + 180) % 360);
  return turned === undefined ? null : { of: turned, inverted: true };
}

/** LV phase that sees the given MV phase or pair; null where none does so alone (or the group is unreadable). */
export function lvSeeing(vectorGroup: string | null, mv: Phase | LinePair): Phase | null {
  return PHASES.find((lv) => seenByLv(vectorGroup, lv)?.of === mv) ?? null;
}

/** LV phase of another area that sees the same MV voltage; null where the groups share none (Dyn11 beside Yyn0). */
export function samePhaseElsewhere(from: string | null, lv: Phase, to: string | null): Phase | null {
  const seen = seenByLv(from, lv);
  return seen === null ? null : lvSeeing(to, seen.of);
}

/** Letters `A`, `B`, `C` of a phase label in order (`CA` → `AC`, `ABCN` → `ABC`); empty = unknown (`?`, empty, words). */
export function phaseLetters(label: string): string {
  const upper = label.toUpperCase();
  return /^[ABCN]+$/.test(upper) ? PHASES.filter((p) => upper.includes(p)).join('') : '';
}

/** The pair of two phase letters: `AC` → `CA`; null unless exactly two phases are named. */
export function linePair(letters: string): LinePair | null {
  const own = phaseLetters(letters);
  return own.length === 2 ? (LINE_PAIRS.find((p) => phaseLetters(p) === own) ?? null) : null;
}
