/**
 * Geometry of the magnitude–duration plot: events as points over logarithmic duration and % of Udin, the ITIC and
 * SEMI F47 curves as lines. Numbers of the curves come from core/limits and are nowhere typed again.
 */
import type { DisturbanceKind } from '../../core/event.ts';
import { ITIC_LOWER, ITIC_UPPER } from '../../core/limits/itic.ts';
import { SEMI_F47_LINE } from '../../core/limits/semi-f47.ts';
import type { EventRow } from './view.ts';

/** Left edge of the plot, ms. */
export const FROM_MS = 1;
/** Right edge where no event is longer, ms. */
const TO_MS = 100_000;
/** Upper edge where no event is higher, %. */
const TOP_PCT = 200;
/** Kinds whose `pct` is a residual or a maximum; that of a rapid change or a transient is another quantity. */
const KINDS: readonly DisturbanceKind[] = ['dip', 'swell', 'interruption', 'outage', 'undervoltage', 'overvoltage'];
/** SEMI F47-0706 demands up to here; beyond it recommends (unconfirmed). ms. */
export const SEMI_REQUIRED_UNTIL_MS = 1000;

export interface Corner {
  readonly ms: number;
  readonly pct: number;
}

export interface PlottedEvent extends Corner {
  readonly row: EventRow;
  /** The event was still running: it is at least this long. */
  readonly atLeast: boolean;
}

export interface MagnitudePlot {
  readonly toMs: number;
  readonly topPct: number;
  readonly points: readonly PlottedEvent[];
  /** Events that have no magnitude or no duration to plot. */
  readonly left: number;
}

export function magnitudePlot(rows: readonly EventRow[]): MagnitudePlot {
  const points = rows.flatMap((row): PlottedEvent[] => {
    const { kind, pct, durationMs, openEnd, atMs } = row.event;
    const ms = durationMs ?? (openEnd ? row.endMs - atMs : null);
    if (!KINDS.includes(kind) || pct === null || ms === null) return [];
    return [{ row, ms: Math.max(ms, FROM_MS), pct, atLeast: durationMs === null }];
  });
  const longestMs = Math.max(TO_MS, ...points.map((p) => p.ms));
  const highestPct = Math.max(TOP_PCT, ...points.map((p) => p.pct));
  return {
    toMs: 10 ** Math.ceil(Math.log10(longestMs) - 1e-9),
    topPct: Math.ceil(highestPct / 50) * 50,
    points,
    left: rows.length - points.length,
  };
}

interface LevelStep {
  readonly upToMs: number;
  readonly pct: number;
}

/** Corners of a stepped limit from `fromMs` to `toMs`: along each level, then straight to the next one. */
export function stepsOf(line: readonly LevelStep[], fromMs: number, toMs: number): Corner[] {
  const corners: Corner[] = [];
  let startMs = fromMs;
  for (const { upToMs, pct } of line) {
    const endMs = Math.min(upToMs, toMs);
    if (endMs < startMs || (endMs === startMs && corners.length > 0)) continue;
    corners.push({ ms: startMs, pct }, { ms: endMs, pct });
    startMs = endMs;
  }
  return corners;
}

export interface LimitLine {
  readonly id: 'itic' | 'semi_f47';
  readonly corners: readonly Corner[];
  /** Drawn dashed and marked: the number was not read in a confirmed source, or is a recommendation only. */
  readonly unconfirmed: boolean;
}

export function limitLines(toMs: number): LimitLine[] {
  const itic = (line: readonly LevelStep[]): LimitLine => ({
    id: 'itic',
    corners: stepsOf(line, FROM_MS, toMs),
    unconfirmed: true,
  });
  return [
    itic(ITIC_LOWER),
    itic(ITIC_UPPER),
    { id: 'semi_f47', corners: stepsOf(SEMI_F47_LINE, FROM_MS, SEMI_REQUIRED_UNTIL_MS), unconfirmed: false },
    { id: 'semi_f47', corners: stepsOf(SEMI_F47_LINE, SEMI_REQUIRED_UNTIL_MS, toMs), unconfirmed: true },
  ];
}

/** Decades from `FROM_MS` to `toMs`, both included. */
export function decades(toMs: number): number[] {
  const n = Math.round(Math.log10(toMs / FROM_MS));
  return Array.from({ length: n + 1 }, (_, i) => FROM_MS * 10 ** i);
}
