/** Inputs of a report, made by rule: readings of one meter over a period, and events. */
import { buildReport } from '../../collector/report/build.ts';
import { type Period, type PeriodKind, parsePeriod } from '../../collector/report/period.ts';
import type { LimitRow, Report, ReportInput } from '../../collector/report/report.ts';
import type { ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { resolveContract } from '../../core/limits/contract.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';

export const ZONE = 'Asia/Shanghai';
export const METER: MeterId = id('M-1');

export function period(kind: PeriodKind, text: string, zone = ZONE): Period {
  const found = parsePeriod(kind, text, zone);
  if (found === null) throw new Error(`no period ${text}`);
  return found;
}

export const WEEK = period('week', '2026-W47');

export type Values = Readonly<Partial<Record<PhaseTag, Readonly<Partial<Record<QuantityId, number>>>>>>;

/** One reading per ten minutes of the period; null = the meter was silent. */
export function tenMinutes(of: Period, valuesAt: (i: number) => Values | null): Reading[] {
  const n = Math.round((of.toMs - of.fromMs) / 600_000);
  return Array.from({ length: n }, (_, i) => i).flatMap((i) => {
    const values = valuesAt(i);
    if (values === null) return [];
    const startMs = of.fromMs + i * 600_000;
    const endMs = startMs + 600_000;
    const rest = { method: '10min', statistic: 'mean', quality: 0, knownAtMs: endMs, deviceTimeMs: null } as const;
    return [{ meter: METER, startMs, endMs, values, ...rest }];
  });
}

export const phaseA = (volts: number): Values => ({ A: { u: volts } });

export function event(of: Partial<Disturbance> & Pick<Disturbance, 'kind' | 'startMs'>): Disturbance {
  const fixed = { meter: METER, channel: null, openEnd: false, phases: 'A', perPhase: {}, method: 'urms_half' };
  const rest = { class: {}, enclosingDip: null, signature: null, numbers: {}, knownAtMs: of.startMs };
  return { ...fixed, ...rest, durationMs: 100, pct: 40, ...of };
}

export interface Asked extends Partial<Omit<ReportInput, 'readings'>> {
  readonly readings: readonly Reading[];
  readonly profileId?: ProfileId;
  readonly contract?: string;
}

/** 220 V phase-neutral, gb, week 2026-W47 in Shanghai, where nothing else is asked. */
export function input({ profileId = 'gb', contract, ...asked }: Asked): ReportInput {
  return {
    subject: { supplyPoint: 'SP-1', meter: METER, source: 'own', sourceText: null, identity: null },
    zone: ZONE,
    period: WEEK,
    resolved: resolveContract(contract ?? profileId, profileId),
    supply: { connection: 'LN', udinV: profileId === 'gb' ? 220 : 230, system: 'large' },
    method: '10min',
    events: [],
    channels: [],
    minCompletenessPct: 90,
    madeAtMs: WEEK.toMs,
    ...asked,
  };
}

export const report = (asked: Asked): Report => buildReport(input(asked));

export function row(of: Report, limit: string, channel: PhaseTag | null = 'A'): LimitRow {
  const found = of.rows.find((r) => r.limit.id === limit && r.channel === channel);
  if (found === undefined) throw new Error(`no row ${limit} ${channel} among ${of.rows.map((r) => r.limit.id)}`);
  return found;
}
