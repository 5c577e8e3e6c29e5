/**
 * Sections by the burden their repair would spare a year, with its uncertainty. Verified harm from incidents, shared
 * over places and causes; works, upstream and arrears never land on a section. Rates are shrunk by unit
 * (Gamma-Poisson), intervals come from seeded samples of the posterior.
 */
import type { SectionId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';
import { CAUSE_TEXT, type Cause, type Priority, type Verdict } from '../../core/verdict.ts';
import type { CaseIndex } from '../incidents/case-index.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { faultRate } from '../incidents/place.ts';
import { BURDEN, JOB_M, POOL, SAMPLES, SECTION_SHAPE, TOP_K, UNKNOWN_LENGTH_M } from '../params/rank.ts';
import { actionOf, efficacyOf } from './action.ts';
import { burdenOf } from './burden.ts';
import { gammaVariate, seeded, seedOf } from './random.ts';
import { type Unit, unitsOf } from './units.ts';

const YEAR_MS = 365.25 * 86_400_000;
/** A case shorter than this is not scaled up beyond it: one bad day is no year [M]. */
const SPAN_MIN_MS = 14 * 86_400_000;

interface Tally {
  readonly unit: Unit;
  /** Expected number of incidents that began here, and the burden they carried. */
  events: number;
  burden: number;
  /** Burden a repair would spare, by cause. */
  readonly spared: Map<Cause, number>;
  readonly bySection: Map<SectionId, number>;
  subcause: string | null;
  worst: { readonly incident: IncidentModel; readonly burden: number } | null;
}

/** All sections, best first. Deterministic; the order of complaints and incidents does not matter. */
export function rankSections(
  index: CaseIndex,
  incidents: readonly IncidentModel[],
  verdicts: readonly Verdict[],
): Priority[] {
  const units = unitsOf(index);
  const tallies = new Map<Unit, Tally>();
  for (const unit of new Set(units.values())) {
    tallies.set(unit, {
      unit,
      events: 0,
      burden: 0,
      spared: new Map(),
      bySection: new Map(),
      subcause: null,
      worst: null,
    });
  }
  const claims = claimsByIncident(verdicts);
  for (const k of incidents) {
    if (k.source === 'works' && (k.causes.line_fault ?? 0) < 0.3) continue;
    lay(index, k, claims.get(k.id) ?? 0, units, tallies);
  }
  return order(index, [...tallies.values()]);
}

function claimsByIncident(verdicts: readonly Verdict[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const v of verdicts) {
    if (v.incident === null || v.category !== 'damage_claim') continue;
    out.set(v.incident, (out.get(v.incident) ?? 0) + v.p);
  }
  return out;
}

/** Share one incident over units. Only causes a crew can mend there count. */
function lay(
  index: CaseIndex,
  k: IncidentModel,
  claims: number,
  units: ReadonlyMap<SectionId, Unit>,
  tallies: Map<Unit, Tally>,
): void {
  const total = burdenOf(index, k) + BURDEN.damageClaim * claims;
  if (total <= 0) return;
  for (const [section, share] of k.sections) {
    const unit = units.get(section);
    const tally = unit === undefined ? undefined : tallies.get(unit);
    if (tally === undefined) continue;
    for (const [cause, p] of Object.entries(k.causes) as [Cause, number][]) {
      const efficacy = efficacyOf(cause);
      if (efficacy === 0) continue;
      tally.events += share * p;
      tally.burden += share * p * total;
      tally.spared.set(cause, (tally.spared.get(cause) ?? 0) + share * p * total * efficacy);
      tally.bySection.set(section, (tally.bySection.get(section) ?? 0) + share * p * total);
    }
    if (tally.worst === null || share * total > tally.worst.burden) {
      tally.worst = { incident: k, burden: share * total };
      if (k.subcause !== null) tally.subcause = k.subcause;
    }
  }
}

interface Ranked {
  readonly tally: Tally;
  readonly mean: number;
  readonly samples: Float64Array;
}

/** One section of a unit with the part of the unit's benefit that a job there would bring. */
interface Listed {
  readonly ranked: Ranked;
  readonly section: SectionId;
  readonly part: number;
}

function order(index: CaseIndex, tallies: readonly Tally[]): Priority[] {
  const years = Math.max(index.toMs - index.fromMs, SPAN_MIN_MS) / YEAR_MS;
  const rateSum = tallies.reduce((sum, t) => sum + rateOf(t.unit), 0);
  const eventSum = tallies.reduce((sum, t) => sum + t.events, 0);
  const perEvent = eventSum > 0 ? tallies.reduce((sum, t) => sum + t.burden, 0) / eventSum : 1;
  const perRate = rateSum > 0 ? eventSum / years / rateSum : 0;
  const ranked = tallies.map((t) => posterior(t, { years, perEvent, perRate }));
  const listed = ranked.flatMap((r) => partsOf(r.tally).map(({ section, part }) => ({ ranked: r, section, part })));
  listed.sort(byBenefit);
  const top = topShare(listed);
  return listed.map((l, i) => priorityOf(l, i + 1, top.get(l) ?? 0, years));
}

function byBenefit(a: Listed, b: Listed): number {
  const gap = b.ranked.mean * b.part - a.ranked.mean * a.part;
  if (Math.abs(gap) > 1e-9 * Math.max(a.ranked.mean, b.ranked.mean)) return gap;
  const [ua, ub] = [a.ranked.tally.unit.head.id, b.ranked.tally.unit.head.id];
  if (ua !== ub) return ua < ub ? -1 : 1;
  return a.section < b.section ? -1 : 1;
}

function priorityOf(l: Listed, rank: number, pTopK: number, years: number): Priority {
  const sorted = Float64Array.from(l.ranked.samples).sort();
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  const t = l.ranked.tally;
  return {
    rank,
    section: l.section,
    action: actionOf(t.unit, leadingCause(t), t.subcause),
    benefit: tidy(l.ranked.mean * l.part),
    low: tidy(at(0.1) * l.part),
    high: tidy(at(0.9) * l.part),
    pTopK,
    because: because(t, years),
  };
}

/**
 * Share of the unit's benefit that one job of usual length brings, if done at this section: burden per metre there
 * times the length of a job, at most all of it. A cut section has the same burden per metre, hence the same rank.
 */
function partsOf(t: Tally): { section: SectionId; part: number }[] {
  const job = JOB_M[t.unit.level];
  const seen = [...t.bySection.values()].reduce((a, b) => a + b, 0);
  const expected = rateOf(t.unit);
  // Where little was seen, length and kind decide: the prior counts as a tenth of one incident of the unit.
  const trust = t.events / (t.events + 0.1);
  return t.unit.sections.map((s) => {
    const lengthM = Math.max(1, s.lengthM ?? UNKNOWN_LENGTH_M);
    const own = seen > 0 ? (t.bySection.get(s.id) ?? 0) / seen : 0;
    const share = trust * own + (1 - trust) * (expected > 0 ? faultRate(s) / expected : 0);
    return { section: s.id, part: job === null ? 1 : Math.min(1, (share * job) / lengthM) };
  });
}

/** Expected faults a year of a unit by kind, length and age: additive, so a cut section changes nothing. */
function rateOf(unit: Unit): number {
  return unit.sections.reduce((sum, s) => sum + faultRate(s), 0);
}

/**
 * Gamma-Poisson: prior rate by kind and length, shape `SECTION_SHAPE`; then its own events. Burden per event: its own
 * mean drawn towards the case's, one pseudo event strong.
 */
function posterior(t: Tally, c: { years: number; perEvent: number; perRate: number }): Ranked {
  const priorRate = Math.max(1e-9, c.perRate * rateOf(t.unit));
  const shape = SECTION_SHAPE + t.events;
  const scale = 1 / (SECTION_SHAPE / priorRate + c.years);
  const priorBurden = 0.1 * c.perEvent;
  const each = (priorBurden * 0.5 + t.burden) / (0.5 + t.events);
  const spared = [...t.spared.values()].reduce((a, b) => a + b, 0);
  const efficacy = t.burden > 0 ? spared / t.burden : 0.5;
  const spread = t.events < QUIET_EVENTS ? QUIET_SPREAD : spreadOf(shape, t.events, t.unit.head.id);
  const samples = spread.map((x) => x * scale * each * efficacy);
  return { tally: t, mean: shape * scale * each * efficacy, samples };
}

/** Units in which next to nothing began share one set of samples: only their scale differs. */
const QUIET_EVENTS = 1e-3;
const QUIET_SPREAD = spreadOf(SECTION_SHAPE, 0, 'quiet');

/** Rate times burden per event, both as unit-scale Gamma variates: burden varies by about its own size. */
function spreadOf(shape: number, events: number, seed: string): Float64Array {
  const random = seeded(seedOf(seed));
  const out = new Float64Array(SAMPLES);
  for (let i = 0; i < SAMPLES; i++)
    out[i] = (gammaVariate(shape, random) * gammaVariate(1 + events, random)) / (1 + events);
  return out;
}

/** Share of samples in which the section is among the best `TOP_K`. O(samples · sections). */
function topShare(listed: readonly Listed[]): Map<Listed, number> {
  const out = new Map<Listed, number>();
  // Only the upper part of the list can ever come into the best few.
  const pool = listed.slice(0, POOL);
  for (let i = 0; i < SAMPLES; i++) {
    const sorted = pool.map((l) => ({ l, v: (l.ranked.samples[i] ?? 0) * l.part })).sort((a, b) => b.v - a.v);
    for (const { l } of sorted.slice(0, TOP_K)) out.set(l, (out.get(l) ?? 0) + 1 / SAMPLES);
  }
  for (const [l, p] of out) out.set(l, Number(Math.min(1, p).toFixed(4)));
  return out;
}

function leadingCause(t: Tally): Cause | null {
  let best: Cause | null = null;
  let most = 0;
  for (const [cause, v] of t.spared) {
    if (v <= most) continue;
    best = cause;
    most = v;
  }
  return best;
}

const tidy = (x: number): number => Number(x.toPrecision(4));

function because(t: Tally, years: number): Text[] {
  if (t.events < 0.02)
    return [
      { zh: '无记录事件，仅按类型、长度和年限估计', en: 'nothing on record; estimated from kind, length and age' },
    ];
  const out: Text[] = [
    {
      zh: `约 ${tidy(t.events)} 次事件起于此单元，负担约 ${tidy(t.burden / years)} 户时当量/年`,
      en: `about ${tidy(t.events)} incidents began in this unit, ${tidy(t.burden / years)} customer-hour equivalents a year`,
    },
  ];
  const cause = leadingCause(t);
  if (cause !== null) out.push({ zh: `主要原因：${CAUSE_TEXT[cause].zh}`, en: `mainly ${CAUSE_TEXT[cause].en}` });
  if (t.worst !== null)
    out.push({ zh: `影响最大的一次：${t.worst.incident.id}`, en: `heaviest: ${t.worst.incident.id}` });
  return out;
}
