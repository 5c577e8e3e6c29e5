/** What the person asked of the indices, checked, and what a source of sites gives back. */
import type { ProfileId } from '../../core/case.ts';
import type { SupplyGroup } from '../../core/indices/reliability.ts';
import type { IndexPeriod, Site } from '../../core/indices/site.ts';
import { parseTime } from '../../core/time.ts';

export interface IndexSettings {
  /** Null = the source's own, else Asia/Shanghai. */
  readonly zone: string | null;
  /** Null = the source's own, else gb. */
  readonly profile: ProfileId | null;
  readonly udinV: number | null;
  /** As written; null = the case's own, else what the readings span. */
  readonly from: string | null;
  readonly to: string | null;
  /** Sites that report nothing but events count as watched all through. */
  readonly assumeObserved: boolean;
}

export interface IndexedSource {
  readonly name: string;
  readonly zone: string;
  readonly period: IndexPeriod;
  readonly sites: readonly Site[];
  readonly groups: readonly SupplyGroup[];
}

/** The asked instants, else the given ones; null where an end is unknown, not readable, or not after the begin. */
export function indexPeriod(
  settings: IndexSettings,
  zone: string,
  own: { readonly fromMs: number | null; readonly toMs: number | null },
): IndexPeriod | null {
  const at = (text: string | null, other: number | null): number | null => {
    if (text === null) return other;
    const parsed = parseTime(text, zone);
    return parsed.ok ? parsed.ms : null;
  };
  const fromMs = at(settings.from, own.fromMs);
  const toMs = at(settings.to, own.toMs);
  return fromMs === null || toMs === null || toMs <= fromMs ? null : { fromMs, toMs };
}
