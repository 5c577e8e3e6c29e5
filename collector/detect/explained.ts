/**
 * One disturbance is counted once: where a lost phase, a broken neutral or an earth fault is found, the dips, swells and
 * lasting levels of the same meter that it makes are not said again. Events that may yet be explained wait until the
 * explaining detector has decided. Plain JSON state. The table stands in this folder's README.
 */
import type { Disturbance, DisturbanceKind } from '../../core/event.ts';
import { TEN_MIN_MS } from '../measure/ten-minutes.ts';
import type { BankState } from './bank.ts';
import type { Detector } from './detector.ts';
import { DETECTORS } from './index.ts';

export interface ExplainedState {
  /** Waiting, in order of arrival. */
  held: Disturbance[];
  /** The last explaining events. */
  causes: Span[];
}

interface Span {
  readonly startMs: number;
  /** Null = not seen. */
  readonly endMs: number | null;
  /** Values are mixtures at both ends: so much an effect may stick out, ms. */
  readonly slackMs: number;
}

const CAUSES: ReadonlySet<DisturbanceKind> = new Set(['phase_loss', 'broken_neutral', 'earth_fault']);
const EFFECTS: ReadonlySet<DisturbanceKind> = new Set([
  'dip',
  'swell',
  'undervoltage',
  'overvoltage',
  'unbalance',
  'loose_contact',
]);
/** Found in ten-minute values, whose grid may begin so much earlier. */
const LASTING: ReadonlySet<DisturbanceKind> = new Set(['undervoltage', 'overvoltage', 'unbalance']);
/** Share of an effect's length that must lie inside what explains it: a low evening with a lost phase in it stays. */
const INSIDE_PU = 0.5;
const KEEP_CAUSES = 8;

const EXPLAINING: readonly Detector[] = (DETECTORS as readonly Detector[]).filter((d) => d.since !== undefined);

export const startExplained = (): ExplainedState => ({ held: [], causes: [] });

/** Take what the detectors found with one reading (in any order); what is certain to stand goes to `out`. */
export function stepExplained(
  state: ExplainedState,
  bank: BankState,
  found: readonly Disturbance[],
  o: { readonly intervalMs: number; readonly waits: boolean },
  out: Disturbance[],
): void {
  if (found.length === 0 && state.held.length === 0) return;
  for (const d of found) {
    if (!CAUSES.has(d.kind)) continue;
    state.causes = [...state.causes, spanOf(d, o.intervalMs)].slice(-KEEP_CAUSES);
    out.push(d);
  }
  const since = runningSince(bank);
  const held = state.held;
  state.held = [];
  for (const d of held) settle(state, d, since, o.intervalMs, out);
  for (const d of found) {
    if (CAUSES.has(d.kind)) continue;
    if (o.waits && d.durationMs === null && !d.openEnd && EFFECTS.has(d.kind)) state.held.push(d);
    else settle(state, d, since, o.intervalMs, out);
  }
}

/** At the end of the data nothing is left to wait for. */
export function finishExplained(
  state: ExplainedState,
  found: readonly Disturbance[],
  intervalMs: number,
  out: Disturbance[],
): void {
  stepExplained(state, {}, found, { intervalMs, waits: false }, out);
}

function settle(
  state: ExplainedState,
  d: Disturbance,
  since: number | null,
  slackMs: number,
  out: Disturbance[],
): void {
  if (!EFFECTS.has(d.kind)) out.push(d);
  else if (state.causes.some((c) => explains(c, d))) return;
  else if (since !== null && explains({ startMs: since, endMs: null, slackMs }, d)) state.held.push(d);
  else out.push(d);
}

function spanOf(d: Disturbance, slackMs: number): Span {
  return { startMs: d.startMs, endMs: d.durationMs === null ? null : d.startMs + d.durationMs, slackMs };
}

function explains(c: Span, d: Disturbance): boolean {
  const slackMs = LASTING.has(d.kind) ? Math.max(c.slackMs, TEN_MIN_MS) : c.slackMs;
  const from = c.startMs - slackMs;
  const to = (c.endMs ?? Number.POSITIVE_INFINITY) + slackMs;
  // Of an effect whose end is unknown only the beginning can be compared.
  if (d.durationMs === null) return d.startMs >= from && d.startMs <= to;
  const inside = Math.min(to, d.startMs + d.durationMs) - Math.max(from, d.startMs);
  return inside >= 0 && inside >= INSIDE_PU * d.durationMs;
}

/** Earliest start of what an explaining detector has running, sure of it or not. */
function runningSince(bank: BankState): number | null {
  let since: number | null = null;
  for (const d of EXPLAINING) {
    const s = bank[d.id];
    const own = s === undefined ? null : (d.since?.(s) ?? null);
    if (own !== null && (since === null || own < since)) since = own;
  }
  return since;
}
