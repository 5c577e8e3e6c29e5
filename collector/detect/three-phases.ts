/** Three phases looked at together: which three channels a group has, and their levels where all are known. */
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { VoltageChannel } from '../../core/series.ts';
import type { Block, DetectorParams, Levels } from './detector.ts';
import type { RowRule } from './pattern-row.ts';

export type Three = readonly [number, number, number];

/** Above this declared voltage it is no low voltage, V. @source IEC 60038: up to 1000 V */
const LOW_VOLTAGE_MAX_V = 1000;

/** `phases`: A, B, C; `pairs`: AB, BC, CA; null: fewer than three, nothing to compare. */
export function groupOf(params: DetectorParams): 'phases' | 'pairs' | null {
  if (PHASES.every((p) => params.channels.includes(p))) return 'phases';
  return LINE_PAIRS.every((p) => params.channels.includes(p)) ? 'pairs' : null;
}

/** An unknown declared voltage is taken for low voltage. */
export const isLowVoltage = (params: DetectorParams): boolean => (params.udinV ?? 0) <= LOW_VOLTAGE_MAX_V;

/** In order A, B, C or AB, BC, CA; null where one is unknown or not in the block. */
export function threeOf(levels: Levels | undefined, group: 'phases' | 'pairs'): Three | null {
  const [a, b, c] = (group === 'phases' ? PHASES : LINE_PAIRS).map((ch: VoltageChannel) => levels?.[ch] ?? Number.NaN);
  const three = [a ?? Number.NaN, b ?? Number.NaN, c ?? Number.NaN] as const;
  return three.some(Number.isNaN) ? null : three;
}

/** Phase-phase voltages of the block, as the group itself or beside it; null where they are not all known. */
export function pairsOf(block: Block, group: 'phases' | 'pairs'): Three | null {
  return threeOf(group === 'pairs' ? block.levels : block.more?.pairs, 'pairs');
}

/** Something that breaks: a row of so many seconds, two blocks at least: one odd value is a doubtful value. */
export function rowRule(params: DetectorParams, minMs: number): RowRule {
  return { minMs, minCount: 2, maxHoldMs: params.maxHoldMs, pauseMs: 0, isAbrupt: true };
}

/** Order of the three by size: index of the lowest, the middle and the highest. */
export function bySize(v: Three): readonly [number, number, number] {
  const [lo, mid, hi] = [0, 1, 2].sort((i, j) => (v[i] as number) - (v[j] as number) || i - j);
  return [lo ?? 0, mid ?? 1, hi ?? 2];
}
