/** A report as plain JSON (times as text, nothing left out) and as rows for a terminal. */
import { channelUdinV } from '../../core/declared.ts';
import { disturbanceLine } from '../../core/lines.ts';
import { formatTime } from '../../core/time.ts';
import type { LimitRow, Report } from './report.ts';

type Row = Readonly<Record<string, unknown>>;

/** `schema` grows when a field changes its meaning. */
export function reportJson(report: Report): Row {
  const time = (ms: number) => formatTime(ms, report.zone);
  const { period, supply, subject } = report;
  return {
    type: 'compliance_report',
    schema: 1,
    supplyPoint: subject.supplyPoint,
    meter: subject.meter,
    source: subject.source,
    identity: subject.identity,
    zone: report.zone,
    period: { kind: period.kind, label: period.label, from: time(period.fromMs), to: time(period.toMs) },
    profile: report.profile.id,
    contract: report.contract?.id ?? null,
    unknownContract: report.unknownContract,
    udinV: supply.udinV,
    connection: supply.connection,
    system: supply.system,
    method: report.method,
    completeness: report.completeness,
    minCompletenessPct: report.minCompletenessPct,
    overall: report.overall,
    ratePct: report.ratePct,
    rateChannel: report.rateChannel,
    limits: report.rows.map(limitJson),
    notMeasured: report.notMeasured,
    events: report.events.map((e) => disturbanceLine(e, report.zone)),
    eventTable: report.eventTable,
    notes: report.notes,
    made: time(report.madeAtMs),
  };
}

function limitJson({ limit, channel, intervalS, judged }: LimitRow): Row {
  const { text, perHour, ...rest } = limit;
  return { ...rest, perHour, text, channel, valuesIntervalS: intervalS, ...judged };
}

const digits = (v: number | null, n: number): number | null => (v === null ? null : Number(v.toFixed(n)));

/** The columns that fit a screen; voltages in V. */
export function reportRows(report: Report): Row[] {
  return report.rows.map(({ limit, channel, judged }) => {
    const isLevel = limit.phenomenon === 'voltage';
    const udinV = channelUdinV(report.supply, channel ?? 'A', report.supply.udinV);
    const shown = (v: number | null, n: number) => digits(isLevel && v !== null ? (v * udinV) / 100 : v, n);
    return {
      of: report.subject.supplyPoint ?? report.subject.meter,
      limit: `${limit.id}${limit.unconfirmed ? ' (unconfirmed)' : ''}`,
      ch: channel,
      low: shown(limit.low, 3),
      high: shown(limit.high, 3),
      unit: isLevel ? 'V' : limit.unit,
      'needed %': limit.requiredPct,
      n: judged.valid,
      expected: judged.expected,
      above: judged.above,
      below: judged.below,
      'inside %': digits(judged.insidePct, 2),
      high95: shown(judged.high95, 3),
      max: shown(judged.max, 3),
      verdict: judged.doubt === null ? judged.verdict : `${judged.verdict}: ${judged.doubt}`,
    };
  });
}
