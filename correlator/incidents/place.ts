/**
 * Place of a fault: which protective device's downstream set explains best who was dark and who was not, then which
 * section of that device's zone. Rates by line kind, length and age, reweighted by the section's own history.
 */
import type { MeterId, NodeId, SectionId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Section } from '../../core/network.ts';
import { OUT_FALSE, OUT_MISSED } from '../params/coverage.ts';
import { AGEING, FAULTS_PER_ITEM_YEAR, FAULTS_PER_KM_YEAR } from '../params/rank.ts';
import type { CaseIndex } from './case-index.ts';
import type { DeviceShare, Signal } from './model.ts';
import type { Watch } from './watch.ts';

/** A breaker record names its own device: factor over the others [M]. */
const RECORD_FACTOR = 60;
/** A node without a device may still be where somebody cut or a joint parted. */
const NO_DEVICE_FACTOR = 0.05;
/** Meters without a record that are looked at when asking who was not dark. */
const WITNESSES_MAX = 200;
/** Length of a line section whose length is not known, km [M]. */
const UNKNOWN_LENGTH_KM = 0.1;

export interface Witness {
  readonly node: NodeId;
  /** P(this record | the node was dark) and P(this record | it was not). */
  readonly ifOut: number;
  readonly ifNot: number;
}

/** Of the longest loss of supply in a group, a record this short beside it was a deep dip, not the dark [M]. */
const BLINK_SHARE = 0.3;
const BLINK_MAX_MS = 60_000;

/**
 * Signals that say "no voltage here". Where some were dark for long, those that fell below the interruption threshold
 * only while the fault was cleared are left out: they stood near the fault and were not cut off.
 */
export function outSignals(signals: readonly Signal[]): Signal[] {
  const out = signals.filter((s) => s.kind === 'outage' || s.kind === 'interruption');
  const lengths = out.flatMap((s) => (s.endMs === null ? [] : [s.endMs - s.startMs]));
  const unknown = out.some((s) => s.endMs === null && s.kind === 'outage');
  const most = unknown ? Number.POSITIVE_INFINITY : Math.max(0, ...lengths);
  const least = Math.min(BLINK_MAX_MS, BLINK_SHARE * most);
  return out.filter((s) =>
    s.endMs === null ? s.kind === 'outage' || most < BLINK_MAX_MS : s.endMs - s.startMs >= least,
  );
}

/** Shares over tops (nodes whose downstream was dark); empty when nothing says anybody was. Sums to 1. */
export function deviceShares(index: CaseIndex, watch: Watch, signals: readonly Signal[], top: NodeId): DeviceShare[] {
  const out = outSignals(signals);
  if (out.length === 0) return [];
  const witnesses = witnessesOf(index, watch, signals, top);
  const recorded = new Set(
    signals.flatMap((s) => (s.operation !== null && CLEARS.has(s.operation.op) ? [s.at.node] : [])),
  );
  const scored = candidates(index.grid, [top, ...recorded]).map(({ node, section }) => {
    let log = Math.log(zoneRate(index.grid, node, section) + 1e-4);
    if (section === null || section.device === 'none') log += Math.log(NO_DEVICE_FACTOR);
    if (recorded.has(node)) log += Math.log(RECORD_FACTOR);
    for (const w of witnesses) log += Math.log(index.grid.isBelow(w.node, node) ? w.ifOut : w.ifNot);
    return { top: node, log };
  });
  const best = Math.max(...scored.map((s) => s.log));
  const weights = scored.map((s) => Math.exp(s.log - best));
  const sum = weights.reduce((a, b) => a + b, 0);
  return scored
    .map((s, i) => ({ top: s.top, p: (weights[i] ?? 0) / sum }))
    .filter((s) => s.p > 0.002)
    .sort((a, b) => b.p - a.p);
}

const CLEARS: ReadonlySet<string> = new Set(['trip', 'fuse_blown', 'open']);

/** The common node, the devices on record, and every load end of a section above them, up to the source. */
function candidates(grid: Grid, tops: readonly NodeId[]): { node: NodeId; section: Section | null }[] {
  const out = new Map<NodeId, Section | null>();
  for (const top of tops) {
    let node = top;
    for (const s of grid.upstream(top)) {
      out.set(node, s);
      node = s.to === node ? s.from : s.to;
    }
    out.set(node, null);
  }
  return [...out].map(([node, section]) => ({ node, section }));
}

function witnessesOf(index: CaseIndex, watch: Watch, signals: readonly Signal[], top: NodeId): Witness[] {
  const at = index.hang(top);
  const first = signals[0] as Signal;
  // One witness per meter; its dark record, where it has one, speaks for it.
  const said = new Map<MeterId, Signal>();
  for (const s of signals) if (s.meter !== null && !said.has(s.meter)) said.set(s.meter, s);
  for (const s of outSignals(signals)) if (s.meter !== null) said.set(s.meter, s);
  const out: Witness[] = [];
  const cut = new Set(outSignals(signals));
  for (const s of said.values()) {
    const dark = cut.has(s);
    out.push({ node: s.at.node, ifOut: dark ? 1 - OUT_MISSED : OUT_MISSED, ifNot: dark ? OUT_FALSE : 1 - OUT_FALSE });
  }
  const lasted = longest(signals);
  const window = { fromMs: first.startMs, toMs: first.startMs + Math.max(60_000, lasted ?? 0), durationMs: lasted };
  const around = (at.feeder === null ? index.metersOfRoot.get(at.root) : index.metersOfFeeder.get(at.feeder)) ?? [];
  for (const m of around.slice(0, WITNESSES_MAX)) {
    if (said.has(m.meter)) continue;
    const sees = watch.sees(m, 'outage', window);
    if (sees > 0.05) out.push({ node: m.node, ifOut: 1 - sees, ifNot: 1 - OUT_FALSE });
  }
  return out;
}

/** Longest time without supply that any record states, ms; null when none states an end. */
export function longest(signals: readonly Signal[]): number | null {
  const ends = outSignals(signals).flatMap((s) => (s.endMs === null ? [] : [s.endMs - s.startMs]));
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Faults a year of one section: by kind, length and age; relative numbers. */
export function faultRate(s: Section): number {
  const age = s.installedYear === null ? 0 : Math.max(0, 2026 - s.installedYear - AGEING.fromYears);
  const ageing = 2 ** (age / AGEING.doublesYears);
  if (s.kind === 'transformer' || s.kind === 'switch') return FAULTS_PER_ITEM_YEAR[s.kind] * ageing;
  return FAULTS_PER_KM_YEAR[s.kind] * (s.lengthM === null ? UNKNOWN_LENGTH_KM : s.lengthM / 1000) * ageing;
}

/** Sections whose fault the device above `top` clears: down to the next devices, and not into the next voltage level. */
export function zoneOf(grid: Grid, top: NodeId): Section[] {
  const own = grid.parentSection(top);
  const out: Section[] = own === null ? [] : [own];
  if (grid.nodes.get(top)?.kind === 'busbar' || grid.nodes.get(top)?.kind === 'substation') return [];
  const mv = grid.areaOf(top) === null;
  const stack = [top];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const s of grid.childSections(node)) {
      if (s.device !== 'none' && s.device !== 'switch') continue;
      out.push(s);
      if (mv && s.kind === 'transformer') continue;
      stack.push(s.from === node ? s.to : s.from);
    }
  }
  return out;
}

const rates = new WeakMap<Grid, Map<NodeId, number>>();
function zoneRate(grid: Grid, top: NodeId, section: Section | null): number {
  const known = rates.get(grid) ?? new Map<NodeId, number>();
  rates.set(grid, known);
  const seen = known.get(top);
  if (seen !== undefined) return seen;
  const carries = section !== null && section.device !== 'none';
  const rate = carries
    ? zoneOf(grid, top).reduce((sum, s) => sum + faultRate(s), 0)
    : section
      ? faultRate(section)
      : 0.05;
  known.set(top, rate);
  return rate;
}

/** Share of each section, given where it was cleared. `factor` = history and stroke nearness. Sums to at most 1. */
export function sectionShares(
  grid: Grid,
  devices: readonly DeviceShare[],
  factor: (s: Section) => number,
): Map<SectionId, number> {
  const out = new Map<SectionId, number>();
  for (const d of devices) {
    const zone = zoneOf(grid, d.top);
    const weights = zone.map((s) => faultRate(s) * factor(s));
    const sum = weights.reduce((a, b) => a + b, 0);
    if (sum <= 0) continue;
    zone.forEach((s, i) => {
      out.set(s.id, (out.get(s.id) ?? 0) + (d.p * (weights[i] ?? 0)) / sum);
    });
  }
  return out;
}
