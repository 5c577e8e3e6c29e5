/** Which meters are shown, and what each is called in a spreadsheet. */
import type { MeterQuality } from '../../correlator/contract/quality.ts';

export const PROBLEM_FILTERS = ['all', 'any', 'silent', 'incomplete', 'clock', 'doubt'] as const;
export type ProblemFilter = (typeof PROBLEM_FILTERS)[number];

export interface Filters {
  readonly problem: ProblemFilter;
  readonly feeder: string | null;
  readonly area: string | null;
  readonly text: string;
}

/** A clock off or a drift by more than this is a problem, ms and ppm. */
const CLOCK_OFF_MS = 3_000;
const DRIFT_PPM = 100;
/** Less than this share of the last seven days is incomplete, %. */
const COMPLETE_PCT = 95;

export function hasProblem(m: MeterQuality, problem: ProblemFilter): boolean {
  switch (problem) {
    case 'all':
      return true;
    case 'any':
      return m.hint !== null || m.stale;
    case 'silent':
      return m.silence !== null || m.stale;
    case 'incomplete': {
      const pct = weekPct(m);
      return pct !== null && pct < COMPLETE_PCT;
    }
    case 'clock':
      return (
        m.silence === 'clock_untrusted' ||
        Math.abs(m.clockOffsetMs ?? 0) > CLOCK_OFF_MS ||
        Math.abs(m.clockDriftPpm ?? 0) > DRIFT_PPM
      );
    case 'doubt':
      return m.doubts.length > 0;
  }
}

export function matches(m: MeterQuality, f: Filters): boolean {
  const words = f.text.trim().toLowerCase();
  const said = [m.meter, m.source, m.feeder, m.area, m.comms].join(' ').toLowerCase();
  return (
    hasProblem(m, f.problem) &&
    (f.feeder === null || m.feeder === f.feeder) &&
    (f.area === null || m.area === f.area) &&
    said.includes(words)
  );
}

/** Stored of the values due in the last seven days, %; null where none are expected. */
export function weekPct(m: MeterQuality): number | null {
  const due = m.week.reduce((n, d) => n + d.due, 0);
  return due === 0 ? null : (100 * m.week.reduce((n, d) => n + d.stored, 0)) / due;
}

export function todayPct(m: MeterQuality): number | null {
  return m.today === null || m.today.due === 0 ? null : (100 * m.today.stored) / m.today.due;
}

/** One row per meter. `time` writes an instant in the utility's zone with its offset; `name` a word in the reader's language. */
export function csvRows(
  items: readonly MeterQuality[],
  time: (iso: string | null) => string,
  name: (m: MeterQuality) => { readonly silence: string; readonly hint: string; readonly act: string },
): readonly Readonly<Record<string, string | number | null>>[] {
  return items.map((m) => {
    const { silence, hint, act } = name(m);
    return {
      meter: m.meter,
      feeder: m.feeder,
      area: m.area,
      source: m.source,
      method: m.method,
      last_value: time(m.lastValueAt),
      silence,
      silence_p: m.silence === null ? null : (m.silenceOdds?.[m.silence] ?? null),
      silent_since: time(m.silentSince),
      today_pct: rounded(todayPct(m)),
      week_pct: rounded(weekPct(m)),
      month_pct: rounded(m.monthPct),
      lag_ms: m.lagMs,
      gaps: m.gap,
      errors: m.errors,
      clock_offset_ms: m.clockOffsetMs,
      clock_uncertainty_ms: m.clockUncertaintyMs,
      clock_drift_ppm: m.clockDriftPpm,
      doubts: m.doubts.map((d) => `${d.kind}${d.phases === '' ? '' : ` ${d.phases}`}: ${d.detail}`).join('; '),
      hint,
      act,
    };
  });
}

const rounded = (v: number | null): number | null => (v === null ? null : Math.round(v * 100) / 100);
