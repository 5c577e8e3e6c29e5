/**
 * Reports of the supply points of a case folder: from the own meter's voltages, else the transformer area's, else the
 * feeder's; which one is said in each report.
 */
import { foldReadings } from '../../collector/fold.ts';
import { buildReport } from '../../collector/report/build.ts';
import type { Report, ReportInput, SourceKind } from '../../collector/report/report.ts';
import { OperationalError } from '../../core/assert.ts';
import type { CaseInput } from '../../core/case.ts';
import { type Disturbance, disturbanceKey } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import { resolveContract } from '../../core/limits/contract.ts';
import type { Customer, Meter } from '../../core/network.ts';
import { PHASES } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { indexCase } from '../../correlator/incidents/case-index.ts';
import { nominalV } from '../../correlator/incidents/nominal.ts';
import { loadCaseFolder } from '../../correlator/io/case-folder.ts';
import { indexNetwork } from '../../correlator/io/network-index.ts';
import { reportProblems } from '../output.ts';
import { periodOf, type ReportSettings } from './report-settings.ts';

/** One report per asked supply point, or of the worst; of all with a voltage where neither was asked. */
export async function reportsOfCase(dir: string, settings: ReportSettings): Promise<readonly Report[]> {
  const { input, problems } = await loadCaseFolder(dir);
  reportProblems(problems.filter((p) => p.severity === 'error').slice(0, PROBLEMS_SAID));
  const sources = chooseSources(input, settings);
  const make = reportMaker(input, settings);
  const reports: Report[] = [];
  for (const source of sources) {
    const report = make(source);
    if (report !== null) reports.push(report);
  }
  return settings.worst === null ? reports : worstOf(reports, settings.worst);
}

const PROBLEMS_SAID = 20;

interface Source {
  readonly customer: Customer;
  readonly meter: Meter;
  readonly kind: SourceKind;
}

/** Lowest qualification rate first; without a rate last; then by name, so that the same call gives the same list. */
export function worstOf(reports: readonly Report[], count: number): readonly Report[] {
  const name = (r: Report) => r.subject.supplyPoint ?? '';
  return [...reports]
    .sort((a, b) => (a.ratePct ?? 101) - (b.ratePct ?? 101) || name(a).localeCompare(name(b)))
    .slice(0, count);
}

/** The nearest meter of each supply point that has voltages in the case. */
function chooseSources(input: CaseInput, settings: ReportSettings): readonly Source[] {
  const network = indexNetwork(input);
  const asked = new Set(settings.supplyPoints);
  const known = new Set(input.customers.map((c) => String(c.supplyPoint)));
  for (const name of asked) {
    if (!known.has(name)) throw new OperationalError(`no supply point ${name} in customers.csv`, { retryable: false });
  }
  const withVoltage = new Set(input.readings.map((r) => r.meter));
  return input.customers
    .filter((c) => asked.size === 0 || asked.has(c.supplyPoint))
    .flatMap((customer) => {
      const found = network.metersOf(customer).find((m) => withVoltage.has(m.meter.meter));
      return found === undefined ? [] : { customer, meter: found.meter, kind: found.relation };
    });
}

/** Readings and events of a meter are found once, however many supply points it speaks for. */
function reportMaker(input: CaseInput, settings: ReportSettings): (source: Source) => Report | null {
  const zone = settings.zone ?? input.settings.zone;
  const profile = settings.profile ?? input.settings.profile;
  const readings = new Map<MeterId, Reading[]>();
  for (const r of input.readings) {
    const own = readings.get(r.meter);
    if (own === undefined) readings.set(r.meter, [r]);
    else own.push(r);
  }
  const { readings: _, ...facts } = input;
  const index = indexCase(facts);
  const events = new Map<MeterId, readonly Disturbance[]>();
  const eventsOf = (meter: Meter, own: readonly Reading[]): readonly Disturbance[] => {
    const before = events.get(meter.meter);
    if (before !== undefined) return before;
    const options = { zone, profile, nominalV: (m: Meter) => nominalV(index, m), aggregates: false };
    const recorded = input.disturbances.filter((d) => d.meter === meter.meter);
    const folded = foldReadings(own, [meter], options).disturbances;
    const all = new Map([...folded, ...recorded].map((d) => [disturbanceKey(d), d]));
    const sorted = [...all.values()].sort((a, b) => a.startMs - b.startMs);
    events.set(meter.meter, sorted);
    return sorted;
  };
  return ({ customer, meter, kind }) => {
    const own = (readings.get(meter.meter) ?? []).sort((a, b) => a.endMs - b.endMs);
    const period = periodOf(settings, zone, own);
    if (period === null) return null;
    const given: ReportInput = {
      subject: {
        supplyPoint: customer.supplyPoint,
        meter: meter.meter,
        source: kind,
        sourceText: null,
        identity: settings.withIdentity ? customer : null,
      },
      zone,
      period,
      resolved: resolveContract(customer.contract, profile),
      supply: {
        connection: meter.connection,
        udinV: settings.udinV ?? nominalV(index, meter),
        system: settings.system,
      },
      method: meter.method,
      readings: own,
      events: eventsOf(meter, own),
      channels: kind === 'own' ? [] : channelsOf(customer),
      minCompletenessPct: settings.minCompletenessPct,
      ...(settings.bands === null ? {} : { bands: settings.bands }),
      madeAtMs: settings.nowMs,
    };
    return buildReport(given);
  };
}

/** A single-phase customer is judged by its own phase of the area's meter; of an unknown phase by all three. */
function channelsOf(customer: Customer): ReportInput['channels'] {
  const phases = PHASES.filter((p) => customer.phases.includes(p));
  return phases.length === 1 ? phases : [];
}
