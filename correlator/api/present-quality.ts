/** A meter's data quality in wire form. */
import type { ClockStep, CollectingNow, MeterState, SilenceSpell } from '../../core/collecting.ts';
import { CLOCK_STEP_TEXT, DOUBT_TEXT, SILENCE_ADVICE } from '../../core/data-quality.ts';
import type { Meter } from '../../core/network.ts';
import type { CollectorState } from '../../core/ports.ts';
import type { Text } from '../../core/text.ts';
import { formatTime } from '../../core/time.ts';
import type { CollectingOut, DoubtOut, MeterQuality, SpellOut } from '../contract/quality.ts';
import type { NetworkIndex } from '../io/network-index.ts';
import type { Completeness } from './completeness.ts';
import { staleAfterS } from './staleness.ts';

/** What a collector tells of a meter; an older or foreign one tells less. */
export type StateLike = CollectorState & Partial<MeterState>;

/** A clock off by more than this is worth a word: class `ntp` is good to a second. */
const CLOCK_OFF_MS = 3_000;
/** A drift beyond this is no healthy quartz, ppm [guess]. */
const DRIFT_PPM = 100;
/** Less than this share of the last seven days is worth a word, %. */
const COMPLETE_PCT = 95;

const CLOCK_OFF: { readonly hint: Text; readonly act: Text } = {
  hint: { zh: '终端时钟偏差较大', en: "the device's clock is off" },
  act: { zh: '校准终端时钟并检查对时', en: 'set its clock and check how it is synchronised' },
};
const DRIFTS: typeof CLOCK_OFF = {
  hint: { zh: '终端时钟走时过快或过慢', en: "the device's clock runs too fast or too slow" },
  act: { zh: '启用对时或更换电池', en: 'synchronise it, or change its battery' },
};
const INCOMPLETE: typeof CLOCK_OFF = {
  hint: { zh: '近七天数据不完整', en: 'data of the last seven days are incomplete' },
  act: { zh: '检查通信，必要时补招历史数据', en: "check the link; read back the meter's own memory" },
};

export function meterQuality(
  meter: Meter,
  state: StateLike | null,
  completeness: Completeness,
  at: {
    readonly newestMs: number | null;
    readonly nowMs: number;
    readonly zone: string;
    readonly network: NetworkIndex;
  },
): MeterQuality {
  const { newestMs, nowMs, zone } = at;
  const time = (ms: number | null | undefined) => (ms == null ? null : formatTime(ms, zone));
  const ageS = newestMs === null ? null : Math.max(0, (nowMs - newestMs) / 1000);
  const clock = state?.clock ?? null;
  const step = clock?.steps.at(-1);
  const doubts = (state?.doubts ?? []).map((d) => doubtOut(d, zone));
  return {
    meter: meter.meter,
    source: state?.source || null,
    feeder: at.network.grid.feederOf(meter.node),
    area: at.network.grid.areaOf(meter.node),
    method: meter.method,
    clock: meter.clock,
    comms: meter.comms,
    lastValueAt: time(newestMs),
    ageS,
    stale: ageS === null ? meter.method !== 'event_log' : ageS > staleAfterS(meter),
    lagMs: state?.lagMs ?? null,
    gap: state?.gap ?? 0,
    errors: state?.errors ?? 0,
    clockOffsetMs: state?.clockOffsetMs ?? null,
    clockUncertaintyMs: state?.clockUncertaintyMs ?? null,
    clockDriftPpm: state?.clockDriftPpm ?? null,
    clockDriftUncertaintyPpm: clock?.driftUncertaintyPpm ?? null,
    lastClockStep: step === undefined ? null : stepOut(step, zone),
    silence: state?.silence ?? null,
    silenceOdds: state?.silenceOdds ?? null,
    silentSince: time(state?.spell?.beginMs),
    today: completeness.today,
    week: [...completeness.week],
    monthPct: completeness.monthPct,
    doubts,
    ...worst(state, doubts, completeness),
  };
}

/** The one thing to look at first. */
function worst(state: StateLike | null, doubts: readonly DoubtOut[], completeness: Completeness) {
  if (state?.silence) return { hint: pair(SILENCE_ADVICE[state.silence]), act: SILENCE_ADVICE[state.silence].act };
  const [doubt] = [...doubts].sort((a, b) => b.p - a.p);
  if (doubt !== undefined) return { hint: doubt.text, act: doubt.act };
  const looksLike = state?.clock?.looksLike ?? null;
  if (looksLike !== null) return { hint: CLOCK_STEP_TEXT[looksLike], act: CLOCK_OFF.act };
  if (Math.abs(state?.clockOffsetMs ?? 0) > CLOCK_OFF_MS) return CLOCK_OFF;
  if (Math.abs(state?.clockDriftPpm ?? 0) > DRIFT_PPM) return DRIFTS;
  const stored = completeness.week.reduce((n, d) => n + d.stored, 0);
  const due = completeness.week.reduce((n, d) => n + d.due, 0);
  if (stored > 0 && (100 * stored) / due < COMPLETE_PCT) return INCOMPLETE;
  return { hint: null, act: null };
}

function doubtOut(d: MeterState['doubts'][number], zone: string): DoubtOut {
  const { kind, phases, detail, p, count } = d;
  const text = DOUBT_TEXT[kind];
  const times = { since: formatTime(d.sinceMs, zone), last: formatTime(d.lastMs, zone) };
  return { kind, phases, detail, p, count, ...times, text: pair(text), act: text.act };
}

export function stepOut(step: ClockStep, zone: string) {
  return { at: formatTime(step.atMs, zone), shiftMs: step.shiftMs, kind: step.kind, text: CLOCK_STEP_TEXT[step.kind] };
}

export function spellOut(s: SilenceSpell, zone: string): SpellOut {
  return {
    ours: s.meter === null,
    type: s.type,
    odds: s.odds,
    begin: formatTime(s.beginMs, zone),
    end: s.endMs === null ? null : formatTime(s.endMs, zone),
    text: pair(SILENCE_ADVICE[s.type]),
  };
}

export function collectingOut(now: CollectingNow, metersMedianMs: number | null, zone: string): CollectingOut {
  const time = (ms: number | null) => (ms === null ? null : formatTime(ms, zone));
  const { bytes, quotaBytes, isAlarm } = now.spool;
  return {
    since: formatTime(now.startedMs, zone),
    spool: { bytes, quotaBytes, alarm: isAlarm },
    sources: now.sources.map((s) => ({ source: s.source, up: s.isLinkUp, lastAt: time(s.lastArrivalMs) })),
    consumers: now.consumers.map((c) => ({ ...c })),
    held: now.held,
    foreignTopics: now.foreignTopics,
    ownClock: {
      steps: now.ownClock.steps.map((s) => ({
        at: formatTime(s.afterMs, zone),
        before: formatTime(s.beforeMs, zone),
        shiftMs: s.shiftMs,
      })),
      slewPpm: now.ownClock.slewPpm,
      metersMedianMs,
    },
  };
}

const pair = ({ zh, en }: Text): Text => ({ zh, en });
