/** How well data of each meter comes in, the worst first; and one meter in full. */
import { calendarDay, slotsDue } from '../../../core/calendar-day.ts';
import type { MeterId } from '../../../core/ids.ts';
import type { Meter } from '../../../core/network.ts';
import { METHOD_INTERVAL_S } from '../../../core/series.ts';
import { formatTime } from '../../../core/time.ts';
import type { MeterQuality } from '../../contract/quality.ts';
import type { Completeness } from '../completeness.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { notFound } from '../http-problem.ts';
import { collectingOut, meterQuality, type StateLike, spellOut, stepOut } from '../present-quality.ts';

const SLOT_MS = 600_000;
const SLOT_S = 600;
const DAY_MS = 86_400_000;
/** Fewer trusted clocks say nothing about ours. */
const MEDIAN_FROM = 5;
/** Days whose single ten-minute values are shown. */
const SLOT_DAYS = 2;

export const getDataQuality: Answering<'getDataQuality'> = {
  id: 'getDataQuality',
  async answer(_, deps) {
    const network = deps.service.network();
    const nowMs = deps.now();
    const newest = await newestValues(deps, []);
    const completenessOf = await deps.completeness(nowMs);
    const states = statesOf(deps);
    const items = [...network.meters.values()].map((m) =>
      meterQuality(m, states.get(m.meter) ?? null, expected(m, completenessOf), {
        newestMs: newest.get(m.meter) ?? null,
        nowMs,
        zone: deps.zone,
        network,
      }),
    );
    const overall = deps.collector?.overall?.() ?? null;
    return {
      time: formatTime(nowMs, deps.zone),
      items: items.sort((a, b) => weight(b) - weight(a) || (a.meter < b.meter ? -1 : 1)),
      unmapped: (deps.collector?.states() ?? [])
        .filter((s) => s.meter === null || !network.meters.has(s.meter))
        .map((s) => ({
          source: s.meter === null ? s.source : `${s.source} ${s.meter}`,
          at: formatTime(s.atMs, deps.zone),
          errors: s.errors,
        })),
      collecting: overall === null ? null : collectingOut(overall, medianOffset(network.meters, states), deps.zone),
    };
  },
};

export const getMeterQuality: Answering<'getMeterQuality'> = {
  id: 'getMeterQuality',
  async answer({ params, query }, deps) {
    const network = deps.service.network();
    const id = params.meter as MeterId;
    const meter = network.meters.get(id);
    if (meter === undefined) throw notFound('meter');
    const nowMs = deps.now();
    const state = statesOf(deps).get(id) ?? null;
    const completenessOf = await deps.completeness(nowMs);
    const newest = await newestValues(deps, [id]);
    const at = { newestMs: newest.get(id) ?? null, nowMs, zone: deps.zone, network };
    const range = { fromMs: nowMs - query.days * DAY_MS, toMs: nowMs };
    const problem = state?.lastProblem ?? null;
    return {
      time: formatTime(nowMs, deps.zone),
      meter: meterQuality(meter, state, expected(meter, completenessOf), at),
      spells: (deps.collector?.spells?.(id, range) ?? []).map((s) => spellOut(s, deps.zone)),
      slots: await slotsOf(meter, nowMs, deps),
      clock: {
        points: (state?.clock?.points ?? []).map(([ms, offsetMs]) => ({ at: formatTime(ms, deps.zone), offsetMs })),
        steps: (state?.clock?.steps ?? []).map((s) => stepOut(s, deps.zone)),
        samples: state?.clock?.samples ?? 0,
      },
      lastProblem: problem === null ? null : { ...problem },
    };
  },
};

async function newestValues(deps: Deps, meters: readonly MeterId[]): Promise<ReadonlyMap<MeterId, number>> {
  const newest = new Map<MeterId, number>();
  for (const p of await deps.series.lastVoltages(meters))
    newest.set(p.meter, Math.max(p.timeMs, newest.get(p.meter) ?? 0));
  return newest;
}

function statesOf(deps: Deps): ReadonlyMap<MeterId, StateLike> {
  const states = new Map<MeterId, StateLike>();
  for (const s of deps.collector?.states() ?? []) if (s.meter !== null) states.set(s.meter, s);
  return states;
}

const NOT_EXPECTED: Completeness = { today: null, week: [], monthPct: null };

/** A meter that reports less often than every ten minutes can't fill them. */
function expected(meter: Meter, of: (meter: MeterId) => Completeness): Completeness {
  const intervalS = METHOD_INTERVAL_S[meter.method];
  return intervalS === null || intervalS > SLOT_S ? NOT_EXPECTED : of(meter.meter);
}

async function slotsOf(meter: Meter, nowMs: number, deps: Deps) {
  const days = Array.from({ length: SLOT_DAYS }, (_, back) => calendarDay(nowMs, deps.zone, back));
  const fromMs = Math.min(...days.map((d) => d.startMs));
  const rows = await deps.series.readAggregates(meter.meter, { fromMs, toMs: Math.max(...days.map((d) => d.endMs)) });
  const ends = rows.filter((r) => r.n > 0).map((r) => r.endMs);
  return days.map((day) => {
    const own = ends.filter((ms) => ms > day.startMs && ms <= day.endMs);
    const stored = [...new Set(own.map((ms) => Math.ceil((ms - day.startMs) / SLOT_MS) - 1))].sort((a, b) => a - b);
    const begin = formatTime(day.startMs, deps.zone);
    return { date: day.date, begin, due: slotsDue(day, nowMs), slots: day.slots, stored };
  });
}

function medianOffset(meters: ReadonlyMap<MeterId, Meter>, states: ReadonlyMap<MeterId, StateLike>): number | null {
  const trusted = [...meters.values()].filter((m) => m.clock === 'ntp' || m.clock === 'gps');
  const offsets = trusted.flatMap((m) => states.get(m.meter)?.clockOffsetMs ?? []).sort((a, b) => a - b);
  return offsets.length < MEDIAN_FROM ? null : (offsets[offsets.length >> 1] ?? null);
}

function weight(q: MeterQuality): number {
  const lasting = q.silence === null ? 0 : 8;
  return (
    lasting + (q.stale ? 4 : 0) + (q.doubts.length > 0 ? 2 : 0) + (q.errors + q.gap > 0 || q.hint !== null ? 1 : 0)
  );
}
