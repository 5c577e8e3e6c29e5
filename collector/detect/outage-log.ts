/** Outage told by the meter itself: last gasp or power-off record until its power-on record. */
import type { Disturbance } from '../../core/event.ts';
import type { MeterEventKind } from '../../core/facts.ts';
import { type Block, type Detector, type DetectorParams, NONE } from './detector.ts';
import { disturbanceOf, phaseLetters } from './named-event.ts';

interface OutageLogState {
  readonly params: DetectorParams;
  offSinceMs: number | null;
  knownAtMs: number;
}

/** Signs of life. A reboot or restored link also proves that the supply is back (but never that it was gone). */
const ON: ReadonlySet<MeterEventKind> = new Set(['power_on', 'reboot', 'comms_back']);
const OFF: ReadonlySet<MeterEventKind> = new Set(['power_off', 'last_gasp']);

export const outageLog = {
  id: 'outage_log',
  clause: 'power-off records of the meter',
  input: 'log',
  start: (params) => ({ params, offSinceMs: null, knownAtMs: 0 }),
  step: (state, block) => {
    if (block.event === null) return NONE;
    // Two records of one loss (last gasp now, power-off record read later) are one outage.
    if (OFF.has(block.event)) {
      state.offSinceMs ??= block.atMs;
      state.knownAtMs = block.knownAtMs;
    } else if (ON.has(block.event) && state.offSinceMs !== null) return ended(state, block);
    return NONE;
  },
  finish: (state) => (state.offSinceMs === null ? NONE : [outageFrom(state, state.offSinceMs, null)]),
} as const satisfies Detector<OutageLogState>;

function ended(state: OutageLogState, block: Block): readonly Disturbance[] {
  const startMs = state.offSinceMs ?? block.atMs;
  state.offSinceMs = null;
  state.knownAtMs = block.knownAtMs;
  return [outageFrom(state, startMs, block.atMs)];
}

/** Residual unknown: the meter says it lost its supply, not what was left of it. */
function outageFrom(state: OutageLogState, startMs: number, endMs: number | null): Disturbance {
  const e = {
    startMs,
    durationMs: endMs === null ? null : endMs - startMs,
    lastAtMs: endMs ?? startMs,
    knownAtMs: state.knownAtMs,
    extreme: {},
    touched: state.params.channels,
    inRow: 1,
  };
  return disturbanceOf({ ...state.params, method: 'event_log' }, e, {
    kind: 'outage',
    openEnd: endMs === null,
    phases: phaseLetters(state.params.channels),
  });
}
