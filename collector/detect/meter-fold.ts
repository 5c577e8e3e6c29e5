/**
 * All of one meter: readings of one kind through aggregation, hourly summary and the detectors that can see anything in
 * them. Plain JSON state; a restart in mid-event goes on from it.
 */

import type { ProfileId, VoltageSummary } from '../../core/case.ts';
import { channelUdinV } from '../../core/declared.ts';
import type { Disturbance } from '../../core/event.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import { type VoltageLimit, voltsOf } from '../../core/limits/limit.ts';
import type { Meter } from '../../core/network.ts';
import type { Aggregate10Min } from '../../core/ports.ts';
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import { QUALITY, type Reading, type VoltageChannel } from '../../core/series.ts';
import { finishHours, type HourState, stepHours, type VoltLimits, type WallClock } from '../measure/hours.ts';
import {
  finishTenMinutes,
  startTenMinutes,
  stepTenMinutes,
  TEN_MIN_MS,
  type TenMinuteState,
  type TenMinutes,
} from '../measure/ten-minutes.ts';
import { type BankState, finishBank, startBank, stepBank } from './bank.ts';
import type { Block, BlockKind, DetectorParams } from './detector.ts';
import { type ExplainedState, finishExplained, startExplained, stepExplained } from './explained.ts';
import { LASTING_MS } from './lasting.ts';
import { blockOf, tenMinuteBlock, unknownBlock } from './meter-blocks.ts';

/** What folding has found so far; the caller owns the lists. */
export interface Found {
  readonly disturbances: Disturbance[];
  readonly voltages: VoltageSummary[];
  /** Null = not wanted: correlating a case needs none, and a month of them fills the memory. */
  readonly aggregates: Aggregate10Min[] | null;
}

export interface MeterFoldState {
  readonly params: DetectorParams;
  readonly udinV: number;
  readonly limits: VoltLimits;
  readonly isFast: boolean;
  readonly bank: BankState;
  readonly explained: ExplainedState;
  readonly pairsUdinV: number;
  readonly tenMinutes: TenMinuteState;
  hour: HourState | null;
  lastEndMs: number | null;
  lastKnownAtMs: number;
}

/** A value with one of these is kept and shown, but it makes no event and enters no mean. */
const UNUSABLE = QUALITY.notAvailable | QUALITY.implausible | QUALITY.clock | QUALITY.stale | QUALITY.suspect;
/** So many intervals without a value end what is running; the same for a distance between readings. */
const HOLD_INTERVALS = 3;
/** Shortest hold, ms: jitter of one-second polls. */
const HOLD_MIN_MS = 5000;
/** An interruption of slow readings that lasts this long is an outage. @source EN 50160:2010 3.9, unconfirmed */
const OUTAGE_FROM_MS = 180_000;
/** Longest stretch one snapshot stands for, ms. */
const SNAPSHOT_COVERS_MS = 900_000;
/** Below this there is no supply: no voltage level to judge. % of Udin. */
const NO_SUPPLY_PCT = 10;

export function startMeter(meter: Meter, first: Reading, profile: ProfileId, nominalV: number): MeterFoldState {
  const channels = channelsOf(meter, first);
  const isLL = channels.some((c) => c.length === 2);
  const udinV = isLL ? channelUdinV(meter, 'AB', nominalV) : channelUdinV(meter, 'A', nominalV);
  const limit: VoltageLimit | undefined = LIMIT_PROFILES[profile].voltageLimits(isLL ? 'LL' : 'LN', udinV)[0];
  const isFast = ['urms_half', '1s', '10s'].includes(first.method);
  const lengthMs = first.endMs - first.startMs;
  const params: DetectorParams = {
    meter: meter.meter,
    channel: null,
    channels,
    method: first.method,
    thresholds: LIMIT_PROFILES[profile].thresholds,
    limits: limit === undefined ? null : { lowPct: limit.lowPct, highPct: limit.highPct },
    maxHoldMs: Math.max(HOLD_MIN_MS, HOLD_INTERVALS * (lengthMs > 0 ? lengthMs : SNAPSHOT_COVERS_MS)),
    longMs: limit === undefined ? null : LASTING_MS,
    outageFromMs: isFast ? OUTAGE_FROM_MS : null,
    zerosForOutage: 2,
    udinV,
    ...otherLimits(profile, isLL ? 'LL' : 'LN', udinV),
  };
  const kinds: BlockKind[] = isFast ? ['rms', 'interval', 'extremes', 'ten_min'] : ['interval', 'extremes', 'ten_min'];
  return {
    params,
    udinV,
    limits: limit === undefined ? null : voltsOf(limit, udinV),
    isFast,
    bank: startBank(params, kinds),
    explained: startExplained(),
    pairsUdinV: channelUdinV(meter, 'AB', nominalV),
    tenMinutes: startTenMinutes(),
    hour: null,
    lastEndMs: null,
    lastKnownAtMs: first.knownAtMs,
  };
}

/** Take the next reading. False where it is older than what has been taken (a repetition, or too late): it changes nothing. */
export function stepMeter(state: MeterFoldState, reading: Reading, clock: WallClock, all: Found): boolean {
  if (state.lastEndMs !== null && reading.endMs <= state.lastEndMs) return false;
  const found = { ...all, disturbances: [] as Disturbance[] };
  bridgeGap(state, reading, found);
  const usable = (reading.quality & UNUSABLE) === 0;
  const block = blockOf(state, reading, usable);
  if (state.isFast) stepBank(state.bank, 'rms', block, found.disturbances);
  stepBank(state.bank, 'interval', block, found.disturbances);
  if (block.lowest !== null || block.highest !== null) stepBank(state.bank, 'extremes', block, found.disturbances);
  if (reading.endMs - reading.startMs > TEN_MIN_MS) stepBank(state.bank, 'ten_min', block, found.disturbances);
  else stepAggregate(state, reading, block, usable, found);
  if (usable) stepSummary(state, reading, block, clock, found);
  const wait = { intervalMs: reading.endMs - reading.startMs, waits: leansAside(state, block) };
  stepExplained(state.explained, state.bank, found.disturbances, wait, all.disturbances);
  state.lastEndMs = reading.endMs;
  state.lastKnownAtMs = reading.knownAtMs;
  return true;
}

/** For writing down: parameters once instead of in every detector's state. Plain data that shares with `state`. */
export function packMeter(state: MeterFoldState): object {
  const bank = Object.entries(state.bank).map(([id, own]) => [id, { ...own, params: undefined }]);
  return { ...state, bank: Object.fromEntries(bank) };
}

/** `packed` = what `packMeter` gave, through JSON; also a state that was written down whole. */
export function unpackMeter(packed: unknown): MeterFoldState {
  const state = packed as MeterFoldState;
  const { params } = state;
  const bank = Object.entries(state.bank).map(([id, own]) => [id, { params, ...own }]);
  return { ...state, bank: Object.fromEntries(bank) };
}

/** False for a state written down by an earlier version: it lacks what newer detectors keep. */
export const isCurrent = (state: Partial<MeterFoldState>): boolean => state.explained !== undefined;

export function finishMeter(state: MeterFoldState, all: Found): void {
  const found = { ...all, disturbances: [] as Disturbance[] };
  takeTenMinutes(state, finishTenMinutes(state.tenMinutes, state.params.meter), found);
  const hour = finishHours(state.hour, state.params.meter);
  if (hour !== null) found.voltages.push(hour);
  found.disturbances.push(...finishBank(state.bank));
  finishExplained(state.explained, found.disturbances, state.params.maxHoldMs / HOLD_INTERVALS, all.disturbances);
}

/** Limits of other phenomena than the level; the strictest of a kind is the profile's first. */
function otherLimits(profile: ProfileId, connection: 'LN' | 'LL', udinV: number) {
  const limits = LIMIT_PROFILES[profile]
    .limits({ connection, udinV, system: 'large' })
    .filter((l) => l.scope === 'point' && !l.indicative);
  const u2 = limits.find((l) => l.phenomenon === 'u2');
  const plt = limits.find((l) => l.phenomenon === 'plt');
  const hz = limits.find((l) => l.phenomenon === 'frequency');
  const hasHz = hz !== undefined && hz.low !== null && hz.high !== null;
  return {
    u2LimitPct: u2?.high ?? null,
    pltLimit: plt?.high ?? null,
    frequencyHz: hasHz ? { low: hz.low as number, high: hz.high as number } : null,
  };
}

/** A phase's mean this far beside the middle one may be the beginning of something that lasts, % of Udin. */
const ASIDE_PCT = 2;
function leansAside({ params }: MeterFoldState, block: Block): boolean {
  if (params.channels.length < 3) return false;
  const known = params.channels.map((c) => block.levels[c] ?? Number.NaN).sort((a, b) => a - b);
  const middle = known[1] ?? Number.NaN;
  return known.some((v) => Math.abs(v - middle) > ASIDE_PCT);
}

/** Letters of the meter's phases; where they are unknown or it measures pairs, what the first reading holds. */
function channelsOf(meter: Meter, first: Reading): VoltageChannel[] {
  const stated = PHASES.filter((p) => meter.phases.includes(p));
  const present = (c: VoltageChannel) => first.values[c] !== undefined;
  const pairs = LINE_PAIRS.filter(present);
  if (pairs.length > 0 && (meter.connection === 'LL' || !PHASES.some(present))) return pairs;
  return stated.length > 0 ? stated : PHASES.filter(present);
}

/** Silence longer than the hold: said to the detectors as unknown at both its ends. */
function bridgeGap(state: MeterFoldState, reading: Reading, found: Found): void {
  const { lastEndMs, params } = state;
  if (lastEndMs === null || reading.startMs - lastEndMs <= params.maxHoldMs) return;
  for (const atMs of [lastEndMs, reading.startMs]) {
    const unknown = unknownBlock(params.channels, atMs, state.lastKnownAtMs);
    stepBank(state.bank, 'rms', unknown, found.disturbances);
    stepBank(state.bank, 'interval', unknown, found.disturbances);
  }
}

function stepAggregate(state: MeterFoldState, reading: Reading, block: Block, usable: boolean, found: Found): void {
  const { dipPct, swellPct } = state.params.thresholds;
  const isEvent = state.params.channels.some((c) => {
    const v = block.levels[c] ?? Number.NaN;
    return v < dipPct || v > swellPct;
  });
  const options = { usable, flagged: reading.quality !== 0 || isEvent };
  takeTenMinutes(state, stepTenMinutes(state.tenMinutes, reading, options), found);
  if (reading.endMs % TEN_MIN_MS === 0) {
    takeTenMinutes(state, finishTenMinutes(state.tenMinutes, reading.meter), found);
  }
}

function takeTenMinutes(state: MeterFoldState, done: TenMinutes | null, found: Found): void {
  if (done === null) return;
  if (found.aggregates !== null) for (const a of done.aggregates) found.aggregates.push(a);
  stepBank(state.bank, 'ten_min', tenMinuteBlock(state, done, state.lastKnownAtMs), found.disturbances);
}

function stepSummary(state: MeterFoldState, reading: Reading, block: Block, clock: WallClock, found: Found): void {
  const volts: Partial<Record<VoltageChannel, number>> = {};
  for (const c of state.params.channels) {
    const v = reading.values[c]?.u;
    if (v !== undefined && (block.levels[c] ?? 0) >= NO_SUPPLY_PCT) volts[c] = v;
  }
  const lengthMs = reading.endMs - reading.startMs;
  const sinceMs = state.lastEndMs === null ? 0 : reading.endMs - state.lastEndMs;
  const coveredS = (lengthMs > 0 ? lengthMs : Math.min(sinceMs, SNAPSHOT_COVERS_MS)) / 1000;
  const place = clock.place(lengthMs > 0 ? reading.startMs : reading.endMs - 1);
  const step = stepHours(state.hour, place, { meter: reading.meter, volts, coveredS, limits: state.limits });
  state.hour = step.state;
  if (step.done !== null) found.voltages.push(step.done);
}
