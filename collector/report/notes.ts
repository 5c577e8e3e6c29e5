/** Which method notes a report needs: each says what was done to the values, or what they cannot show. */
import type { PhenomenonLimit } from '../../core/limits/phenomenon.ts';
import type { NoteId, Report } from './report.ts';
import type { Track } from './track.ts';

const TEN_MIN_S = 600;
const LENGTH_MS = { day: 86_400_000, week: 7 * 86_400_000, year: 365 * 86_400_000 } as const;
/** A local week may be an hour short. */
const HOUR_MS = 3_600_000;

export function notesOf(
  report: Omit<Report, 'notes'>,
  from: { readonly tracks: readonly Track[]; readonly limits: readonly PhenomenonLimit[] },
): NoteId[] {
  const { rows, period, voltages } = report;
  const has = (test: (t: Track) => boolean) => from.tracks.some(test);
  const judged = (phenomenon: string) => rows.some((r) => r.limit.phenomenon === phenomenon);
  const lengthMs = period.toMs - period.fromMs;
  const when: Readonly<Record<NoteId, boolean>> = {
    area_meter: report.subject.source === 'area',
    feeder_meter: report.subject.source === 'feeder',
    ten_minutes: voltages.some((t) => t.derived === 'ten_minutes'),
    longer_interval: voltages.some((t) => t.intervalS > TEN_MIN_S),
    no_level_limit: voltages.length > 0 && !judged('voltage') && !judged('voltage_span'),
    flagging: true,
    no_supply: rows.some((r) => r.judged.noSupply > 0),
    completeness: true,
    percentile: rows.some((r) => r.judged.valid > 0 && r.intervalS !== null),
    short_period: rows.some((r) => lengthMs < LENGTH_MS[r.limit.over] - HOUR_MS),
    frequency_interval: rows.some((r) => r.limit.phenomenon === 'frequency' && r.intervalS !== r.limit.intervalS),
    harmonic_interval: rows.some((r) => ['thdu', 'harmonic'].includes(r.limit.phenomenon) && r.intervalS !== TEN_MIN_S),
    phase_phase_u2: has((t) => t.derived === 'phase_phase'),
    plt_from_pst: has((t) => t.derived === 'pst'),
    user_share: judged('u2') && from.limits.some((l) => l.scope === 'user'),
    blind_to_short: report.method !== 'urms_half',
  };
  return (Object.keys(when) as NoteId[]).filter((id) => when[id]);
}
