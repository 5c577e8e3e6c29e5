/**
 * Subcause of chronic low voltage, from who in the area is low, which phases, and at which hours. A guess by pattern;
 * the remedy itself needs a load flow.
 */
import type { VoltageSummary } from '../../core/case.ts';
import type { MeterId, NodeId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { type CaseIndex, push } from './case-index.ts';
import type { Signal } from './model.ts';
import { nominalV } from './nominal.ts';

export type LowVoltageSubcause = 'transformer_overload' | 'lv_line_long' | 'phase_imbalance' | 'tap_wrong' | 'mv_low';

/** Per unit of nominal: low = the 220 V limit; "all right" = not even near it. @source GB/T 12325 -10 % / 0.95 [M]. */
const LOW_PCT = 90;
const FINE_PCT = 95;
/** A phase this far above nominal while another is low = imbalance (neutral shifted) [M]. */
const HIGH_PCT = 101;
/** The bus below this while the far end is low: most of the drop lies in the transformer and above [M]. */
const BUS_SHARE_PCT = 94;
/** Share of the feeder's other watched areas low at the same time from which the 10 kV side is to blame [M]. */
const MV_SHARE = 0.6;

export type VoltageIndex = ReadonlyMap<MeterId, readonly VoltageSummary[]>;

export function voltagesByMeter(index: CaseIndex): VoltageIndex {
  const out = new Map<MeterId, VoltageSummary[]>();
  for (const v of index.facts.voltages) push(out, v.meter, v);
  return out;
}

/** `lowAreas` = areas of the feeder with low voltage in the same time; the incident's own included. */
export function lowVoltageSubcause(
  index: CaseIndex,
  voltages: VoltageIndex,
  signals: readonly Signal[],
  lowAreas: ReadonlySet<NodeId>,
): LowVoltageSubcause {
  const at = (signals[0] as Signal).at;
  const watched = watchedAreas(index, at.feeder);
  if (watched.size >= 3 && lowAreas.size / watched.size >= MV_SHARE) return 'mv_low';
  if (at.area === null) return 'mv_low';
  const worst = worstPhases(index, voltages, signals);
  if (worst.low < LOW_PCT + 2 && worst.high > HIGH_PCT) return 'phase_imbalance';
  if (worst.nightPct !== null && worst.nightPct < LOW_PCT + 2) return 'tap_wrong';
  const bus = (index.metersOfArea.get(at.area) ?? []).filter((m) => m.node === at.area);
  const busLow = signals.some((s) => s.meter !== null && s.at.node === at.area);
  const busPct = lowestMean(index, voltages, bus, signals);
  if (busLow || (busPct !== null && busPct < BUS_SHARE_PCT)) return 'transformer_overload';
  if (bus.length > 0) return 'lv_line_long';
  const others = (index.metersOfArea.get(at.area) ?? []).length;
  const lowMeters = new Set(signals.map((s) => s.meter)).size;
  return others >= 3 && lowMeters / others >= 0.75 ? 'transformer_overload' : 'lv_line_long';
}

/** Lowest hourly mean at the transformer's own meters on the low days, % of nominal; null without readings. */
function lowestMean(
  index: CaseIndex,
  voltages: VoltageIndex,
  bus: readonly Meter[],
  signals: readonly Signal[],
): number | null {
  const values: number[] = [];
  for (const s of signals) {
    const end = s.endMs ?? s.startMs + 3_600_000;
    for (const m of bus) {
      for (const v of voltages.get(m.meter) ?? []) {
        const at = v.dayStartMs + v.hour * 3_600_000;
        if (at < s.startMs - 1_800_000 || at >= end) continue;
        values.push(...Object.values(v.perPhase).map((p) => (100 * p.meanV) / nominalV(index, m)));
      }
    }
  }
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 10)] ?? null;
}

function watchedAreas(index: CaseIndex, feeder: NodeId | null): Set<NodeId> {
  const out = new Set<NodeId>();
  if (feeder === null) return out;
  for (const m of index.metersOfFeeder.get(feeder) ?? []) {
    const area = index.hang(m.node).area;
    if (area !== null) out.add(area);
  }
  return out;
}

/** Lowest and highest phase during low hours, and the mean at night (01–05 h), all in % of nominal. */
function worstPhases(
  index: CaseIndex,
  voltages: VoltageIndex,
  signals: readonly Signal[],
): { low: number; high: number; nightPct: number | null } {
  let low = 100;
  let high = 0;
  const night: number[] = [];
  const days = new Set(signals.map((s) => Math.floor(s.startMs / 86_400_000)));
  for (const meterId of new Set(signals.map((s) => s.meter))) {
    const meter = meterId === null ? undefined : index.meters.get(meterId);
    if (meter === undefined) continue;
    for (const v of voltages.get(meter.meter) ?? []) {
      const means = Object.values(v.perPhase).map((p) => (100 * p.meanV) / nominalV(index, meter));
      if (v.hour >= 1 && v.hour < 5) night.push(Math.min(...means));
      const near =
        days.has(Math.floor(v.dayStartMs / 86_400_000)) || days.has(Math.floor(v.dayStartMs / 86_400_000) + 1);
      if (!near || Math.min(...means) > FINE_PCT) continue;
      low = Math.min(low, ...means);
      high = Math.max(high, ...means);
    }
  }
  for (const s of signals) {
    const values = Object.values(s.perPhase).filter((v) => v !== undefined);
    if (values.length < 2) continue;
    low = Math.min(low, ...values);
    high = Math.max(high, ...values);
  }
  night.sort((a, b) => a - b);
  return { low, high, nightPct: night.length >= 4 ? (night[Math.floor(night.length / 2)] ?? null) : null };
}
