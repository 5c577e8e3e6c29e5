/**
 * A dip with the interruptions inside it, found together: an interruption is one line that names its enclosing dip, and
 * the dip is then no second line. Shared by dip.ts and interruption.ts.
 */
import type { Block, DetectorParams } from './detector.ts';
import { finishLevel, type LevelEvent, type LevelState, startLevel, stepLevel } from './level.ts';

export interface DipFamilyState {
  readonly params: DetectorParams;
  readonly dip: LevelState;
  readonly interruption: LevelState;
  /** Interruptions that ended while the dip goes on. */
  pending: LevelEvent[];
}

export interface DipFamilyEvent {
  readonly dip: LevelEvent;
  readonly interruptions: readonly LevelEvent[];
}

export function startDipFamily(params: DetectorParams): DipFamilyState {
  const { dipPct, interruptionPct, hysteresisPct } = params.thresholds;
  const rule = { side: 'below', hysteresisPct, maxHoldMs: params.maxHoldMs } as const;
  return {
    params,
    dip: startLevel(params.channels, { ...rule, start: 'any', thresholdPct: dipPct }),
    interruption: startLevel(params.channels, { ...rule, start: 'all', thresholdPct: interruptionPct }),
    pending: [],
  };
}

/** The dip that ended with this block, with what it enclosed; null otherwise. */
export function stepDipFamily(state: DipFamilyState, block: Block): DipFamilyEvent | null {
  const inner = stepLevel(state.interruption, block.levels, block.atMs, block.knownAtMs);
  if (inner !== null) state.pending.push(inner);
  const dip = stepLevel(state.dip, block.levels, block.atMs, block.knownAtMs);
  return dip === null ? null : collect(state, dip);
}

export function finishDipFamily(state: DipFamilyState): DipFamilyEvent | null {
  const dip = finishLevel(state.dip);
  return dip === null ? null : collect(state, dip);
}

/** An interruption still running when its dip closes ends with it: open, because the data ended or was lost. */
function collect(state: DipFamilyState, dip: LevelEvent): DipFamilyEvent {
  const running = finishLevel(state.interruption);
  const interruptions = running === null ? state.pending : [...state.pending, running];
  state.pending = [];
  return { dip, interruptions };
}

/** True where slow readings have seen it for so long that it has another name. */
export function isLongerThan(e: LevelEvent, limitMs: number | null): boolean {
  return limitMs !== null && (e.durationMs ?? e.lastAtMs - e.startMs) >= limitMs;
}
