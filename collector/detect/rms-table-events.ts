/** Disturbances of RMS voltages that the instrument itself computed around a disturbance (PQDIF "RMS variation"). */
import type { ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import type { Problem } from '../../core/problem.ts';
import type { RmsTable } from '../formats/recording.ts';
import { finishBank, startBank, stepBank } from './bank.ts';
import type { Block, DetectorParams } from './detector.ts';
import { withSignatures } from './signatures/index.ts';

export interface RmsTableOptions {
  readonly file: string;
  readonly profile: ProfileId;
  /** V on the side the file states; null = as the file says. */
  readonly udinV: number | null;
}

/** Half cycles are shorter than this at 60 Hz, longer at 50 Hz. */
const HALF_CYCLE_60_HZ_MS = 9;
/** Values further apart than a cycle don't show how steeply the voltage moved. */
const WHOLE_CYCLE_MS = 21;
/** So many values without one end what is running. */
const HOLD_STEPS = 3;

/** In order of start. Without a declared voltage nothing is judged, and that is said. A gap ends what runs open-ended. */
export function detectRmsTable(
  table: RmsTable,
  options: RmsTableOptions,
): { readonly disturbances: readonly Disturbance[]; readonly problems: readonly Problem[] } {
  const udinV = options.udinV ?? table.observation.declaredV;
  const channel = table.channels.map((c) => c.name).join(',');
  if (udinV === null) {
    const base = { severity: 'warning', file: options.file, line: null, field: channel } as const;
    return {
      disturbances: [],
      problems: [{ ...base, code: 'no-reference-voltage', expected: '--udin', got: 'no declared voltage in the file' }],
    };
  }
  const params: DetectorParams = {
    meter: id([table.station, table.device].filter((part) => part !== '').join('/') || options.file),
    channel,
    channels: table.channels.map((c) => c.channel),
    method: 'urms_half',
    thresholds: LIMIT_PROFILES[options.profile].thresholds,
    limits: null,
    maxHoldMs: HOLD_STEPS * table.stepMs,
    longMs: null,
    outageFromMs: null,
    zerosForOutage: 1,
    lineHz: table.stepMs < HALF_CYCLE_60_HZ_MS ? 60 : 50,
  };
  const edges = [0, ...table.breaks, table.timesMs.length];
  const disturbances = edges.slice(1).flatMap((end, k) => runEvents(table, params, udinV, [edges[k] ?? 0, end]));
  return { disturbances: disturbances.sort((a, b) => a.startMs - b.startMs), problems: [] };
}

/** One gapless run of values `[first, end)`. */
function runEvents(
  table: RmsTable,
  params: DetectorParams,
  udinV: number,
  [first, end]: readonly [number, number],
): Disturbance[] {
  const out: Disturbance[] = [];
  const state = startBank(params, ['rms']);
  for (let i = first; i < end; i++) {
    const atMs = table.startMs + table.timesMs[i]!;
    const levels = Object.fromEntries(table.channels.map((c) => [c.channel, (100 * c.valuesV[i]!) / udinV]));
    const block: Block = {
      atMs,
      startMs: atMs,
      endMs: atMs,
      knownAtMs: atMs,
      levels,
      lowest: null,
      highest: null,
      event: null,
    };
    stepBank(state, 'rms', block, out);
  }
  out.push(...finishBank(state));
  if (table.stepMs > WHOLE_CYCLE_MS) return out;
  const lines = table.channels.map((c) => ({
    channel: c.channel,
    timesMs: table.timesMs.subarray(first, end).map((t) => table.startMs + t),
    pct: c.valuesV.subarray(first, end).map((v) => (100 * v) / udinV),
  }));
  const cycleMs = 1000 / (params.lineHz ?? 50);
  return withSignatures(
    out.sort((a, b) => a.startMs - b.startMs),
    { cycleMs, runs: [lines] },
  );
}
