/**
 * Who is without supply right now, as far as meters tell: running outages and power-off records without a return. A
 * voltage that came in later is stronger than a record nobody ended: the end of an outage can get lost.
 */
import type { CaseFacts } from '../../core/case.ts';
import { channelUdinV } from '../../core/declared.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId, NodeId, SupplyPointId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { SeriesPoint } from '../../core/ports.ts';
import { METHOD_INTERVAL_S } from '../../core/series.ts';
import type { NetworkIndex } from '../io/network-index.ts';
import { staleAfterS } from './staleness.ts';

/** An outage nobody ended is forgotten after this: meters are taken down, records get lost [guess]. */
const FORGET_MS = 7 * 86_400_000;
/** At and above this a channel has supply, % of declared; the interruption threshold. @source IEEE 1159 */
const SUPPLY_PCT = 10;
/** Declared voltage where nobody says, V phase to neutral. @source GB/T 156-2017 */
const NOMINAL_V = 220;

export interface SupplyNow {
  /** Meters that see no voltage at this moment. */
  readonly dead: ReadonlySet<MeterId>;
  /** Meters with a current voltage on some channel. */
  readonly live: ReadonlySet<MeterId>;
}

/** `points` = newest good voltages of all meters; `disturbances` without those another report replaced. */
export function supplyNow(
  facts: Pick<CaseFacts, 'meterEvents'> & { readonly disturbances: readonly Disturbance[] },
  network: NetworkIndex,
  points: readonly SeriesPoint[],
  nowMs: number,
): SupplyNow {
  const since = darkSince(facts, nowMs);
  const live = new Set<MeterId>();
  for (const p of points) {
    const meter = network.meters.get(p.meter);
    if (meter === undefined) continue;
    const pct = (100 * p.value) / channelUdinV(meter, p.phase, meter.udinV ?? NOMINAL_V);
    if (!(pct >= SUPPLY_PCT)) continue;
    // A mean that began before the loss says nothing against it.
    const beganMs = p.timeMs - (METHOD_INTERVAL_S[meter.method] ?? 0) * 1000;
    if (beganMs >= (since.get(p.meter) ?? Number.POSITIVE_INFINITY)) since.delete(p.meter);
    if (nowMs - p.timeMs <= staleAfterS(meter) * 1000) live.add(p.meter);
  }
  return { dead: new Set(since.keys()), live };
}

/** Since when each meter is dark by its records, ms. */
function darkSince(facts: Parameters<typeof supplyNow>[0], nowMs: number): Map<MeterId, number> {
  const since = new Map<MeterId, number>();
  for (const d of facts.disturbances) {
    const whole = d.kind === 'outage' || d.kind === 'interruption';
    if (whole && d.openEnd && d.startMs <= nowMs && d.startMs > nowMs - FORGET_MS) since.set(d.meter, d.startMs);
  }
  const newest = new Map<MeterId, { timeMs: number; off: boolean }>();
  for (const e of facts.meterEvents) {
    const off = e.kind === 'power_off' || e.kind === 'last_gasp';
    if (!off && e.kind !== 'power_on') continue;
    if (e.timeMs > nowMs || e.timeMs <= nowMs - FORGET_MS) continue;
    if ((newest.get(e.meter)?.timeMs ?? Number.NEGATIVE_INFINITY) <= e.timeMs)
      newest.set(e.meter, { timeMs: e.timeMs, off });
  }
  for (const [meter, { off, timeMs }] of newest) {
    if (off) since.set(meter, Math.max(timeMs, since.get(meter) ?? timeMs));
    else if (timeMs > (since.get(meter) ?? Number.POSITIVE_INFINITY)) since.delete(meter);
  }
  return since;
}

/** Customers whose own meter is dead, or whose area's or feeder's is while their own does not contradict; by feeder. */
export function customersOut(
  facts: Pick<CaseFacts, 'customers'>,
  network: NetworkIndex,
  { dead, live }: SupplyNow,
): ReadonlyMap<NodeId | null, ReadonlySet<SupplyPointId>> {
  const out = new Map<NodeId | null, Set<SupplyPointId>>();
  if (dead.size === 0) return out;
  const deadNodes = [...dead].flatMap((m) => nodeOfShared(network.meters.get(m)));
  const suppliersOf = (of: ReadonlySet<MeterId>) =>
    new Set([...of].map((m) => network.meters.get(m)?.supplyPoint).filter((s) => s != null));
  const [darkOwners, liveOwners] = [suppliersOf(dead), suppliersOf(live)];
  for (const c of facts.customers) {
    const node = network.nodeOf(c);
    const isBelow = node !== null && deadNodes.some((n) => network.grid.isBelow(node, n));
    if (!darkOwners.has(c.supplyPoint) && (!isBelow || liveOwners.has(c.supplyPoint))) continue;
    const feeder = node === null ? null : network.grid.feederOf(node);
    const set = out.get(feeder) ?? new Set<SupplyPointId>();
    set.add(c.supplyPoint);
    out.set(feeder, set);
  }
  return out;
}

/** A meter that speaks for all behind its node: the customer's own speaks for that customer only. */
function nodeOfShared(meter: Meter | undefined): NodeId[] {
  return meter === undefined || meter.supplyPoint !== null ? [] : [meter.node];
}
