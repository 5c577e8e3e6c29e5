/**
 * SARFI: how often a customer meets a short voltage variation beyond a level or a curve.
 * @source SARFI-X = Σ Nᵢ/N_T, IEEE 1564; X of 140 … 10 as in its published summaries; scaling to days watched unconfirmed
 */
import type { Disturbance } from '../event.ts';
import { itic } from '../limits/itic.ts';
import { semiF47 } from '../limits/semi-f47.ts';
import { type Family, familyOf, type IndexPeriod, type Site, shortEvents, timesOf, watchedMs } from './site.ts';
import { together } from './together.ts';

export const SARFI_IDS = ['140', '120', '110', '90', '80', '70', '50', '10', 'itic', 'semi_f47'] as const;
export type SarfiId = (typeof SARFI_IDS)[number];

const LEVELS = [140, 120, 110, 90, 80, 70, 50, 10] as const;
/** An interruption whose residual nobody wrote down is below this, % of Udin: in every profile. */
const INTERRUPTION_BELOW_PCT = 10;
const DAY_MS = 86_400_000;

export interface SarfiCount {
  /** Events (groups) certainly beyond. */
  readonly count: number;
  /** Events whose depth or length is not known well enough to say. */
  readonly undecided: number;
  /** `count` scaled to `perDays` days watched; null where the site was not watched or can't see them. */
  readonly rate: number | null;
  /** The same with the undecided ones: the rate lies between the two. */
  readonly rateMax: number | null;
}
export type Sarfi = Readonly<Record<SarfiId, SarfiCount>>;

export interface SarfiOptions {
  readonly period: IndexPeriod;
  /** 30 or 365 usually. */
  readonly perDays: number;
  /** Events within so many ms of the first are one; 0 = each counts. */
  readonly togetherMs: number;
}

export const familyOfIndex = (id: SarfiId): Family => (Number(id) > 100 ? 'high' : 'low');

/** Counts and rates of one site. */
export function siteSarfi(site: Site, options: SarfiOptions): Sarfi {
  const groups = together(shortEvents(site, options.period), options.togetherMs);
  const entries = SARFI_IDS.map((id): [SarfiId, SarfiCount] => {
    const family = familyOfIndex(id);
    let [count, undecided] = [0, 0];
    for (const group of groups) {
      const [first] = group;
      if (first === undefined || familyOf(first) !== family) continue;
      const answers = group.map((d) => isBeyond(id, d));
      if (answers.includes(true)) count += timesOf(first);
      else if (answers.includes(null)) undecided += timesOf(first);
    }
    const watched = watchedMs(site, family);
    const scaled = (n: number) => (watched === null ? null : (n * options.perDays * DAY_MS) / watched);
    return [id, { count, undecided, rate: scaled(count), rateMax: scaled(count + undecided) }];
  });
  return Object.fromEntries(entries) as Record<SarfiId, SarfiCount>;
}

/** Null = not known well enough. Levels: below X (above from 110 on). Curves: below the lower one. */
export function isBeyond(id: SarfiId, d: Disturbance): boolean | null {
  if (familyOf(d) !== familyOfIndex(id)) return false;
  const pct = d.pct ?? (d.kind === 'interruption' ? INTERRUPTION_BELOW_PCT - 0.01 : null);
  const level = LEVELS.find((x) => String(x) === id);
  if (level !== undefined) {
    // Depth unknown: a dip is one because it fell below 90 %, a swell because it rose above 110 %.
    if (pct === null) return level === 90 || level === 110 ? true : null;
    return level > 100 ? pct > level : pct < level;
  }
  const curve = id === 'itic' ? itic : semiF47;
  const answer = curve.classify({ kind: d.kind, pct, durationMs: d.durationMs });
  return answer === null ? null : answer === 'outside';
}

export interface SystemSarfi {
  /** Mean of the sites' rates; null where no site has one. */
  readonly bySites: Between | null;
  /** Mean weighted by the customers each site speaks for. */
  readonly byCustomers: Between | null;
  readonly sites: number;
  readonly sitesOf: number;
  readonly customers: number;
}

/** Equal where every event is decided. */
export interface Between {
  readonly min: number;
  readonly max: number;
}

/** Sites without a rate are left out of both means and said: `sites` of `sitesOf`. */
export function systemSarfi(
  sites: readonly { readonly site: Site; readonly sarfi: Sarfi }[],
): Readonly<Record<SarfiId, SystemSarfi>> {
  const entries = SARFI_IDS.map((id): [SarfiId, SystemSarfi] => {
    const known = sites.flatMap(({ site, sarfi: { [id]: s } }) =>
      s.rate === null || s.rateMax === null ? [] : [{ min: s.rate, max: s.rateMax, weight: site.customers ?? 0 }],
    );
    const customers = known.reduce((n, k) => n + k.weight, 0);
    return [
      id,
      {
        bySites: meanOf(known, () => 1),
        byCustomers: meanOf(known, (k) => k.weight),
        sites: known.length,
        sitesOf: sites.length,
        customers,
      },
    ];
  });
  return Object.fromEntries(entries) as Record<SarfiId, SystemSarfi>;
}

type Weighted = Between & { readonly weight: number };

function meanOf(known: readonly Weighted[], weightOf: (k: Weighted) => number): Between | null {
  let [min, max, weight] = [0, 0, 0];
  for (const k of known) {
    min += k.min * weightOf(k);
    max += k.max * weightOf(k);
    weight += weightOf(k);
  }
  return weight === 0 ? null : { min: min / weight, max: max / weight };
}
