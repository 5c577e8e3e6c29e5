/** What the person asked of a report, checked; shared by its three sources. */

import { type Period, type PeriodKind, parsePeriod, spanPeriod } from '../../collector/report/period.ts';
import type { ProfileId } from '../../core/case.ts';
import type { BandTable } from '../../core/limits/gbt-30137.ts';
import type { Reading } from '../../core/series.ts';

export interface ReportSettings {
  /** Null = the source's own, else Asia/Shanghai. */
  readonly zone: string | null;
  /** Null = the source's own, else gb. */
  readonly profile: ProfileId | null;
  readonly udinV: number | null;
  readonly system: 'large' | 'small';
  readonly asked: { readonly kind: PeriodKind; readonly text: string } | null;
  readonly minCompletenessPct: number;
  readonly withIdentity: boolean;
  readonly supplyPoints: readonly string[];
  readonly worst: number | null;
  readonly bands: BandTable | null;
  readonly nowMs: number;
}

export const DEFAULT_ZONE = 'Asia/Shanghai';

/** The asked period in a zone (checked before), or what the readings span; null without both. */
export function periodOf(settings: ReportSettings, zone: string, readings: readonly Reading[]): Period | null {
  if (settings.asked !== null) return parsePeriod(settings.asked.kind, settings.asked.text, zone);
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const r of readings) {
    fromMs = Math.min(fromMs, r.startMs);
    toMs = Math.max(toMs, r.endMs);
  }
  return toMs > fromMs ? spanPeriod(fromMs, toMs, zone) : null;
}
