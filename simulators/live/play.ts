/** What goes wrong live, and who rings about it. */
import { callsAbout } from '../complaints/calls.ts';
import { exposuresOf } from '../complaints/exposures.ts';
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
  const waiting: { readonly ms: number; readonly call: DraftComplaint }[] = [];
  const every = options.incidentEveryS ?? INCIDENT_EVERY_S;
  const otherEvery = options.otherCallEveryS ?? OTHER_CALL_EVERY_S;
  let nextMs = every > 0 ? nowMs() + rng.exponential(every / 2) * 1000 : Number.POSITIVE_INFINITY;
  let nextCallMs = otherEvery > 0 ? nowMs() + rng.exponential(otherEvery) * 1000 : Number.POSITIVE_INFINITY;
  const strokes = detectStrokes(
    world.storms,
    world.scenario.strokeDetectionPct,
    world.scenario.strokeErrorKm,
    rng.fork('lls'),
  );
  let strokesDone = strokes.findIndex((s) => s.timeMs >= nowMs());
  if (strokesDone < 0) strokesDone = strokes.length;

  const begin = (kind?: string): Played | null => {
    const incident = nextIncident(world, nowMs(), ++serial, rng.fork(`incident${serial}`), kind);
    if (incident === null) return null;
    played = [...played.filter((p) => p.endMs > nowMs() - FORGET_MS), incident];
    state = createState(world.grid, world.seed, played);
    options.onEvent?.({ kind: 'incident', incident });
    const ringing = {
      grid: world.grid,
      diary: NO_DIARY,
      storms: world.storms,
      toMs: Number.POSITIVE_INFINITY,
      callRate: world.scenario.callRate,
      latestCallS: LATEST_CALL_S,
    };
    for (const e of exposuresOf({ grid: world.grid, flow, state, diary: NO_DIARY }, incident)) {
      for (const call of callsAbout(ringing, e, rng.fork(`${incident.id}/${e.customer}/${e.kind}`))) {
        waiting.push({ ms: call.receivedMs, call });
      }
    }
    return incident;
  };
  return {
    state: () => state,
    now: begin,
    tick() {
      const now = nowMs();
      if (now >= nextMs) {
        begin();
        nextMs = now + rng.exponential(every) * 1000;
      }
      if (now >= nextCallMs) {
        waiting.push({ ms: now, call: otherCall(world.grid, now, rng) });
        nextCallMs = now + rng.exponential(otherEvery) * 1000;
      }
      for (let s = strokes[strokesDone]; s !== undefined && s.timeMs <= now; s = strokes[++strokesDone]) {
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
      for (const due of waiting.filter((w) => w.ms <= now)) {
        waiting.splice(waiting.indexOf(due), 1);
        options.onComplaint?.(liveComplaint(due.call));
      }
    },
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
