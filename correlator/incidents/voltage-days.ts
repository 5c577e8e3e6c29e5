/**
 * Days on which a meter's own readings lay beyond the limits for an hour or more, from hourly summaries: chronic low
 * and high voltage. Where a detector's line says so already, the day is not said twice; nor the hours of a lost phase or
 * a broken neutral, whose lows and highs are theirs.
 */
import type { VoltageSummary } from '../../core/case.ts';
import { type CaseIndex, push } from './case-index.ts';
import type { Signal } from './model.ts';
import { nominalV } from './nominal.ts';

/** Share of an hour beyond the limit from which the hour counts [M]. */
const HOUR_SHARE = 0.5;
const HOUR_MS = 3_600_000;
/** Time constants of a stamp that is only known to the hour, ms. */
const HOUR_SIGMA_MS = HOUR_MS / Math.sqrt(12);
/** Below this part of nominal a phase is dark or lost, not low: outages have records of their own [M]. */
const DARK_PCT = 20;

type Side = 'undervoltage' | 'overvoltage';

export function voltageDays(index: CaseIndex): Signal[] {
  return (['undervoltage', 'overvoltage'] as const).flatMap((side) => daysOf(index, side));
}

function daysOf(index: CaseIndex, side: Side): Signal[] {
  const said = saidDays(index, side);
  const named = namedSpans(index);
  const runs = new Map<string, VoltageSummary[]>();
  for (const v of index.facts.voltages) {
    const beyond = Object.values(v.perPhase).some(
      (p) => (side === 'undervoltage' ? p.belowPu : p.abovePu) >= HOUR_SHARE && p.meanV > 0,
    );
    if (!beyond || isNamed(named, v)) continue;
    if (!said.has(`${v.meter}|${dayKey(v.dayStartMs + v.hour * HOUR_MS)}`)) push(runs, `${v.meter}|${v.dayStartMs}`, v);
  }
  return [...runs.values()].flatMap((hours) => consecutive(hours).flatMap((run) => daySignal(index, run, side)));
}

const dayKey = (t: number): number => Math.floor(t / 86_400_000);

function saidDays(index: CaseIndex, side: Side): Set<string> {
  const said = new Set<string>();
  for (const d of index.facts.disturbances) {
    if (d.kind !== side) continue;
    const last = dayKey(d.startMs + (d.durationMs ?? 0));
    for (let day = dayKey(d.startMs); day <= last; day++) said.add(`${d.meter}|${day}`);
  }
  return said;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Times in which a three-phase meter told what is wrong with its phases, by meter. */
function namedSpans(index: CaseIndex): Map<string, Span[]> {
  const out = new Map<string, Span[]>();
  for (const d of index.facts.disturbances) {
    if (d.kind !== 'phase_loss' && d.kind !== 'broken_neutral') continue;
    push(out, d.meter, { fromMs: d.startMs, toMs: d.startMs + (d.durationMs ?? HOUR_MS) });
  }
  return out;
}

function isNamed(named: ReadonlyMap<string, readonly Span[]>, v: VoltageSummary): boolean {
  const fromMs = v.dayStartMs + v.hour * HOUR_MS;
  return named.get(v.meter)?.some((s) => s.fromMs < fromMs + HOUR_MS && fromMs < s.toMs) ?? false;
}

/** Stretches of hours without a pause of more than one. */
function consecutive(hours: readonly VoltageSummary[]): VoltageSummary[][] {
  const out: VoltageSummary[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const h of [...hours].sort((a, b) => a.hour - b.hour)) {
    if (h.hour - last > 2) out.push([]);
    out[out.length - 1]?.push(h);
    last = h.hour;
  }
  return out;
}

function daySignal(index: CaseIndex, hours: readonly VoltageSummary[], side: Side): Signal[] {
  const first = hours[0];
  const last = hours[hours.length - 1];
  const meter = first === undefined ? undefined : index.meters.get(first.meter);
  if (first === undefined || last === undefined || meter === undefined) return [];
  const nominal = nominalV(index, meter);
  const perPhase: Record<string, number> = {};
  for (const h of hours) {
    for (const [phase, p] of Object.entries(h.perPhase)) {
      const pct = (100 * p.meanV) / nominal;
      const known = perPhase[phase] ?? pct;
      perPhase[phase] = side === 'undervoltage' ? Math.min(known, pct) : Math.max(known, pct);
    }
  }
  const values = Object.values(perPhase);
  const pct = side === 'undervoltage' ? Math.min(...values) : Math.max(...values);
  if (side === 'undervoltage' && pct < DARK_PCT && values.every((v) => v < DARK_PCT)) return [];
  const beyond = (v: number): boolean => (side === 'undervoltage' ? v < 90 : v > 107);
  return [
    {
      fact: `${side}:${first.meter}|${first.dayStartMs + first.hour * HOUR_MS}`,
      kind: side,
      startMs: first.dayStartMs + first.hour * HOUR_MS,
      sigmaMs: HOUR_SIGMA_MS,
      endMs: last.dayStartMs + (last.hour + 1) * HOUR_MS,
      running: false,
      pct,
      phases: ['A', 'B', 'C'].filter((p) => beyond(perPhase[p] ?? 100)).join(''),
      perPhase,
      meter: first.meter,
      at: index.hang(meter.node),
      operation: null,
      event: null,
    },
  ];
}
