/** What goes wrong live, and who rings about it. */
import { callsAbout } from '../complaints/calls.ts';
import { type ExposurePlan, exposuresOf } from '../complaints/exposures.ts';
import { otherCall } from '../complaints/others.ts';
import type { DraftComplaint } from '../complaints/types.ts';
import type { Played, World } from '../happenings/types.ts';
import { MINUTE_MS } from '../local-time.ts';
import { createState, type GridState } from '../physics/state.ts';
import type { Rng } from '../random.ts';
import { detectStrokes } from '../storms/storm.ts';
import { nextIncident } from './next-incident.ts';
import type { Moment } from './sampling.ts';
import type { LiveComplaint, LiveOptions } from './types.ts';

const INCIDENT_EVERY_S = 150;
const OTHER_CALL_EVERY_S = 120;
/** People call within minutes here. */
const LATEST_CALL_S = 150;
/** What is over for so long no longer matters to the state. */
const FORGET_MS = 30 * MINUTE_MS;

export interface Play {
  state(): GridState;
  now(kind: string): Played | null;
  /** Starts what is due and rings whoever is due. */
  tick(): void;
}

export function createPlay(
  world: World,
  options: LiveOptions,
  flow: Moment['flow'],
  rng: Rng,
  nowMs: () => number,
): Play {
  let played: Played[] = [];
  let state = createState(world.grid, world.seed, played);
  let serial = 0;
  const waiting: DraftComplaint[] = [];
  const incidentDue = createAlarm(options.incidentEveryS ?? INCIDENT_EVERY_S, nowMs(), rng);
  const callDue = createAlarm(options.otherCallEveryS ?? OTHER_CALL_EVERY_S, nowMs(), rng);
  const tellStrokes = createStrokeFeed(world, options, nowMs(), rng.fork('lls'));

  const begin = (kind?: string): Played | null => {
    const incident = nextIncident(world, nowMs(), ++serial, rng.fork(`incident${serial}`), kind);
    if (incident === null) return null;
    played = [...played.filter((p) => p.endMs > nowMs() - FORGET_MS), incident];
    state = createState(world.grid, world.seed, played);
    options.onEvent?.({ kind: 'incident', incident });
    waiting.push(...ringers(world, incident, { grid: world.grid, flow, state, diary: NO_DIARY }, rng));
    return incident;
  };
  return {
    state: () => state,
    now: begin,
    tick() {
      const now = nowMs();
      if (incidentDue(now)) begin();
      if (callDue(now)) waiting.push(otherCall(world.grid, now, rng));
      tellStrokes(now);
      for (const call of waiting.filter((w) => w.receivedMs <= now)) {
        waiting.splice(waiting.indexOf(call), 1);
        options.onComplaint?.(liveComplaint(call));
      }
    },
  };
}

/** True once whenever an exponentially distributed time with mean `everyS` has passed; never for 0. */
function createAlarm(everyS: number, startMs: number, rng: Rng): (nowMs: number) => boolean {
  let nextMs = everyS > 0 ? startMs + rng.exponential(everyS / 2) * 1000 : Number.POSITIVE_INFINITY;
  return (nowMs) => {
    if (nowMs < nextMs) return false;
    nextMs = nowMs + rng.exponential(everyS) * 1000;
    return true;
  };
}

/** Who will ring about an incident, within minutes. */
function ringers(world: World, incident: Played, plan: ExposurePlan, rng: Rng): DraftComplaint[] {
  const calls = {
    grid: world.grid,
    diary: NO_DIARY,
    storms: world.storms,
    toMs: Number.POSITIVE_INFINITY,
    callRate: world.scenario.callRate,
    latestCallS: LATEST_CALL_S,
  };
  return exposuresOf(plan, incident).flatMap((e) =>
    callsAbout(calls, e, rng.fork(`${incident.id}/${e.customer}/${e.kind}`)),
  );
}

/** Tells the located strokes of the running storm as their times come. */
function createStrokeFeed(world: World, options: LiveOptions, startMs: number, rng: Rng): (nowMs: number) => void {
  const { strokeDetectionPct, strokeErrorKm } = world.scenario;
  const left = detectStrokes(world.storms, strokeDetectionPct, strokeErrorKm, rng).filter((s) => s.timeMs >= startMs);
  return (nowMs) => {
    for (let s = left[0]; s !== undefined && s.timeMs <= nowMs; s = left[0]) {
      left.shift();
      options.onEvent?.({
        kind: 'stroke',
        timeMs: s.timeMs,
        lon: s.at.lon,
        lat: s.at.lat,
        peakKa: s.peakKa,
        semiMajorKm: s.major,
        semiMinorKm: s.minor,
        bearingDeg: s.bearing,
        cloud: s.cloud,
      });
    }
  };
}

/** Chronic voltage is history's business; live calls are about what happens now. */
const NO_DIARY = {
  note: () => undefined,
  lowHours: () => 0,
  highHours: () => 0,
  lowestV: () => Number.NaN,
  highestV: () => Number.NaN,
  badDays: () => [],
};

function liveComplaint(call: DraftComplaint): LiveComplaint {
  const { truth: _truth, repeatOf: _repeatOf, ...told } = call;
  return told;
}
