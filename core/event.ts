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

/** Courses of voltage that have a name of their own. A signature says how it looked, never who is to blame. */
export const EVENT_SIGNATURES = [
  'motor_start',
  'welder',
  'capacitor_switching',
  'fault_reclose',
  'energising',
] as const;
export type EventSignature = (typeof EVENT_SIGNATURES)[number];

export const SIGNATURE_TEXT: Readonly<Record<EventSignature, Text>> = {
  motor_start: { zh: '电动机起动', en: 'motor start' },
  welder: { zh: '电焊机或反复冲击负荷', en: 'welder or repeated impact load' },
  capacitor_switching: { zh: '电容器投切', en: 'capacitor switching' },
  fault_reclose: { zh: '故障后重合闸', en: 'fault, then reclosing' },
  energising: { zh: '送电合闸', en: 'energising' },
};

/**
 * One event at one meter. `pct`: residual (dip, interruption, outage, undervoltage), maximum (swell, overvoltage),
 * ΔUmax (rvc), in % of Udin; null where unknown, and for a
 * transient and flicker, which are no share of a voltage level. `durationMs` null = still running or unknown (`openEnd`).
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
  /** Null where the course has no name, or the detector does not look for one. */
  readonly signature: EventSignature | null;
  /** What explains it further, a unit in each name: `depthPct`, `sagEnergyS`, `deltaUssPct`, `displacementV`. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly knownAtMs: number;
}

/** Natural key: the same disturbance found twice is one fact. */
export function disturbanceKey(d: Pick<Disturbance, 'meter' | 'startMs' | 'kind'>): string {
  return `${d.meter}|${d.startMs}|${d.kind}`;
}
