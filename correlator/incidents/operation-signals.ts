/** Trips, blown fuses and openings of switchgear as signals; their end is the closing that follows. */
import type { Operation } from '../../core/facts.ts';
import type { SectionId } from '../../core/ids.ts';
import { CLOCK_SIGMA_MS } from '../../core/time.ts';
import { type CaseIndex, push } from './case-index.ts';
import type { Signal } from './model.ts';

/** A trip followed by a successful reclose within this is a short interruption. */
const RECLOSE_MS = 3 * 60_000;
/** Longer than this between opening and closing, and one of the two records is missing [M]. */
const OPEN_MAX_MS = 3 * 86_400_000;
/** The same fault trips again after a failed reclose within this. @source IEEE 1366: a sequence within 5 min is one. */
const SEQUENCE_MS = 5 * 60_000;

export function operationSignals(index: CaseIndex): Signal[] {
  const bySection = new Map<SectionId, Operation[]>();
  for (const o of index.facts.operations) push(bySection, o.section, o);
  return [...bySection].flatMap(([section, list]) => ofSection(index, section, list));
}

function ofSection(index: CaseIndex, sectionId: SectionId, list: readonly Operation[]): Signal[] {
  const section = index.grid.sections.get(sectionId);
  if (section === undefined || section.normallyOpen) return [];
  const below = index.grid.depth(section.to) >= index.grid.depth(section.from) ? section.to : section.from;
  const ordered = [...list].sort((a, b) => a.timeMs - b.timeMs);
  const out: Signal[] = [];
  let openUntil = Number.NEGATIVE_INFINITY;
  for (const o of ordered) {
    if (CLOSES.has(o.op) || o.op === 'reclose_failed' || o.timeMs < openUntil) continue;
    const endMs = closingOf(ordered, o);
    openUntil = Math.max(endMs ?? 0, o.timeMs + SEQUENCE_MS);
    const brief = endMs !== null && endMs - o.timeMs <= RECLOSE_MS;
    out.push({
      fact: `op:${sectionId}|${o.timeMs}|${o.op}`,
      kind: brief ? 'interruption' : 'outage',
      startMs: o.timeMs,
      sigmaMs: CLOCK_SIGMA_MS[o.clock],
      endMs,
      running: false,
      pct: 0,
      phases: o.phases.replace(/[^ABC]/g, ''),
      perPhase: {},
      meter: null,
      at: index.hang(below),
      operation: o,
      event: null,
    });
  }
  return out;
}

const CLOSES: ReadonlySet<Operation['op']> = new Set(['reclose_ok', 'close']);

/**
 * The closing that ends an opening; clocks may put a quick reclose before its trip. null where the record is missing:
 * none within days, or the same device opened again (not as part of one reclosing sequence) before it.
 */
function closingOf(ordered: readonly Operation[], o: Operation): number | null {
  const slack = 3 * CLOCK_SIGMA_MS[o.clock];
  const swapped = ordered.find((x) => x.op === 'reclose_ok' && x.timeMs < o.timeMs && o.timeMs - x.timeMs <= slack);
  if (swapped !== undefined && o.op === 'trip') return o.timeMs + 1_000;
  const end = ordered.find((x) => CLOSES.has(x.op) && x.timeMs >= o.timeMs);
  if (end === undefined || end.timeMs - o.timeMs > OPEN_MAX_MS) return null;
  const again = ordered.find(
    (x) => OPENS.has(x.op) && x.timeMs > o.timeMs + SEQUENCE_MS && x.timeMs < end.timeMs - slack,
  );
  return again === undefined ? end.timeMs : null;
}

const OPENS: ReadonlySet<Operation['op']> = new Set(['trip', 'open', 'fuse_blown']);
