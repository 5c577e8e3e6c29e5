/** What happens next while the audience watches: the same kinds of trouble as in history, with repairs that take minutes. */

import { GENERATORS } from '../happenings/index.ts';
import type { Effect, Played, World } from '../happenings/types.ts';
import { HOUR_MS, MINUTE_MS } from '../local-time.ts';
import type { Rng } from '../random.ts';

/** Kinds a live audience sees, with how often, relative. */
const KINDS: readonly (readonly [(typeof GENERATORS)[number]['id'], number])[] = [
  ['line_fault', 4],
  ['upstream', 2],
  ['lightning', 2],
  ['neutral_fault', 1],
  ['phase_loss', 1],
  ['loose_contact', 1],
  ['customer_load', 1],
  ['works', 1],
];
const SOON_MS = 3_000;
/** Live outages and other lasting states end after so many minutes. */
const LASTS_MIN: readonly [number, number] = [3, 9];

/** One incident that begins at `startMs`; null where the kind found nothing to do (no storm about). */
export function nextIncident(world: World, startMs: number, serial: number, rng: Rng, kind?: string): Played | null {
  const wanted = kind ?? rng.weighted(KINDS);
  const generator = GENERATORS.find((g) => g.id === wanted);
  if (generator === undefined) return null;
  // The generators spread over a period: give them a month around now and move what they find to the moment.
  const month: World = { ...world, fromMs: startMs - 15 * 24 * HOUR_MS, toMs: startMs + 15 * 24 * HOUR_MS };
  const found = generator.play(month, rng).filter((p) => p.works === null || p.effects.length > 0);
  const picked = found.length === 0 ? null : rng.pick(found);
  if (picked === null) return null;
  return compressed(
    { ...moved(picked, startMs + SOON_MS - picked.startMs), id: `L${String(serial).padStart(4, '0')}` },
    rng,
  );
}

function moved(p: Played, byMs: number): Played {
  const at = (ms: number | null): number | null => (ms === null ? null : ms + byMs);
  return {
    ...p,
    startMs: p.startMs + byMs,
    endMs: p.endMs + byMs,
    effects: p.effects.map((e) => movedEffect(e, byMs)),
    operations: p.operations.map((o) => ({ ...o, timeMs: o.timeMs + byMs, knownAtMs: o.knownAtMs + byMs })),
    works: p.works && {
      ...p.works,
      plannedStartMs: at(p.works.plannedStartMs),
      plannedEndMs: at(p.works.plannedEndMs),
      actualStartMs: at(p.works.actualStartMs),
      actualEndMs: at(p.works.actualEndMs),
      notifiedAtMs: at(p.works.notifiedAtMs),
      knownAtMs: p.works.knownAtMs + byMs,
    },
  };
}

function movedEffect(e: Effect, byMs: number): Effect {
  const span = { startMs: e.startMs + byMs, endMs: e.endMs + byMs };
  // A machine works now, whatever its usual hours.
  return e.kind === 'heavy_load' ? { ...e, ...span, hours: [0, 24] } : { ...e, ...span };
}

function compressed(p: Played, rng: Rng): Played {
  const latestMs = p.startMs + rng.range(LASTS_MIN[0], LASTS_MIN[1]) * MINUTE_MS;
  const end = (ms: number): number => Math.min(ms, latestMs);
  const effects = p.effects.filter((e) => e.startMs < latestMs).map((e) => ({ ...e, endMs: end(e.endMs) }));
  return {
    ...p,
    effects,
    endMs: end(p.endMs),
    operations: p.operations.map((o) => ({
      ...o,
      timeMs: end(o.timeMs),
      knownAtMs: Math.min(o.knownAtMs, latestMs + MINUTE_MS),
    })),
    works: p.works && { ...p.works, actualEndMs: latestMs },
  };
}
