/**
 * When, as far as the caller said: density of the true instant (1/h) given a stated window, or given only when the
 * call came. Either way a share stays in a heavy tail: people are wrong about times, and call days later.
 */
import type { DayPart } from '../../core/complaint.ts';
import { hourOfDay } from '../../core/time.ts';
import { HOUR_MS, LAG, STATED } from '../params/calls.ts';

export interface ClaimTime {
  readonly receivedMs: number;
  readonly stated: boolean;
  /** Stated window, else the look-back that the call's lag makes likely. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Damage is claimed later than an outage is reported. */
  readonly claim: boolean;
  readonly part: DayPart | null;
  readonly zone: string;
}

export interface Happened {
  readonly startMs: number;
  readonly sigmaMs: number;
  readonly endMs: number | null;
  readonly running: boolean;
}

/** A window nobody stated reaches back this far, ms [M]: nine in ten calls by the lag law. */
const UNSTATED_BACK_MS = 6 * HOUR_MS;

export function claimTime(c: {
  readonly receivedMs: number;
  readonly occurredFromMs: number | null;
  readonly occurredToMs: number | null;
  readonly claim: boolean;
  readonly part: DayPart | null;
  readonly zone: string;
}): ClaimTime {
  const { receivedMs, claim, part, zone } = c;
  const from = c.occurredFromMs ?? c.occurredToMs;
  const to = c.occurredToMs ?? c.occurredFromMs;
  if (from === null || to === null) {
    const back = claim ? 4 * UNSTATED_BACK_MS : UNSTATED_BACK_MS;
    return { receivedMs, stated: false, fromMs: receivedMs - back, toMs: receivedMs, claim, part, zone };
  }
  const half = c.occurredFromMs === null || c.occurredToMs === null ? STATED.defaultHalfMs : 0;
  const first = Math.min(from, to) - half;
  return { receivedMs, stated: true, fromMs: first, toMs: Math.max(from, to) + half, claim, part, zone };
}

/** Density (1/h) that the caller speaks of this event; 0 for what began after the call. */
export function timeDensity(w: ClaimTime, e: Happened): number {
  const lagMs = w.receivedMs - e.startMs;
  if (lagMs < -(LAG.afterCallMs + 3 * e.sigmaMs)) return 0;
  const density = w.stated ? statedDensity(w, e) : lagDensity(w, Math.max(lagMs, 0.03 * HOUR_MS) / HOUR_MS);
  return density * partFactor(w, e);
}

function statedDensity(w: ClaimTime, e: Happened): number {
  const lag = Math.max(0, w.receivedMs - w.toMs);
  const round = Math.min(STATED.roundMaxMs, STATED.roundMs + STATED.roundPerLag * lag);
  const sigmaH = Math.hypot(round, e.sigmaMs) / HOUR_MS;
  const widthH = (w.toMs - w.fromMs) / HOUR_MS;
  const endMs = e.endMs ?? (e.running ? w.receivedMs : e.startMs);
  const gapMs = Math.max(0, w.fromMs - Math.max(e.startMs, endMs), e.startMs - w.toMs);
  const overlapOnly = gapMs === 0 && (e.startMs < w.fromMs - round || e.startMs > w.toMs + round);
  const gapH = gapMs / HOUR_MS;
  const core = (Math.exp(-gapH / sigmaH) / (widthH + 2 * sigmaH)) * (overlapOnly ? 0.4 : 1);
  const far = Math.min(Math.max(gapH, STATED.wrongFromH), STATED.wrongToH);
  const beyond = gapH > STATED.wrongToH ? 0 : 1;
  const tail = beyond / (2 * far * Math.log(STATED.wrongToH / STATED.wrongFromH));
  return (1 - STATED.wrongShare) * core + STATED.wrongShare * tail;
}

/** Log-normal lag with a log-uniform tail. @source LAG in params/calls.ts */
function lagDensity(w: ClaimTime, lagH: number): number {
  const median = w.claim ? LAG.claimMedianH : LAG.medianH;
  const sigma = w.claim ? LAG.claimSigmaLn : LAG.sigmaLn;
  const z = Math.log(lagH / median) / sigma;
  const body = Math.exp(-0.5 * z * z) / (lagH * sigma * Math.sqrt(2 * Math.PI));
  const inTail = lagH >= LAG.tailFromH && lagH <= LAG.tailToH;
  const tail = inTail ? 1 / (lagH * Math.log(LAG.tailToH / LAG.tailFromH)) : 0;
  return (1 - LAG.tailShare) * body + LAG.tailShare * tail;
}

const PART_HOURS: Readonly<Record<DayPart, readonly [number, number]>> = {
  morning: [5, 12],
  noon: [11, 14.5],
  evening: [17, 23],
  night: [21, 30],
};

/** "Yesterday evening": hours of another part of the day count less; a long event is asked at its start only. */
function partFactor(w: ClaimTime, e: Happened): number {
  if (w.part === null || w.stated) return 1;
  const [from, to] = PART_HOURS[w.part];
  const hour = hourOfDay(e.startMs, w.zone);
  const inside = (hour >= from && hour <= to) || hour + 24 <= to;
  return inside ? 1.6 : 0.45;
}
