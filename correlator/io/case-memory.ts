/**
 * All facts of the running case in memory, merged by natural key: the same fact twice is one, the newer form stands.
 * The server's main thread and each computing thread keep one and are told the same changes.
 */
import type { CaseFacts, CaseSettings } from '../../core/case.ts';
import { disturbanceKey } from '../../core/event.ts';
import type { DisturbanceKey, HourKey } from '../../core/ports.ts';

/** Lists of facts that changed; `settings` replaces. Plain data: it crosses to a thread as it is. */
export type CaseDelta = Partial<CaseFacts> & {
  readonly withdrawn?: { readonly disturbances: readonly DisturbanceKey[]; readonly voltages: readonly HourKey[] };
};

type Lists = Omit<CaseFacts, 'settings'>;
type ListName = keyof Lists;

/** Natural key of each kind of fact. */
const KEYS: { readonly [K in ListName]: (fact: Lists[K][number]) => string } = {
  nodes: (n) => n.id,
  sections: (s) => s.id,
  customers: (c) => c.supplyPoint,
  meters: (m) => m.meter,
  disturbances: disturbanceKey,
  voltages: hourKey,
  meterEvents: (e) => `${e.meter}|${e.timeMs}|${e.kind}`,
  operations: (o) => `${o.section}|${o.timeMs}|${o.op}`,
  strokes: (s) => s.id,
  works: (w) => w.id,
  complaints: (c) => c.id,
  findings: (f) => f.id,
  repairs: (r) => r.id,
};
function hourKey(v: HourKey): string {
  return `${v.meter}|${v.dayStartMs}|${v.hour}`;
}

const NAMES = Object.keys(KEYS) as readonly ListName[];

export interface CaseMemory {
  /** Merge; returns true if the network (nodes, sections, customers, meters) is among what changed. */
  put(delta: CaseDelta): boolean;
  /** Forget everything, then merge. */
  replace(facts: CaseFacts): void;
  /** The case as it stands; lists that did not change keep their identity. */
  facts(): CaseFacts;
}

export function createCaseMemory(settings: CaseSettings): CaseMemory {
  let current = settings;
  const maps = new Map<ListName, Map<string, unknown>>(NAMES.map((name) => [name, new Map()]));
  const lists = new Map<ListName, readonly unknown[]>();
  let whole: CaseFacts | null = null;

  function put(delta: CaseDelta): boolean {
    if (delta.settings) current = delta.settings;
    for (const name of NAMES) {
      const changed = delta[name];
      if (changed === undefined || changed.length === 0) continue;
      const key = KEYS[name] as (fact: unknown) => string;
      const map = maps.get(name) as Map<string, unknown>;
      for (const fact of changed) map.set(key(fact), fact);
      lists.delete(name);
    }
    for (const d of delta.withdrawn?.disturbances ?? []) forget('disturbances', disturbanceKey(d));
    for (const v of delta.withdrawn?.voltages ?? []) forget('voltages', hourKey(v));
    whole = null;
    return ['nodes', 'sections', 'customers', 'meters'].some((n) => (delta[n as ListName]?.length ?? 0) > 0);
  }

  function forget(name: ListName, key: string): void {
    if (maps.get(name)?.delete(key)) lists.delete(name);
  }

  function list(name: ListName): readonly unknown[] {
    let known = lists.get(name);
    if (known === undefined) {
      known = [...(maps.get(name) as Map<string, unknown>).values()];
      lists.set(name, known);
    }
    return known;
  }

  return {
    put,
    replace(facts) {
      for (const map of maps.values()) map.clear();
      lists.clear();
      put(facts);
    },
    facts() {
      if (whole === null) {
        whole = { settings: current, ...Object.fromEntries(NAMES.map((n) => [n, list(n)])) } as unknown as CaseFacts;
      }
      return whole;
    },
  };
}

/** A case cut into pieces of at most `size` facts, so that handing it to a thread never blocks for long. */
export function* slices(facts: CaseFacts, size: number): Generator<CaseDelta> {
  yield { settings: facts.settings };
  for (const name of NAMES) {
    const all = facts[name] as readonly unknown[];
    for (let i = 0; i < all.length; i += size) yield { [name]: all.slice(i, i + size) } as CaseDelta;
  }
}
