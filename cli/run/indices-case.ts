/** Sites of a case folder: each meter with its events, the time it was watched, and the customers it speaks for. */
import { foldReadings } from '../../collector/fold.ts';
import { OperationalError } from '../../core/assert.ts';
import { usualChance } from '../../core/can-see.ts';
import type { CaseInput } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import { observedMs } from '../../core/indices/observed.ts';
import { interruptionsOf, type SupplyGroup } from '../../core/indices/reliability.ts';
import { SEES_FROM, type Site, watchedMs } from '../../core/indices/site.ts';
import type { Meter } from '../../core/network.ts';
import type { Reading } from '../../core/series.ts';
import { indexCase } from '../../correlator/incidents/case-index.ts';
import { nominalV } from '../../correlator/incidents/nominal.ts';
import { loadCaseFolder } from '../../correlator/io/case-folder.ts';
import { indexNetwork } from '../../correlator/io/network-index.ts';
import { reportProblems } from '../output.ts';
import { type IndexedSource, type IndexSettings, indexPeriod } from './indices-settings.ts';

const PROBLEMS_SAID = 20;

/** Rejects with `OperationalError` where the folder can't be read or no period is known. */
export async function indicesOfCase(dir: string, settings: IndexSettings): Promise<IndexedSource> {
  const { input, problems } = await loadCaseFolder(dir);
  reportProblems(problems.filter((p) => p.severity === 'error').slice(0, PROBLEMS_SAID));
  const zone = settings.zone ?? input.settings.zone;
  const period = indexPeriod(settings, zone, caseSpan(input));
  if (period === null) {
    throw new OperationalError(`${dir}: no period (--from and --to, or from and to in case.yaml)`, {
      retryable: false,
    });
  }
  const readings = grouped(input.readings);
  const events = eventsByMeter(input, readings, { ...settings, zone });
  const sites = input.meters.map((meter): Site => {
    const own = readings.get(meter.meter) ?? [];
    const observed = observedMs(own, period);
    return {
      id: meter.meter,
      events: events.get(meter.meter) ?? [],
      observedMs: observed ?? (settings.assumeObserved ? period.toMs - period.fromMs : null),
      watching: { method: meter.method, statistic: meter.statistic, hasExtremes: hasExtremes(own) },
      customers: 0,
    };
  });
  return { name: dir, zone, period, ...withCustomers(input, sites) };
}

function caseSpan({ settings, readings }: CaseInput): { fromMs: number | null; toMs: number | null } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const r of readings) {
    first = Math.min(first, r.startMs);
    last = Math.max(last, r.endMs);
  }
  const known = last > first;
  return { fromMs: settings.fromMs ?? (known ? first : null), toMs: settings.toMs ?? (known ? last : null) };
}

export function grouped(readings: readonly Reading[]): ReadonlyMap<MeterId, Reading[]> {
  const out = new Map<MeterId, Reading[]>();
  for (const r of readings) {
    const own = out.get(r.meter);
    if (own === undefined) out.set(r.meter, [r]);
    else own.push(r);
  }
  return out;
}

export const hasExtremes = (readings: readonly Reading[]): boolean =>
  readings.some((r) => Object.values(r.values).some((v) => v?.uMin !== undefined || v?.uMax !== undefined));

/** The customers at a site, as they are interrupted together. */
export const supplyGroup = (site: Site, customers: number): SupplyGroup => ({
  customers,
  observedMs: site.observedMs,
  seesMomentary: usualChance('interruption', site.watching) >= SEES_FROM,
  interruptions: interruptionsOf(site.events),
});

/** Recorded events, and of those the readings show what nobody recorded. */
function eventsByMeter(
  input: CaseInput,
  readings: ReadonlyMap<MeterId, Reading[]>,
  settings: IndexSettings & { readonly zone: string },
): ReadonlyMap<MeterId, readonly Disturbance[]> {
  const { readings: _, ...facts } = input;
  const index = indexCase(facts);
  const folded = foldReadings(input.readings, input.meters, {
    zone: settings.zone,
    profile: settings.profile ?? input.settings.profile,
    nominalV: (m: Meter) => settings.udinV ?? nominalV(index, m),
    aggregates: false,
  }).disturbances;
  const out = new Map<MeterId, Disturbance[]>();
  for (const d of input.disturbances) out.set(d.meter, [...(out.get(d.meter) ?? []), d]);
  const recorded = new Map([...out].map(([meter, own]) => [meter, [...own]]));
  const ends = new Map<MeterId, ReadonlyMap<number, number>>();
  for (const d of folded) {
    const known = recorded.get(d.meter) ?? [];
    let end = ends.get(d.meter);
    if (end === undefined) {
      end = new Map((readings.get(d.meter) ?? []).map((r) => [r.startMs, r.endMs]));
      ends.set(d.meter, end);
    }
    const untilMs = d.durationMs === null ? (end.get(d.startMs) ?? d.startMs) : d.startMs + d.durationMs;
    const isKnown = known.some((k) => isSameFamily(k, d) && k.startMs <= untilMs && endMs(k) >= d.startMs);
    if (!isKnown) out.set(d.meter, [...(out.get(d.meter) ?? []), d]);
  }
  for (const own of out.values()) own.sort((a, b) => a.startMs - b.startMs);
  return out;
}

const LOSSES: readonly string[] = ['dip', 'interruption', 'outage'];
const isSameFamily = (a: Disturbance, b: Disturbance): boolean =>
  a.kind === b.kind || (LOSSES.includes(a.kind) && LOSSES.includes(b.kind));
const endMs = (d: Disturbance): number => (d.openEnd ? Number.POSITIVE_INFINITY : d.startMs + (d.durationMs ?? 0));

/**
 * Each customer counts at the nearest meter that can tell: for short events one that would see them, for losses of
 * supply any that was watched. Who has none is a group nobody watched.
 */
function withCustomers(
  input: CaseInput,
  sites: readonly Site[],
): { readonly sites: readonly Site[]; readonly groups: readonly SupplyGroup[] } {
  const network = indexNetwork(input);
  const byId = new Map(sites.map((s) => [s.id, s]));
  const short = new Map<string, number>();
  const losses = new Map<string, number>();
  let nobody = 0;
  for (const customer of input.customers) {
    const near = network.metersOf(customer).flatMap((m) => byId.get(m.meter.meter) ?? []);
    const seer = near.find((s) => watchedMs(s, 'low') !== null) ?? near[0];
    if (seer !== undefined) short.set(seer.id, (short.get(seer.id) ?? 0) + 1);
    const watcher = near.find((s) => (s.observedMs ?? 0) > 0);
    if (watcher === undefined) nobody += 1;
    else losses.set(watcher.id, (losses.get(watcher.id) ?? 0) + 1);
  }
  const groups = sites.flatMap((s): SupplyGroup[] => {
    const customers = losses.get(s.id) ?? 0;
    return customers === 0 ? [] : [supplyGroup(s, customers)];
  });
  return {
    sites: sites.map((s) => ({ ...s, customers: short.get(s.id) ?? 0 })),
    groups:
      nobody === 0
        ? groups
        : [...groups, { customers: nobody, observedMs: null, seesMomentary: false, interruptions: [] }],
  };
}
