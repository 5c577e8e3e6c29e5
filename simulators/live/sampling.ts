/** What a live meter has in its registers or messages at a moment. */

import type { SimMeter } from '../instruments/types.ts';
import type { RecordedEvent, Sample } from '../meters/dialect.ts';
import type { LoadFlow } from '../physics/load-flow.ts';
import { atWork, type GridState } from '../physics/state.ts';
import type { Triple } from '../physics/vector-group.ts';
import { noiseAt } from '../random.ts';

export interface Moment {
  readonly ms: number;
  readonly intervalS: number;
  readonly flow: LoadFlow;
  readonly state: GridState;
  readonly seed: number;
}

export const isDark = (state: GridState, m: SimMeter, ms: number): boolean =>
  [...state.darkAt(m.node), ...state.switchedOff(m.node)].some((d) => ms >= d.startMs && ms < d.endMs);

/** Voltages now, with what lasts and a breath of noise; zero for a held-up meter on a dead line. The load flow must have been solved. */
export function voltsNow(at: Moment, m: SimMeter): Triple {
  if (isDark(at.state, m, at.ms)) return [0.4, 0.3, 0.5];
  const base = at.state.bent(m.node, at.flow.voltsAt(m.node), at.ms, at.flow.customerWatts);
  const shaken = at.state
    .heavyLoads(m.node)
    .reduce(
      (drop, { effect, dropV }) =>
        atWork(effect, at.ms) && noiseAt(at.seed, 31, at.ms / 1000) < 0.4 ? Math.max(drop, dropV) : drop,
      0,
    );
  const breath = (p: number): number =>
    1 + (noiseAt(at.seed, 2000 + p, at.ms / 1000 + (m.customer ?? 0)) - 0.5) * 0.003;
  return [base[0] * breath(0) - shaken, base[1] * breath(1) - shaken, base[2] * breath(2) - shaken];
}

/** The sample at the end of an interval; null while the meter is dark and not held up. */
export function sampleOf(at: Moment, m: SimMeter): Sample | null {
  if (!m.heldUp && isDark(at.state, m, at.ms)) return null;
  const volts = voltsNow(at, m);
  const amps = ampsOf(at, m, volts);
  const dark = isDark(at.state, m, at.ms);
  return {
    endMs: at.ms + m.clockErrorMs,
    intervalS: at.intervalS,
    statistic: 'mean',
    u: by(m, volts),
    ...(amps === null || dark
      ? {}
      : {
          i: by(m, amps),
          p: by(m, [volts[0] * amps[0] * 0.95, volts[1] * amps[1] * 0.95, volts[2] * amps[2] * 0.95]),
        }),
    ...(m.role === 'busbar' && !dark ? { f: 50 + (noiseAt(at.seed, 40, at.ms / 10_000) - 0.5) * 0.06 } : {}),
  };
}

export function ampsOf(at: Moment, m: SimMeter, volts: Triple): Triple | null {
  if (m.role === 'transformer') return at.flow.areaAmps(m.node);
  if (m.role === 'feeder') {
    const amps = at.flow.feederWatts(m.node) / 3 / (Math.max(volts[0], 1) * 0.95);
    return [amps, amps, amps];
  }
  if (m.customer === null) return null;
  const phases = m.phases.length;
  const amps = Math.abs(at.flow.customerWatts(m.customer)) / phases / Math.max(volts[0], 1) / 0.95;
  return [amps, amps, amps];
}

function by(m: SimMeter, values: Triple): Sample['u'] {
  const out: Partial<Record<'A' | 'B' | 'C', number>> = {};
  for (const [i, p] of (['A', 'B', 'C'] as const).entries()) if (m.phases.includes(p)) out[p] = values[i as 0 | 1 | 2];
  return out;
}

/** What a recorder notes of the dips and losses between two moments; still running ones have no duration yet. */
export function eventsBetween(at: Moment, m: SimMeter, fromMs: number): RecordedEvent[] {
  const udin = m.record.udinV ?? 220;
  const base = at.flow.voltsAt(m.node);
  const out: RecordedEvent[] = [];
  const darks = at.state.darkAt(m.node);
  for (const dip of at.state.dips) {
    if (dip.endMs < fromMs || dip.endMs >= at.ms || darks.some((d) => Math.abs(d.startMs - dip.endMs) < 5)) continue;
    const pu = at.state.dipPu(dip, m.node);
    const pct = [0, 1, 2].map((p) => Math.round(((pu[p as 0 | 1 | 2] * base[p as 0 | 1 | 2]) / udin) * 1000) / 10);
    const phases = [...'ABC'].filter((l, p) => m.phases.includes(l) && (pct[p] ?? 100) < 90).join('');
    if (phases === '') continue;
    out.push({
      kind: dip.shape.length === 1 && m.level === 'mv' ? 'earth_fault' : 'dip',
      startMs: dip.startMs + m.clockErrorMs,
      durationMs: Math.round((dip.endMs - dip.startMs) / 10) * 10 + 10,
      phases,
      pct: Math.min(...pct),
      perPhasePct: { A: pct[0] ?? 0, B: pct[1] ?? 0, C: pct[2] ?? 0 },
    });
  }
  for (const d of darks) {
    const over = d.endMs >= fromMs && d.endMs < at.ms;
    const began = d.startMs >= fromMs && d.startMs < at.ms && d.endMs >= at.ms;
    if (!over && !began) continue;
    const durationMs = over ? Math.round((d.endMs - d.startMs) / 10) * 10 : null;
    const kind = durationMs !== null && durationMs <= 60_000 ? 'interruption' : 'outage';
    out.push({ kind, startMs: d.startMs + m.clockErrorMs, durationMs, phases: m.phases, pct: 0.4, perPhasePct: null });
  }
  return out;
}
