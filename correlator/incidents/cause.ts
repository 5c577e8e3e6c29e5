/**
 * Prior cause of an incident, before strokes and works: by kind, by who was dark, and for a dip by whether anybody
 * else saw it and whether protection spoke.
 */
import type { Cause } from '../../core/verdict.ts';
import {
  CALLS_SHARES,
  DIP_FAULT_SHARES,
  DIP_LOCAL_SHARES,
  DIP_UPSTREAM_SHARE,
  KIND_SHARES,
  OUTAGE_SHARES,
  type Scope,
  type Shares,
  UPSTREAM_DURATION,
} from '../params/causes.ts';
import { TRIP_RECORDED } from '../params/coverage.ts';
import type { CaseIndex } from './case-index.ts';
import type { DeviceShare, Signal } from './model.ts';
import { outSignals } from './place.ts';
import type { Watch } from './watch.ts';

export type CausePrior = Map<Cause, number>;

/** Weighted sum of share tables, scaled to sum 1. */
export function mix(parts: readonly { readonly p: number; readonly shares: Shares }[]): CausePrior {
  const out: CausePrior = new Map();
  for (const { p, shares } of parts)
    for (const [cause, share] of Object.entries(shares) as [Cause, number][])
      out.set(cause, (out.get(cause) ?? 0) + p * share);
  const sum = [...out.values()].reduce((a, b) => a + b, 0);
  if (sum > 0) for (const [c, v] of out) out.set(c, v / sum);
  return out;
}

export function scopeOfTop(index: CaseIndex, top: DeviceShare['top']): Scope {
  const at = index.hang(top);
  if (at.area !== null)
    return top === at.area ? 'area' : index.grid.childSections(top).length === 0 ? 'service' : 'area';
  if (at.feeder === null) return 'busbar';
  return at.feeder === top ? 'feeder' : 'branch';
}

/** Who was dark decides: each candidate device with its own table. */
export function outagePrior(index: CaseIndex, devices: readonly DeviceShare[]): CausePrior {
  return mix(devices.map((d) => ({ p: d.p, shares: OUTAGE_SHARES[scopeOfTop(index, d.top)] })));
}

export function callsPrior(): CausePrior {
  return mix([{ p: 1, shares: CALLS_SHARES }]);
}

/** Kinds that name their mechanism (undervoltage, broken neutral …); null for dips and outages. */
export function kindPrior(kind: Signal['kind']): CausePrior | null {
  const shares = KIND_SHARES[kind];
  return shares === undefined ? null : mix([{ p: 1, shares }]);
}

/** P(a dip began in one area | who saw it and who would have). */
export interface DipReading {
  readonly local: number;
  readonly upstream: number;
}

/** A dip: local to an area, a fault on a feeder, or from above the busbar. */
export function dipPrior(
  index: CaseIndex,
  watch: Watch,
  signals: readonly Signal[],
): { prior: CausePrior; reading: DipReading } {
  const reading = readDip(index, watch, signals);
  const wide = 1 - reading.local;
  const prior = mix([
    { p: reading.local, shares: DIP_LOCAL_SHARES },
    { p: wide * reading.upstream, shares: { upstream: 1 } },
    { p: wide * (1 - reading.upstream), shares: DIP_FAULT_SHARES },
  ]);
  return { prior, reading };
}

function readDip(index: CaseIndex, watch: Watch, signals: readonly Signal[]): DipReading {
  const areas = new Set(signals.flatMap((s) => (s.at.area === null ? [] : [s.at.area])));
  const feeders = new Set(signals.flatMap((s) => (s.at.feeder === null ? [] : [s.at.feeder])));
  const above = signals.some((s) => s.at.area === null);
  const first = signals[0] as Signal;
  const tripped = outSignals(signals).length > 0;
  const local = above || areas.size > 1 ? 0.01 : localOdds(index, watch, first);
  // Two feeders seen: beyond the feeder for sure; one feeder: how loudly do the others stay silent?
  const others = feeders.size > 1 ? 0 : silentFeeders(index, watch, first);
  let odds = DIP_UPSTREAM_SHARE / (1 - DIP_UPSTREAM_SHARE);
  odds *= others > 0 ? 0.05 ** Math.min(1, others) : 1;
  if (tripped) odds *= 0.04;
  else odds /= 1 - tripCoverage(index, first);
  odds *= durationLr(signals);
  return { local, upstream: odds / (1 + odds) };
}

/** Everything in one area: is it the area's own, or does nobody else watch? */
function localOdds(index: CaseIndex, watch: Watch, s: Signal): number {
  let odds = 0.5;
  const elsewhere = (index.metersOfRoot.get(s.at.root) ?? []).filter((m) => index.hang(m.node).area !== s.at.area);
  const window = { fromMs: s.startMs, toMs: s.startMs + 60_000, durationMs: null };
  let missed = 1;
  for (const m of elsewhere.slice(0, 40)) missed *= 1 - 0.9 * watch.sees(m, 'dip', window);
  odds /= Math.max(0.004, missed);
  const values = Object.values(s.perPhase).filter((v) => v !== undefined);
  if (values.length === 3) {
    const touched = values.filter((v) => v < 97).length;
    // One phase alone is a load or fault between phase and neutral; a 10 kV fault always moves two or three.
    odds *= touched === 1 ? 6 : 0.5;
  }
  if (s.pct !== null) odds *= s.pct > 80 ? 1.6 : s.pct < 60 ? 0.4 : 1;
  return odds / (1 + odds);
}

/** Sum of P(recorded) over watching meters of other feeders of the busbar that say nothing. */
function silentFeeders(index: CaseIndex, watch: Watch, s: Signal): number {
  const window = { fromMs: s.startMs, toMs: s.startMs + 60_000, durationMs: null };
  let sum = 0;
  for (const m of (index.metersOfRoot.get(s.at.root) ?? []).slice(0, 200)) {
    const at = index.hang(m.node);
    if (at.busbar === s.at.busbar && at.feeder !== s.at.feeder) sum += watch.sees(m, 'dip', window);
  }
  return sum;
}

const tripsSeen = new WeakMap<CaseIndex, Set<string>>();
/** P(a trip would be on file): only where the file has operations of that source at all. */
function tripCoverage(index: CaseIndex, s: Signal): number {
  let roots = tripsSeen.get(index);
  if (roots === undefined) {
    roots = new Set();
    for (const o of index.facts.operations) {
      const section = index.grid.sections.get(o.section);
      if (section !== undefined && o.op !== 'open' && o.op !== 'close') roots.add(index.hang(section.to).root);
    }
    tripsSeen.set(index, roots);
  }
  return roots.has(s.at.root) ? TRIP_RECORDED : 0;
}

function durationLr(signals: readonly Signal[]): number {
  const lengths = signals.flatMap((s) => (s.kind === 'dip' && s.endMs !== null ? [s.endMs - s.startMs] : []));
  const sharp = signals.some((s) => s.sigmaMs < 60_000);
  if (lengths.length === 0 || !sharp) return 1;
  const middle = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  if (middle <= 0) return 1;
  return middle < UPSTREAM_DURATION.fastMs
    ? UPSTREAM_DURATION.fastLr
    : middle > UPSTREAM_DURATION.slowMs
      ? UPSTREAM_DURATION.slowLr
      : 1;
}
