/** A bank of detectors over one group of channels: starts, feeds and ends all that read the given kinds of block. */
import type { Disturbance } from '../../core/event.ts';
import { BLOCK_KINDS, type Block, type BlockKind, type Detector, type DetectorParams } from './detector.ts';
import { DETECTORS } from './index.ts';

/** Plain JSON: one state per detector id. */
export type BankState = Record<string, object>;

const ALL: readonly Detector[] = DETECTORS;
const BY_KIND: ReadonlyMap<BlockKind, readonly Detector[]> = new Map(
  BLOCK_KINDS.map((kind) => [kind, ALL.filter((d) => d.input === kind)]),
);
const EMPTY: readonly Detector[] = [];

export function startBank(params: DetectorParams, kinds: readonly BlockKind[]): BankState {
  return Object.fromEntries(ALL.filter((d) => kinds.includes(d.input)).map((d) => [d.id, d.start(params)]));
}

/** Feed one block as a block of this kind; events that ended are appended to `out`. */
export function stepBank(state: BankState, kind: BlockKind, block: Block, out: Disturbance[]): void {
  for (const d of BY_KIND.get(kind) ?? EMPTY) {
    const s = state[d.id];
    if (s === undefined) continue;
    const ended = d.step(s, block);
    if (ended.length > 0) out.push(...ended);
  }
}

export function finishBank(state: BankState): Disturbance[] {
  return ALL.flatMap((d) => {
    const s = state[d.id];
    return s === undefined ? [] : [...d.finish(s)];
  });
}
