/** Who is without supply right now, as far as meters tell: open outages and power-off records without a return. */
import type { CaseFacts } from '../../core/case.ts';
import type { MeterId, NodeId, SupplyPointId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { NetworkIndex } from '../io/network-index.ts';

/** An outage nobody ended is forgotten after this: meters are taken down, records get lost [guess]. */
const FORGET_MS = 7 * 86_400_000;

/** Meters that see no voltage at this moment. */
export function deadMeters(facts: CaseFacts, nowMs: number): ReadonlySet<MeterId> {
  const dead = new Set<MeterId>();
  for (const d of facts.disturbances) {
    const whole = d.kind === 'outage' || d.kind === 'interruption';
    if (whole && d.openEnd && d.startMs <= nowMs && d.startMs > nowMs - FORGET_MS) dead.add(d.meter);
  }
  const newest = new Map<MeterId, { timeMs: number; off: boolean }>();
  for (const e of facts.meterEvents) {
    const off = e.kind === 'power_off' || e.kind === 'last_gasp';
    if (!off && e.kind !== 'power_on') continue;
    if (e.timeMs > nowMs || e.timeMs <= nowMs - FORGET_MS) continue;
    if ((newest.get(e.meter)?.timeMs ?? Number.NEGATIVE_INFINITY) <= e.timeMs)
      newest.set(e.meter, { timeMs: e.timeMs, off });
  }
  for (const [meter, { off }] of newest) {
    if (off) dead.add(meter);
    else dead.delete(meter);
  }
  return dead;
}

/** Customers whose own meter is dead, or whose area's or feeder's is while their own does not contradict. */
export function customersOut(
  facts: CaseFacts,
  network: NetworkIndex,
  dead: ReadonlySet<MeterId>,
): ReadonlyMap<NodeId | null, ReadonlySet<SupplyPointId>> {
  const out = new Map<NodeId | null, Set<SupplyPointId>>();
  if (dead.size === 0) return out;
  const deadNodes = [...dead].flatMap((m) => nodeOfShared(network.meters.get(m)));
  const owners = new Set([...dead].map((m) => network.meters.get(m)?.supplyPoint).filter((s) => s != null));
  for (const c of facts.customers) {
    const node = network.nodeOf(c);
    const isOut = owners.has(c.supplyPoint) || (node !== null && deadNodes.some((n) => network.grid.isBelow(node, n)));
    if (!isOut) continue;
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
