/**
 * The fault run: meters send, faults strike by a seeded schedule, and after each round everything is let come to rest
 * and counted: accepted = stored, each once, the same events.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Rng, rngFor } from '../../simulators/random.ts';
import { FAULTS, type Fault, resendUnaccepted } from './faults.ts';
import { countPoints, foldAll, judgeEvents, judgeReadings, Undisturbed } from './judge.ts';
import { type Rig, startRig, untilSubscribed } from './rig.ts';
import { Traffic } from './traffic.ts';

export interface RunPlan {
  readonly seed: number;
  readonly meters: number;
  /** Rounds end when this time has passed, or after so many rounds. */
  readonly minutes: number;
  readonly rounds: number;
  readonly faultsPerRound: number;
  /** Mean time between two faults, ms. */
  readonly faultEveryMs: number;
  /** Time between two messages of a meter, ms. */
  readonly messageEveryMs: number;
  readonly logDir: string;
  readonly say: (line: string) => void;
  /** Only faults whose name contains one of these; empty = all. */
  readonly only?: readonly string[];
  /** Fired: the round in hand is the last, and no further fault strikes in it. */
  readonly signal?: AbortSignal;
}

export interface Tally {
  faults: Record<string, number>;
  rounds: number;
  readings: { sent: number; accepted: number; stored: number; lost: number; doubled: number; doubted: number };
  messages: Traffic['sent'];
  broker: { lostByBroker: number; stuck: number; redelivered: number };
  events: { expected: number; missing: readonly string[]; extra: readonly string[] };
  collector: { starts: number; failedStarts: number; held: number; refusedByStore: number; brokenBytes: number };
  defects: readonly string[];
  examples: string[];
}

/** Messages that may wait at the meters before they pause: a stopped collector must not fill our memory. */
const BACKLOG_MAX = 150;
const SETTLE_WITHIN_MS = 300_000;

export async function runFaults(plan: RunPlan): Promise<Tally> {
  const rig = await startRig(plan.seed, plan.meters, plan.logDir);
  const traffic = new Traffic(rig, rngFor(plan.seed, 'traffic'));
  const rng = rngFor(plan.seed, 'faults');
  const tally = newTally(traffic);
  const pool = FAULTS.filter((f) => (plan.only ?? []).length === 0 || plan.only?.some((o) => f.kind.includes(o)));
  const memory = { judged: rig.fleet.meters.map(() => 0), undisturbed: new Undisturbed(rig.fleet) };
  const endMs = performance.now() + plan.minutes * 60_000;
  try {
    await untilSubscribed(rig);
    while (tally.rounds < plan.rounds && performance.now() < endMs && plan.signal?.aborted !== true) {
      await round(plan, rig, traffic, rng, pool, tally);
      await settle(rig, traffic, tally, plan.say);
      await judge(rig, traffic, tally, memory, false);
      tally.rounds++;
      plan.say(tallyLine(tally));
      for (const e of tally.events.missing.slice(0, 5)) plan.say(`  missing ${e}`);
      for (const e of tally.events.extra.slice(0, 5)) plan.say(`  extra   ${e}`);
      if (tally.defects.length > 0) break;
    }
    await judge(rig, traffic, tally, memory, true);
    plan.say(`everything again: ${tallyLine(tally)}`);
    return tally;
  } finally {
    await rig.stop();
  }
}

async function round(
  plan: RunPlan,
  rig: Rig,
  traffic: Traffic,
  rng: Rng,
  pool: readonly Fault[],
  tally: Tally,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const striking = new Set<string>();
  const timer = setInterval(() => {
    if (Math.max(rig.outside.pending, rig.own.pending) < BACKLOG_MAX) traffic.tick();
  }, plan.messageEveryMs);
  try {
    for (let n = 0; n < plan.faultsPerRound && plan.signal?.aborted !== true; n++) {
      await pause(Math.min(20_000, rng.exponential(plan.faultEveryMs)));
      const fault = rng.weighted(pool.map((f) => [f, f.weight] as const));
      // The same thing can't be killed while it is dead: wait for that one, others may overlap.
      while (striking.has(fault.kind)) await Promise.race(running);
      striking.add(fault.kind);
      tally.faults[fault.kind] = (tally.faults[fault.kind] ?? 0) + 1;
      const struck = Promise.resolve(fault.strike(rig, rng, traffic)).finally(() => {
        striking.delete(fault.kind);
        running.delete(struck);
      });
      running.add(struck);
    }
    await Promise.all(running);
  } finally {
    clearInterval(timer);
  }
}

/** All that was sent is accepted, and all that was accepted is taken by both readers of the spool. */
async function settle(rig: Rig, traffic: Traffic, tally: Tally, say: (line: string) => void): Promise<void> {
  traffic.release();
  const endMs = performance.now() + SETTLE_WITHIN_MS;
  let quietSinceMs = performance.now();
  let last = '';
  let cuts = 0;
  for (;;) {
    const said = await rig.collector.ask();
    const open = [...rig.acknowledgedByBroker.keys()].filter((key) => !rig.tap.accepted.has(key)).length;
    const pending = rig.outside.pending + rig.own.pending;
    if (said !== null && said.defects.length > 0) tally.defects = said.defects;
    if (tally.defects.length > 0) return;
    const isRead = said !== null && Object.values(said.positions).every((p) => p === said.endOffset);
    if (pending === 0 && open === 0 && isRead) {
      await untilCommitted(rig);
      tally.collector = {
        ...tally.collector,
        held: said.held,
        refusedByStore: tally.collector.refusedByStore + said.refusedByStore,
        brokenBytes: said.brokenBytes,
      };
      return;
    }
    const state = JSON.stringify([pending, open, said]);
    if (state !== last) quietSinceMs = performance.now();
    last = state;
    // Nothing moves, and the broker still owes messages: a new connection makes it deliver what it has; the rest it lost.
    if (open > 0 && pending === 0 && said?.isLinkUp === true && performance.now() - quietSinceMs > 3_000) {
      if (cuts++ % 2 === 0) rig.wires.fromBroker.cut();
      else tally.broker.lostByBroker += resendUnaccepted(rig);
      quietSinceMs = performance.now();
    }
    if (performance.now() > endMs) {
      tally.defects = [`does not come to rest: ${state}`];
      say(tally.defects[0] as string);
      return;
    }
    await pause(100);
  }
}

/** The facts of the last batch are stored before its position moves; nothing more to wait for. */
async function untilCommitted(rig: Rig): Promise<void> {
  await rig.collector.ask();
}

/** Readings of the last round one by one (of all rounds when `whole`), events of all rounds. */
async function judge(rig: Rig, traffic: Traffic, tally: Tally, memory: Memory, whole: boolean): Promise<void> {
  const { readings } = tally;
  if (whole) {
    Object.assign(readings, { stored: 0, lost: 0, doubled: 0, doubted: 0 });
    memory.judged.fill(0);
  }
  const counts = rig.fleet.meters.map((_, n) => traffic.readingsOf(n));
  for (const [n, count] of counts.entries()) {
    const one = await judgeReadings(rig.influxd.url, rig.fleet, n, memory.judged[n] as number, count);
    memory.judged[n] = count;
    readings.stored += one.right / 3;
    readings.lost += one.lost / 3;
    readings.doubled += one.doubled;
    readings.doubted += one.doubted;
    tally.examples.push(...one.examples);
  }
  readings.sent = traffic.sent.readings;
  readings.accepted = counts.reduce((sum, c) => sum + c, 0);
  // What lies outside of every meter's span is invented too.
  const beyond = (await countPoints(rig.influxd.url)) - readings.stored * 3 - readings.doubled;
  if (beyond > 0) {
    readings.doubled += beyond;
    tally.examples.push(`${beyond} points outside of what was sent`);
  }
  const undisturbed = whole ? foldAll(rig.fleet, counts) : memory.undisturbed.upTo(counts);
  tally.events = await judgeEvents(rig.recordsUrl, rig.fleet, counts, undisturbed);
  tally.broker.redelivered = rig.tap.repeated;
  tally.collector.starts = rig.collector.starts;
  tally.collector.failedStarts = rig.collector.failures;
  tally.examples = tally.examples.slice(0, 30);
}

/** What one round leaves for the next. */
interface Memory {
  /** Readings of each meter that were judged. */
  readonly judged: number[];
  readonly undisturbed: Undisturbed;
}

function newTally(traffic: Traffic): Tally {
  return {
    faults: {},
    rounds: 0,
    readings: { sent: 0, accepted: 0, stored: 0, lost: 0, doubled: 0, doubted: 0 },
    messages: traffic.sent,
    broker: { lostByBroker: 0, stuck: 0, redelivered: 0 },
    events: { expected: 0, missing: [], extra: [] },
    collector: { starts: 0, failedStarts: 0, held: 0, refusedByStore: 0, brokenBytes: 0 },
    defects: [],
    examples: [],
  };
}

export function faultsOf(tally: Tally): number {
  return Object.values(tally.faults).reduce((sum, n) => sum + n, 0);
}

function tallyLine(t: Tally): string {
  const { readings: r, events: e } = t;
  return [
    `round ${t.rounds}: ${faultsOf(t)} faults`,
    `${r.accepted} readings accepted, ${r.stored} stored, ${r.lost} lost, ${r.doubled} points doubled, ${r.doubted} doubted`,
    `events ${e.expected} expected, ${e.missing.length} missing, ${e.extra.length} extra`,
    `broker lost ${t.broker.lostByBroker} messages, collector started ${t.collector.starts}× (${t.collector.failedStarts} ended by themselves)`,
  ].join(' · ');
}
