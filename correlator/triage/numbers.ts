/** Voltages a customer measured and told: `260V`, `只有180伏`. */

import type { Hit } from './match.ts';
import type { NormalText } from './normalise.ts';

/** Limits of the single-phase supply, GB/T 12325-2008: 220 V +7 % / −10 %. */
const UPPER_V = 235.4;
const LOWER_V = 198;
/** Below this a number with V is a battery or a signal, above it a line-line or MV value. */
const SANE_LOW_V = 90;
const SANE_HIGH_V = 460;
/** Nominal values of supplies and devices; named alone they are no measurement. */
const NOMINAL_V = new Set([100, 110, 115, 120, 127, 230, 240, 380, 400, 415, 440]);
const MEASURE = /(?<![\d.])(\d{2,3}(?:\.\d+)?) ?(?:v(?:olts?)?(?![a-z])|伏特?)/dg;
const CHANGE =
  /(?:到|至|达|升|变|窜|蹿|冲|飙|测|量|reads?|measur\w*|reach\w*|went|goes|up to|down to|only|只有|得|剩) ?(?:了|为|得|过|出|是|a|of)?\s*[^,\d]{0,6}$/;
/** 380 V that came into a house of 220 V. */
const ENTERS = /^(?:的)?[^,]{0,2}(?:进|入|串|窜)/;

/** 二百五十多: hundreds and tens spelt out, where the clause speaks of voltage. */
const SPELT = /([一二两三])百([一二三四五六七八九])十?([一二三四五六七八九])?(?!千|元|块|蚊|户|人|度|米)/dg;
const DIGITS = '零一二三四五六七八九';

export interface ToldVoltages {
  readonly high: readonly Hit[];
  readonly low: readonly Hit[];
}

export function toldVoltages(text: NormalText): ToldVoltages {
  const high: Hit[] = [];
  const low: Hit[] = [];
  text.clauses.forEach((clause, clauseIndex) => {
    for (const m of clause.text.matchAll(MEASURE)) {
      const volts = Number(m[1]);
      if (volts < SANE_LOW_V || volts > SANE_HIGH_V) continue;
      const isChange =
        CHANGE.test(clause.text.slice(0, m.index)) || ENTERS.test(clause.text.slice(m.index + m[0].length));
      if (NOMINAL_V.has(volts) && !isChange) continue;
      const hit: Hit = { clause, clauseIndex, start: m.index, end: m.index + m[0].length, weight: 4, negated: false };
      if (volts > UPPER_V) high.push(hit);
      else if (volts < LOWER_V) low.push(hit);
    }
  });
  for (const hit of speltVoltages(text)) (hit.volts > UPPER_V ? high : low).push(hit);
  return { high, low };
}

function speltVoltages(text: NormalText): readonly (Hit & { readonly volts: number })[] {
  const out: (Hit & { readonly volts: number })[] = [];
  text.clauses.forEach((clause, clauseIndex) => {
    if (!/电压|伏/.test(clause.text)) return;
    for (const m of clause.text.matchAll(SPELT)) {
      const digit = (c: string | undefined): number => (c === '两' ? 2 : Math.max(0, DIGITS.indexOf(c ?? '零')));
      const volts = 100 * digit(m[1]) + 10 * digit(m[2]) + digit(m[3]);
      const isNominal = NOMINAL_V.has(volts) && !CHANGE.test(clause.text.slice(0, m.index));
      if (isNominal || (volts >= LOWER_V && volts <= UPPER_V) || volts > SANE_HIGH_V) continue;
      out.push({ clause, clauseIndex, start: m.index, end: m.index + m[0].length, weight: 4, negated: false, volts });
    }
  });
  return out;
}
