/** The complaints register of the period: all calls in order of time, numbered, repeats pointing at their first call. */
import type { Cause } from '../../core/verdict.ts';
import type { Played, World } from '../happenings/types.ts';
import { rngFor } from '../random.ts';
import { type CallPlan, callsAbout } from './calls.ts';
import { type Exposure, type ExposurePlan, exposuresOf } from './exposures.ts';
import { type Disconnection, disconnectionCalls, insideCalls, routedCalls } from './others.ts';
import type { DraftComplaint, SimComplaint } from './types.ts';

export interface Register {
  readonly complaints: readonly SimComplaint[];
  readonly exposures: readonly Exposure[];
}

/** Causes a full month must show at least once; where nobody happened to call, the most affected one does. */
const MUST_BE_HEARD: readonly Cause[] = [
  'lightning',
  'works_notified',
  'works_unnotified',
  'works_overrun',
  'line_fault',
  'upstream',
  'low_voltage',
  'overvoltage',
  'neutral_fault',
  'phase_loss',
  'loose_contact',
  'customer_load',
];

export function makeRegister(
  world: World,
  played: readonly Played[],
  plan: ExposurePlan,
  cutOff: readonly Disconnection[],
): Register {
  const callPlan: CallPlan = {
    grid: world.grid,
    diary: plan.diary,
    storms: world.storms,
    toMs: world.toMs,
    callRate: world.scenario.callRate,
  };
  const exposures = played.flatMap((p) => exposuresOf(plan, p));
  const drafts: DraftComplaint[] = [];
  const rng = rngFor(world.seed, 'calls');
  for (const e of exposures)
    drafts.push(...callsAbout(callPlan, e, rng.fork(`${e.incident.id}/${e.customer}/${e.kind}`)));
  if (world.toMs - world.fromMs >= 27 * 86_400_000)
    drafts.push(...forced(callPlan, exposures, drafts, rngFor(world.seed, 'forced')));
  const others = {
    grid: world.grid,
    fromMs: world.fromMs,
    toMs: world.toMs,
    inside: world.scenario.insideCalls,
    routed: world.scenario.routedCalls,
  };
  drafts.push(...insideCalls(others, rngFor(world.seed, 'inside')));
  drafts.push(...routedCalls(others, rngFor(world.seed, 'routed')));
  drafts.push(...disconnectionCalls(world.grid, cutOff, world.toMs, rngFor(world.seed, 'arrears')));
  return {
    complaints: numbered(drafts.filter((d) => d.receivedMs >= world.fromMs && d.receivedMs < world.toMs)),
    exposures,
  };
}

function forced(
  plan: CallPlan,
  exposures: readonly Exposure[],
  heard: readonly DraftComplaint[],
  rng: ReturnType<typeof rngFor>,
): DraftComplaint[] {
  const causes = new Set(heard.map((d) => d.truth.cause));
  return MUST_BE_HEARD.filter((cause) => !causes.has(cause)).flatMap((cause) => {
    // Announced works that ran over are heard before their end by those who call early: any works will do.
    const fitting = exposures.filter((e) => e.incident.cause === cause);
    for (let tries = 0; fitting.length > 0 && tries < 40; tries++) {
      const calls = callsAbout(plan, rng.pick(fitting), rng.fork(`${cause}${tries}`), true);
      const hit = calls.find((c) => c.truth.cause === cause && c.repeatOf === null);
      if (hit !== undefined) return [hit];
    }
    return [];
  });
}

function numbered(drafts: readonly DraftComplaint[]): SimComplaint[] {
  const sorted = [...drafts].sort((a, b) => a.receivedMs - b.receivedMs);
  const ids = new Map(sorted.map((d, i) => [d, `C${String(i + 1).padStart(4, '0')}`]));
  return sorted.map((draft) => {
    const { repeatOf, ...call } = draft;
    return { ...call, id: ids.get(draft) ?? '', parent: repeatOf === null ? null : (ids.get(repeatOf) ?? null) };
  });
}
