/** Disturbances: one detected event at one meter. Words and JSON form are a contract (design section 15). */
import type { MeterId } from './ids.ts';
import type { LinePair, Phase } from './quantity.ts';
import type { Text } from './text.ts';

export const DISTURBANCE_KINDS = [
  'dip',
  'swell',
  'interruption',
  'rvc',
  'outage',
  'overvoltage',
  'undervoltage',
  'flicker',
  'unbalance',
  'frequency',
  'broken_neutral',
  'loose_contact',
  'phase_loss',
  'earth_fault',
  'transient',
] as const;
export type DisturbanceKind = (typeof DISTURBANCE_KINDS)[number];

export const DISTURBANCE_TEXT: Readonly<Record<DisturbanceKind, Text>> = {
  dip: { zh: '电压暂降', en: 'voltage dip' },
  swell: { zh: '电压暂升', en: 'voltage swell' },
  interruption: { zh: '短时中断', en: 'interruption' },
  rvc: { zh: '快速电压变化', en: 'rapid voltage change' },
  outage: { zh: '停电', en: 'outage' },
  overvoltage: { zh: '电压偏高', en: 'overvoltage' },
  undervoltage: { zh: '电压偏低', en: 'undervoltage' },
  flicker: { zh: '闪变', en: 'flicker' },
  unbalance: { zh: '三相不平衡', en: 'unbalance' },
  frequency: { zh: '频率偏差', en: 'frequency deviation' },
  broken_neutral: { zh: '零线断线', en: 'broken neutral' },
  loose_contact: { zh: '接触不良', en: 'loose contact' },
  phase_loss: { zh: '缺相', en: 'phase loss' },
  earth_fault: { zh: '单相接地', en: 'earth fault' },
  transient: { zh: '暂态过电压', en: 'transient' },
};

/**
 * One event at one meter. `pct`: residual (dip, interruption, outage, undervoltage), maximum (swell, overvoltage),
 * ΔUmax (rvc), in % of Udin; null where unknown. `durationMs` null = still running or unknown (`openEnd`).
 */
export interface Disturbance {
  readonly meter: MeterId;
  readonly channel: string | null;
  readonly kind: DisturbanceKind;
  readonly startMs: number;
  readonly durationMs: number | null;
  readonly openEnd: boolean;
  readonly pct: number | null;
  /** Letters in order ABC of the phases touched; empty where unknown. */
  readonly phases: string;
  /** By phase, or by pair where phase-phase voltages were measured. */
  readonly perPhase: Readonly<Partial<Record<Phase | LinePair, number>>>;
  readonly method: string;
  /** Class per profile id, e.g. `{en50160: 'C1'}`. */
  readonly class: Readonly<Record<string, string | null>>;
  /** The enclosing dip of an interruption (never a second line). */
  readonly enclosingDip: { readonly startMs: number; readonly durationMs: number | null } | null;
  readonly knownAtMs: number;
}

/** Natural key: the same disturbance found twice is one fact. */
export function disturbanceKey(d: Pick<Disturbance, 'meter' | 'startMs' | 'kind'>): string {
  return `${d.meter}|${d.startMs}|${d.kind}`;
}
