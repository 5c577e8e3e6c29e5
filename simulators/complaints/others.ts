/** Calls that no incident explains: the caller's own installation, arrears, and matters of other desks. */
import type { SimGrid } from '../grid/types.ts';
import { DAY_MS, dayStart, HOUR_MS, hourOf, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';
import type { FamilyName } from './texts/families.ts';
import { atHomeOrLater, ticketOf } from './ticket.ts';
import type { DraftComplaint } from './types.ts';

export interface OthersPlan {
  readonly grid: SimGrid;
  readonly fromMs: number;
  readonly toMs: number;
  readonly inside: number;
  readonly routed: number;
}

/** Hours at which people call, relative. */
const HOURS: readonly (readonly [number, number])[] = [
  [7, 2],
  [8, 4],
  [9, 6],
  [10, 6],
  [11, 5],
  [12, 3],
  [13, 3],
  [14, 4],
  [15, 5],
  [16, 5],
  [17, 4],
  [18, 4],
  [19, 5],
  [20, 6],
  [21, 4],
  [22, 2],
];

export function insideCalls(plan: OthersPlan, rng: Rng): DraftComplaint[] {
  const months = (plan.toMs - plan.fromMs) / (30 * DAY_MS);
  return Array.from({ length: rng.poisson(plan.inside * months) }, () => {
    const receivedMs = someHour(plan, rng);
    const whenMs = Math.max(plan.fromMs, receivedMs - rng.logNormal(70, 1.2) * MINUTE_MS);
    return insideCall(plan.grid, whenMs, receivedMs, rng);
  });
}

function insideCall(grid: SimGrid, whenMs: number, receivedMs: number, rng: Rng): DraftComplaint {
  const { customer, index } = someone(grid, rng);
  const family = rng.weighted<FamilyName>([
    ['ownOutage', 5],
    ['ownAppliance', 4],
    ['blink', 1.2],
    ['wontStart', 0.8],
    ['brief', 0.6],
    ['damagedPlain', 0.8],
    ['outage', 0.4],
  ]);
  const requestType = rng.weighted([
    ['报修', 5],
    ['投诉', 2],
    ['咨询', 1],
  ] as const);
  const truth = {
    cause: 'inside' as const,
    subcause: null,
    incident: null,
    sections: [],
    customer: index,
    damage: false,
  };
  return ticketOf({ customer, index, family, whenMs, receivedMs, habit: rng.chance(0.1), requestType, truth }, rng);
}

export function routedCalls(plan: OthersPlan, rng: Rng): DraftComplaint[] {
  const months = (plan.toMs - plan.fromMs) / (30 * DAY_MS);
  return Array.from({ length: rng.poisson(plan.routed * months) }, () =>
    routedCall(plan.grid, someHour(plan, rng), rng),
  );
}

function routedCall(grid: SimGrid, receivedMs: number, rng: Rng): DraftComplaint {
  const { customer, index } = someone(grid, rng);
  const family = rng.weighted<FamilyName>([
    ['billing', 5],
    ['service', 4],
    ['information', 4],
    ['praise', 2],
    ['worksPlain', 2],
  ]);
  const requestType =
    family === 'praise'
      ? rng.pick(['表扬', '建议'])
      : family === 'information'
        ? '咨询'
        : rng.pick(['投诉', '意见', '咨询']);
  return ticketOf(
    { customer, index, family, whenMs: receivedMs, receivedMs, habit: true, requestType, truth: routedTruth(index) },
    rng,
  );
}

/** One call right now that no incident explains. */
export function otherCall(grid: SimGrid, nowMs: number, rng: Rng): DraftComplaint {
  return rng.chance(0.4)
    ? insideCall(grid, nowMs - rng.range(3, 50) * MINUTE_MS, nowMs, rng)
    : routedCall(grid, nowMs, rng);
}

export interface Disconnection {
  readonly customer: number;
  readonly atMs: number;
  readonly paidMs: number | null;
  readonly reconnectedMs: number | null;
}

export function makeDisconnections(plan: OthersPlan, count: number, rng: Rng): Disconnection[] {
  const homes = rng.shuffled(
    plan.grid.customers.map((c, i) => ({ c, i })).filter(({ c }) => c.trade === 'home' || c.trade === 'shop'),
  );
  const months = (plan.toMs - plan.fromMs) / (30 * DAY_MS);
  const n = Math.max(months >= 0.9 && count >= 1 ? 2 : 0, rng.poisson(count * months));
  return homes.slice(0, n).map(({ i }) => {
    const day = dayStart(rng.range(plan.fromMs + DAY_MS, plan.toMs - 2 * DAY_MS));
    const atMs = day + rng.range(9, 16.5) * HOUR_MS;
    const paidMs = rng.chance(0.85) ? atMs + rng.logNormal(9, 0.9) * HOUR_MS : null;
    return {
      customer: i,
      atMs,
      paidMs,
      reconnectedMs: paidMs === null ? null : paidMs + rng.logNormal(3, 0.9) * HOUR_MS,
    };
  });
}

/** Before paying they ask why there is no supply; after paying why it has not come back, which is a matter of billing. */
export function disconnectionCalls(
  grid: SimGrid,
  list: readonly Disconnection[],
  toMs: number,
  rng: Rng,
): DraftComplaint[] {
  const out: DraftComplaint[] = [];
  for (const [n, d] of list.entries()) {
    const customer = grid.customers[d.customer];
    if (customer === undefined) continue;
    const receivedMs = atHomeOrLater(d.atMs + rng.logNormal(60, 0.8) * MINUTE_MS, rng);
    const truth = {
      cause: 'disconnected' as const,
      subcause: null,
      incident: null,
      sections: [],
      customer: d.customer,
      damage: false,
    };
    const early = d.paidMs === null || receivedMs < d.paidMs;
    if ((n === 0 || rng.chance(0.75)) && early && receivedMs < toMs) {
      out.push(
        ticketOf(
          {
            customer,
            index: d.customer,
            family: 'disconnected',
            whenMs: d.atMs,
            receivedMs,
            habit: false,
            requestType: '报修',
            truth,
          },
          rng,
        ),
      );
    }
    if (d.paidMs === null || d.reconnectedMs === null || d.reconnectedMs - d.paidMs < 2 * HOUR_MS || !rng.chance(0.6))
      continue;
    const later = d.paidMs + rng.range(0.5, 0.95) * (d.reconnectedMs - d.paidMs);
    if (later >= toMs || hourOf(later) < 6) continue;
    out.push(
      ticketOf(
        {
          customer,
          index: d.customer,
          family: 'reconnect',
          whenMs: d.atMs,
          receivedMs: later,
          habit: true,
          requestType: '投诉',
          truth: routedTruth(d.customer),
        },
        rng,
      ),
    );
  }
  return out;
}

const routedTruth = (customer: number): DraftComplaint['truth'] => ({
  cause: 'routed',
  subcause: null,
  incident: null,
  sections: [],
  customer,
  damage: false,
});

function someone(grid: SimGrid, rng: Rng) {
  const index = rng.int(0, grid.customers.length - 1);
  const customer = grid.customers[index];
  if (customer === undefined) throw new Error('invariant broken: a grid without customers');
  return { customer, index };
}

function someHour(plan: OthersPlan, rng: Rng): number {
  const days = Math.max(1, Math.floor((plan.toMs - plan.fromMs) / DAY_MS));
  const ms =
    dayStart(plan.fromMs + rng.int(0, days - 1) * DAY_MS + DAY_MS / 2) + (rng.weighted(HOURS) + rng.next()) * HOUR_MS;
  return Math.min(Math.max(ms, plan.fromMs + MINUTE_MS), plan.toMs - MINUTE_MS);
}
