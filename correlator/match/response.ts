/** Appliance response and noticing as smooth functions. @source params/symptoms.ts. */
import type { Symptom } from '../../core/complaint.ts';
import {
  type ExperienceKind,
  HIGH_NOTICE,
  LOW_NOTICE,
  OUTAGE_NOTICE_MS,
  RESPONSES,
  SILENCE_FROM,
  WORD_FLOOR,
  WORD_TEMPER,
  WORDS,
} from '../params/symptoms.ts';

export interface Met {
  readonly kind: ExperienceKind;
  /** Residual (dip …) or level (overvoltage, swell) in % of nominal; null unknown. */
  readonly pct: number | null;
  readonly durationMs: number | null;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
/** What a dip of unknown depth and length is taken for [M]: the middle of urban records. */
const TYPICAL_DIP = { pct: 70, durationMs: 200 };

/** P(this symptom is brought about by a dip of that residual and duration), 0–1. */
export function dipResponse(symptom: Symptom, pct: number | null, durationMs: number | null): number {
  const r = RESPONSES[symptom];
  if (r === undefined) return 0;
  const ms = durationMs ?? TYPICAL_DIP.durationMs;
  return logistic((r.at - (pct ?? TYPICAL_DIP.pct)) / r.width) * (1 - Math.exp(-ms / r.afterMs));
}

/** P(a customer notices at all), 0–1. */
export function noticed(m: Met): number {
  switch (m.kind) {
    case 'outage':
    case 'interruption': {
      const ms = m.durationMs ?? OUTAGE_NOTICE_MS;
      return 0.3 + 0.7 * (1 - Math.exp(-ms / OUTAGE_NOTICE_MS));
    }
    case 'dip':
      return Math.max(
        0.02,
        dipResponse('lamps_flicker', m.pct, m.durationMs),
        dipResponse('production_stopped', m.pct, m.durationMs),
      );
    case 'undervoltage':
      return Math.max(0.05, logistic((LOW_NOTICE.at - (m.pct ?? LOW_NOTICE.at)) / LOW_NOTICE.width));
    case 'overvoltage':
      return Math.max(0.05, logistic(((m.pct ?? HIGH_NOTICE.at) - HIGH_NOTICE.at) / HIGH_NOTICE.width));
    case 'swell':
      return 0.3;
    case 'transient':
      return 0.1;
    case 'flicker':
      return 0.4;
    case 'nothing':
      return 0.005;
    default:
      return 1;
  }
}

/** P(the caller names this symptom | what was met, and a call). */
export function wordProbability(symptom: Symptom, m: Met): number {
  const base = WORDS[m.kind][symptom] ?? 0;
  if (m.kind !== 'dip' || m.pct === null) return Math.max(WORD_FLOOR, base);
  // Deeper dips shift what is told: from flicker to restarts, stops and "a blink of no supply".
  const shift = dipResponse(symptom, m.pct, m.durationMs) / Math.max(0.05, noticed(m));
  const typical =
    dipResponse(symptom, TYPICAL_DIP.pct, TYPICAL_DIP.durationMs) /
    Math.max(0.05, noticed({ kind: 'dip', ...TYPICAL_DIP }));
  const scaled =
    RESPONSES[symptom] === undefined ? base : Math.min(0.9, base * Math.min(4, (0.15 + shift) / (0.15 + typical)));
  return Math.max(WORD_FLOOR, scaled);
}

/** log2 P(words | met, a call): symptoms named, and typical ones not named. Nothing named = 0 for every hypothesis. */
export function wordsLog2(symptoms: readonly Symptom[], m: Met): number {
  if (symptoms.length === 0) return 0;
  let log2 = 0;
  for (const s of symptoms) log2 += Math.log2(wordProbability(s, m));
  for (const [s, p] of Object.entries(WORDS[m.kind]) as [Symptom, number][]) {
    if (p >= SILENCE_FROM && !symptoms.includes(s)) log2 += Math.log2(1 - Math.min(0.95, wordProbability(s, m)));
  }
  return WORD_TEMPER * log2;
}
