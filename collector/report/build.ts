/** A report from the readings and events of one meter over one period: tracks, limits, verdicts, notes, in that order. */

import { channelUdinV } from '../../core/declared.ts';
import type { Disturbance } from '../../core/event.ts';
import { limitsAt } from '../../core/limits/contract.ts';
import type { Phenomenon, PhenomenonLimit } from '../../core/limits/phenomenon.ts';
import { eventTable } from './event-table.ts';
import { type JudgeInput, judge, judgeSpan, type Verdict } from './judge.ts';
import { judgeEvents } from './judge-events.ts';
import { notesOf } from './notes.ts';
import type { LimitRow, Report, ReportInput } from './report.ts';
import type { Interval, Track } from './track.ts';
import { tracksOf } from './tracks.ts';
import { within } from './wave-tracks.ts';

/** Kinds that make the values beside them doubtful. @source IEC 61000-4-30:2015 4.7 */
const FLAGGING = new Set(['dip', 'swell', 'interruption']);
/** Events of known time and no level: they belong to limits of their own. */
const ON_EVENTS: ReadonlySet<Phenomenon> = new Set(['rvc', 'ride_through']);

export function buildReport(input: ReportInput): Report {
  const { period, supply, resolved } = input;
  const inside = input.readings.filter((r) => inPeriod(r.startMs === r.endMs ? r.endMs - 1 : r.startMs, period));
  const events = input.events.filter((e) => inPeriod(e.startMs, period));
  const all = [
    ...tracksOf(inside, input.events.flatMap(running)),
    ...(input.tracks ?? []).map((t) => within(t, period)),
  ];
  const tracks =
    input.channels.length === 0 ? all : all.filter((t) => t.channel === 'total' || input.channels.includes(t.channel));
  const voltages = declared(
    tracks.filter((t) => t.phenomenon === 'voltage'),
    supply.connection,
  );
  const limits = limitsAt(resolved, supply);
  const applied = limits.filter((l) => l.scope === 'point');
  const completeness = completenessOf(voltages, input);
  const canSee = input.method === 'urms_half' && completeness !== null && completeness.pct >= input.minCompletenessPct;
  const rows = applied.flatMap((limit) => {
    if (ON_EVENTS.has(limit.phenomenon)) return eventRow(limit, events, canSee);
    return tracksFor(limit, tracks, voltages).map((track) => valueRow(limit, track, input));
  });
  const judgedPhenomena = new Set(rows.map((r) => r.limit.phenomenon));
  const rate = worstRate(rows);
  const report = {
    subject: input.subject,
    zone: input.zone,
    period,
    profile: { id: resolved.profile.id, title: resolved.profile.title, text: resolved.profile.text },
    contract: resolved.contract === null ? null : { id: resolved.contract.id, text: resolved.contract.text },
    unknownContract: resolved.unknown,
    supply,
    method: input.method,
    completeness,
    minCompletenessPct: input.minCompletenessPct,
    rows,
    notMeasured: [...new Set(applied.map((l) => l.phenomenon))].filter((p) => !judgedPhenomena.has(p)),
    ratePct: rate?.judged.insidePct ?? null,
    rateChannel: rate?.channel ?? null,
    overall: overallOf(rows),
    events,
    eventTable: eventTable(resolved.profile.id, events, input.bands),
    voltages,
    madeAtMs: input.madeAtMs,
  };
  return { ...report, notes: notesOf(report, { tracks, limits }) };
}

const inPeriod = (ms: number, p: { readonly fromMs: number; readonly toMs: number }): boolean =>
  ms >= p.fromMs && ms < p.toMs;

function running(e: Disturbance): Interval[] {
  if (!FLAGGING.has(e.kind)) return [];
  return [{ fromMs: e.startMs, toMs: e.startMs + (e.durationMs ?? 0) }];
}

/** Phases or pairs, as the declared voltage speaks of; where only the other kind is there, that one. */
function declared(voltages: readonly Track[], connection: 'LN' | 'LL'): readonly Track[] {
  const fitting = voltages.filter((t) => (t.channel.length === 2 ? 'LL' : 'LN') === connection);
  return fitting.length > 0 ? fitting : voltages;
}

function tracksFor(limit: PhenomenonLimit, tracks: readonly Track[], voltages: readonly Track[]): readonly Track[] {
  if (limit.phenomenon === 'voltage' || limit.phenomenon === 'voltage_span') return voltages;
  return tracks.filter((t) => t.phenomenon === limit.phenomenon && t.order === limit.order);
}

function valueRow(limit: PhenomenonLimit, track: Track, input: ReportInput): LimitRow {
  const isLevel = track.phenomenon === 'voltage';
  const udinV = channelUdinV(input.supply, track.channel, input.supply.udinV);
  const values = isLevel ? track.values.map((v) => (100 * v) / udinV) : track.values;
  const gonePct = input.resolved.profile.thresholds.interruptionPct;
  const given: JudgeInput = {
    values,
    flagged: track.flagged,
    noSupply: isLevel ? values.map((pct) => pct < gonePct) : [],
    expected: expectedOf(track.intervalS, input),
    minCompletenessPct: input.minCompletenessPct,
  };
  const judged = limit.phenomenon === 'voltage_span' ? judgeSpan(limit, given) : judge(limit, given);
  return { limit, channel: track.channel, intervalS: track.intervalS, judged };
}

/** No row where nothing was seen and nothing could have been: the phenomenon is then one that is not measured. */
function eventRow(limit: PhenomenonLimit, events: readonly Disturbance[], canSee: boolean): LimitRow[] {
  const judged = judgeEvents(limit, events, canSee);
  if (judged.valid === 0 && !canSee && limit.phenomenon === 'rvc') return [];
  return [{ limit, channel: null, intervalS: null, judged }];
}

function expectedOf(intervalS: number, { period }: Pick<ReportInput, 'period'>): number {
  return intervalS <= 0 ? 0 : Math.round((period.toMs - period.fromMs) / 1000 / intervalS);
}

function completenessOf(voltages: readonly Track[], input: ReportInput): Report['completeness'] {
  const counts = voltages.map((t) => ({ known: t.values.filter((v) => !Number.isNaN(v)).length, track: t }));
  const least = counts.sort((a, b) => a.known - b.known)[0];
  if (least === undefined) return null;
  const expected = Math.max(expectedOf(least.track.intervalS, input), least.known);
  const pct = expected === 0 ? 0 : (100 * least.known) / expected;
  return { expected, known: least.known, pct, intervalS: least.track.intervalS };
}

/** The lowest rate of the first voltage limit. */
function worstRate(rows: readonly LimitRow[]): LimitRow | null {
  const first = rows.find((r) => r.limit.phenomenon === 'voltage')?.limit.id;
  const own = rows.filter((r) => r.limit.id === first && r.judged.insidePct !== null);
  return own.sort((a, b) => (a.judged.insidePct ?? 0) - (b.judged.insidePct ?? 0))[0] ?? null;
}

/** One failure fails; else one doubt leaves the whole open. */
function overallOf(rows: readonly LimitRow[]): Verdict {
  const verdicts = rows.map((r) => r.judged.verdict);
  if (verdicts.includes('fail')) return 'fail';
  if (verdicts.includes('cannot_say')) return 'cannot_say';
  return verdicts.includes('pass') ? 'pass' : 'cannot_say';
}
