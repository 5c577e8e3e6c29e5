/** Reports from a running server: voltages and events of a supply point over its HTTP interface. */
import { buildReport } from '../../collector/report/build.ts';
import { parsePeriod, spanPeriod } from '../../collector/report/period.ts';
import type { Report } from '../../collector/report/report.ts';
import { OperationalError } from '../../core/assert.ts';
import { DISTURBANCE_KINDS, type Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { classesOf } from '../../core/limits/classify.ts';
import { resolveContract } from '../../core/limits/contract.ts';
import type { PhaseTag } from '../../core/quantity.ts';
import type { Method, Reading } from '../../core/series.ts';
import { formatTime, parseTime } from '../../core/time.ts';
import { ApiError, createClient } from '../../correlator/contract/client.ts';
import type { SupplyPoint, SupplyPointVoltage } from '../../correlator/contract/supply-point.ts';
import { DEFAULT_ZONE, type ReportSettings } from './report-settings.ts';

/** Without a period: the seven days before now. */
const DEFAULT_SPAN_MS = 7 * 86_400_000;

/** Rejects with `OperationalError` where the server does not answer or does not know the supply point. */
export async function reportsOfServer(url: string, settings: ReportSettings): Promise<readonly Report[]> {
  const zone = settings.zone ?? DEFAULT_ZONE;
  const client = createClient<AbortSignal>({
    fetch: (to, init) => fetch(to, init),
    baseUrl: url.replace(/\/+$/, ''),
    validate: true,
  });
  const asked = settings.asked === null ? null : parsePeriod(settings.asked.kind, settings.asked.text, zone);
  const period = asked ?? spanPeriod(settings.nowMs - DEFAULT_SPAN_MS, settings.nowMs, zone);
  const reports: Report[] = [];
  for (const supplyPoint of settings.supplyPoints) {
    try {
      const params = { id: supplyPoint };
      const point = await client.getSupplyPoint({ params });
      const query = {
        from: formatTime(period.fromMs, zone),
        to: formatTime(period.toMs, zone),
        resolution: '10min',
      } as const;
      const voltage = await client.getSupplyPointVoltage({ params, query });
      reports.push(oneReport(point, voltage, { period, zone, settings }));
    } catch (cause) {
      if (cause instanceof ApiError || cause instanceof TypeError) {
        throw new OperationalError(`${url}: ${supplyPoint}: ${cause.message}`, { retryable: false, cause });
      }
      throw cause;
    }
  }
  return reports;
}

function oneReport(
  point: SupplyPoint,
  voltage: SupplyPointVoltage,
  of: { readonly period: Report['period']; readonly zone: string; readonly settings: ReportSettings },
): Report {
  const { settings, period, zone } = of;
  const resolved = resolveContract(point.customer.contract, settings.profile ?? profileOf(voltage));
  const isLL = voltage.phases.length > 0 && voltage.phases.every((p) => p.phase.length === 2);
  const { source } = voltage;
  return buildReport({
    subject: {
      supplyPoint: voltage.supplyPoint,
      meter: source.meter ?? '–',
      source: source.kind === 'none' ? 'server' : source.kind,
      sourceText: source.text,
      identity: settings.withIdentity ? point.customer : null,
    },
    zone,
    period,
    resolved,
    supply: {
      connection: isLL ? 'LL' : 'LN',
      udinV: settings.udinV ?? voltage.limits.nominalV,
      system: settings.system,
    },
    method: source.method ?? '10min',
    readings: readingsOf(voltage, source.method ?? '10min'),
    events: voltage.events.filter((e) => e.meter === source.meter).flatMap((e) => eventOf(e)),
    channels: [],
    minCompletenessPct: settings.minCompletenessPct,
    ...(settings.bands === null ? {} : { bands: settings.bands }),
    madeAtMs: settings.nowMs,
  });
}

const profileOf = (v: SupplyPointVoltage) =>
  (['gb', 'en50160', 'ieee'] as const).find((p) => p === v.limits.profile) ?? 'gb';

function instant(text: string): number {
  const at = parseTime(text, 'UTC');
  return at.ok ? at.ms : Number.NaN;
}

/** Columns back to readings; times are the ends of intervals. */
function readingsOf(voltage: SupplyPointVoltage, method: Method): Reading[] {
  const ends = voltage.times.map(instant);
  const steps = ends.slice(1).map((ms, i) => ms - (ends[i] ?? ms));
  const usualMs = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 600_000;
  const lengthMs = voltage.resolutionS === null ? usualMs : Math.max(usualMs, voltage.resolutionS * 1000);
  return ends.map((endMs, i) => ({
    meter: id(voltage.source.meter ?? ''),
    startMs: endMs - lengthMs,
    endMs,
    values: Object.fromEntries(
      voltage.phases.flatMap((p) => {
        const u = p.meanV[i];
        return u === null || u === undefined ? [] : [[p.phase as PhaseTag, { u }]];
      }),
    ),
    method,
    statistic: 'mean',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: null,
  }));
}

function eventOf(e: SupplyPointVoltage['events'][number]): Disturbance[] {
  const kind = DISTURBANCE_KINDS.find((k) => k === e.kind);
  if (kind === undefined) return [];
  return [
    {
      meter: id(e.meter),
      channel: null,
      kind,
      startMs: instant(e.start),
      durationMs: e.durationMs,
      openEnd: e.openEnd,
      pct: e.pct,
      phases: e.phases,
      perPhase: {},
      method: e.method,
      class: classesOf({ kind, pct: e.pct, durationMs: e.durationMs }),
      enclosingDip: null,
      signature: null,
      numbers: {},
      knownAtMs: instant(e.knownAt),
    },
  ];
}
