/**
 * Flicker beyond its limit, from the Plt a meter reports, else from twelve of its ten-minute Pst on even hours. A Pst
 * alone has no limit in these standards and makes no event; a dozen with one missing give no Plt.
 * @source EN 50160:2010 4.2.3 (Plt ≤ 1); GB/T 12326-2008 5 (1.0 up to 110 kV, 0.8 above, unconfirmed)
 */
import type { Disturbance } from '../../core/event.ts';
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { VoltageChannel } from '../../core/series.ts';
import { pltOf } from '../measure/flicker/classifier.ts';
import { type Block, type Detector, type DetectorParams, NONE, type Severities } from './detector.ts';
import {
  finishRow,
  type Look,
  patternDisturbance,
  type RowEvent,
  type RowState,
  startRow,
  stepRow,
} from './pattern-row.ts';

interface FlickerDetectorState {
  readonly params: DetectorParams;
  readonly row: RowState;
  /** Pst of the two hours under way, by channel. */
  two: { endMs: number; pst: Partial<Record<VoltageChannel, number[]>> } | null;
}

const PST_MS = 600_000;
const PER_PLT = 12;
const PLT_MS = PER_PLT * PST_MS;
/** Ends of intervals may lie beside the tick by this, ms: a meter's clock. */
const CLOCK_MS = 30_000;
const CHANNELS: readonly VoltageChannel[] = [...PHASES, ...LINE_PAIRS];

export const flicker = {
  id: 'flicker',
  clause: 'EN 50160:2010 4.2.3; GB/T 12326-2008 5',
  input: 'interval',
  start: (params: DetectorParams): FlickerDetectorState => ({
    params,
    row: startRow({ minMs: 0, minCount: 1, maxHoldMs: 2 * PLT_MS, pauseMs: 0, isAbrupt: false }),
    two: null,
  }),
  step: (state: FlickerDetectorState, block: Block) => {
    const { plt, pst } = block.more ?? {};
    if (plt !== undefined) return named(state, stepRow(state.row, block, look(state.params, plt)));
    if (pst === undefined || Math.abs(block.endMs - block.startMs - PST_MS) > CLOCK_MS) return NONE;
    return fromPst(state, block, pst);
  },
  finish: (state: FlickerDetectorState) => named(state, finishRow(state.row)),
} as const satisfies Detector<FlickerDetectorState>;

/** Null = every known one complies, with "on the limit" inside it. */
function look(params: DetectorParams, plt: Severities): Look | null | 'unknown' {
  const limit = params.pltLimit ?? null;
  const known = CHANNELS.flatMap((c) => (plt[c] === undefined ? [] : [[c, plt[c]] as const]));
  if (limit === null || known.length === 0) return 'unknown';
  const beyond = known.filter(([, value]) => value > limit);
  if (beyond.length === 0) return null;
  const worst = Math.max(...beyond.map(([, value]) => value));
  const letters = beyond.map(([c]) => c).join('');
  const phases = PHASES.filter((p) => letters.includes(p)).join('');
  return { score: worst, levels: {}, numbers: { plt: worst, limitPlt: limit }, phases };
}

/** Collects twelve; when the even hour is full its Plt is one look at these two hours. */
function fromPst(state: FlickerDetectorState, block: Block, pst: Severities): readonly Disturbance[] {
  const endMs = Math.ceil((block.endMs - CLOCK_MS) / PLT_MS) * PLT_MS;
  if (state.two?.endMs !== endMs) state.two = { endMs, pst: {} };
  for (const c of CHANNELS) {
    const value = pst[c];
    if (value === undefined) continue;
    const row = state.two.pst[c] ?? [];
    row.push(value);
    state.two.pst[c] = row;
  }
  if (block.endMs < endMs - CLOCK_MS) return NONE;
  const plt: Partial<Record<VoltageChannel, number>> = {};
  for (const c of CHANNELS) {
    const row = state.two.pst[c];
    if (row?.length === PER_PLT) plt[c] = pltOf(row);
  }
  state.two = null;
  const whole = { ...block, atMs: endMs - PLT_MS, startMs: endMs - PLT_MS, endMs };
  return named(state, stepRow(state.row, whole, look(state.params, plt)));
}

/** No percentage: severity is no share of a voltage. */
function named({ params }: FlickerDetectorState, e: RowEvent | null): readonly Disturbance[] {
  if (e === null) return NONE;
  const found = patternDisturbance(params, e, { kind: 'flicker', pct: 0, numbers: e.worst.numbers });
  return [{ ...found, pct: null }];
}
