/** Flashovers where a true stroke came near an overhead line, and surges in the low-voltage lines close to a strike. */
import type { SectionId } from '../../core/ids.ts';
import type { Section } from '../../core/network.ts';
import { between, distanceToLineM } from '../grid/place.ts';
import type { Rng } from '../random.ts';
import { distanceM } from '../storms/storm.ts';
import type { TrueStroke } from '../storms/types.ts';
import { playFault, shapeOf } from './protection.ts';
import { EFFECT_END, type Generator, howMany, type Played, type World } from './types.ts';

/** A stroke nearer than this ends on the line itself, m (attraction of a 10 m line among houses and trees). */
const DIRECT_M = 30;
/** Insulation of a 10 kV pin insulator with crossarm, kV; line height, m. @source Rusck: U = 38.8 · I · h / y. */
const WITHSTAND_KV = 150;
const LINE_HEIGHT_M = 10;
/** Arresters and luck hold this share. */
const HELD = 0.6;
const AT_LEAST = 2;

export const lightning: Generator = {
  id: 'lightning',
  play(world, rng) {
    if (world.storms.length === 0) return [];
    const lines = world.grid.sections.filter((s) => s.kind === 'overhead' && s.voltageKv === 10 && !s.normallyOpen);
    const hits: { readonly stroke: TrueStroke; readonly section: Section }[] = [];
    for (const storm of world.storms) {
      let lastMs = Number.NEGATIVE_INFINITY;
      for (const stroke of storm.strokes) {
        if (stroke.cloud || stroke.timeMs - lastMs < 60_000) continue;
        const section = struck(world, lines, stroke, rng);
        if (section === null) continue;
        hits.push({ stroke, section });
        lastMs = stroke.timeMs;
      }
    }
    const month = (world.toMs - world.fromMs) / (30 * 86_400_000);
    while (hits.length < AT_LEAST && month >= 0.9) hits.push(planted(world, lines, rng));
    return [...hits.map((h) => flashover(world, h.stroke, h.section, rng)), ...surges(world, rng)];
  },
};

function struck(world: World, lines: readonly Section[], stroke: TrueStroke, rng: Rng): Section | null {
  const near = lines
    .map((s) => ({ s, d: distanceToLineM(stroke.at, placeOf(world, s, 0), placeOf(world, s, 1)) }))
    .sort((a, b) => a.d - b.d)[0];
  if (near === undefined) return null;
  const inducedKv = (38.8 * Math.abs(stroke.peakKa) * LINE_HEIGHT_M) / Math.max(near.d, 1);
  const flashes = near.d < DIRECT_M || inducedKv > WITHSTAND_KV;
  return flashes && rng.chance(1 - HELD) ? near.s : null;
}

/** The month needs its thunder faults: put a strong stroke onto a line in the middle of a storm. */
function planted(
  world: World,
  lines: readonly Section[],
  rng: Rng,
): { readonly stroke: TrueStroke; readonly section: Section } {
  const storm = rng.pick(world.storms);
  const section = rng.pick(lines);
  const at = between(placeOf(world, section, 0), placeOf(world, section, 1), rng.next());
  const stroke = {
    timeMs: rng.range(storm.startMs + 600_000, storm.endMs - 600_000),
    at,
    peakKa: -rng.range(25, 70),
    cloud: false,
  };
  (storm.strokes as TrueStroke[]).push(stroke);
  (storm.strokes as TrueStroke[]).sort((a, b) => a.timeMs - b.timeMs);
  return { stroke, section };
}

function flashover(world: World, stroke: TrueStroke, section: Section, rng: Rng): Played {
  const temporary = rng.chance(0.72);
  const startMs = stroke.timeMs + rng.range(0, 4);
  const sequence = playFault(
    world,
    {
      startMs,
      place: { section: section.id, share: rng.next() },
      shape: shapeOf(world, rng),
      arcOhm: rng.range(0.05, 0.4),
      temporary,
    },
    rng,
  );
  return {
    id: '',
    cause: 'lightning',
    subcause: null,
    kind: 'interruption',
    section: section.id,
    startMs,
    endMs: sequence.endMs,
    effects: sequence.effects,
    operations: sequence.operations,
    works: null,
  };
}

/** A strike next to the houses: nothing trips, but what was plugged in may be dead. */
function surges(world: World, rng: Rng): Played[] {
  const areas = world.grid.areas.filter((a) => a.overhead);
  const near: { readonly section: SectionId; readonly timeMs: number }[] = [];
  for (const storm of world.storms) {
    for (const stroke of storm.strokes) {
      if (stroke.cloud || Math.abs(stroke.peakKa) < 20) continue;
      const area = areas.find((a) => distanceM(placeOfNode(world, a.id), stroke.at) < 120);
      if (area !== undefined && rng.chance(0.5)) near.push({ section: area.transformer, timeMs: stroke.timeMs });
    }
  }
  return near.slice(0, Math.max(1, howMany(world, 1.5, rng))).map(({ section, timeMs }) => {
    const effects = [{ kind: 'surge' as const, section, startMs: timeMs, endMs: timeMs + 1 }];
    return {
      id: '',
      cause: 'lightning' as const,
      subcause: null,
      kind: 'transient' as const,
      section,
      startMs: timeMs,
      endMs: EFFECT_END(effects, timeMs),
      effects,
      operations: [],
      works: null,
    };
  });
}

function placeOf(world: World, s: Section, end: 0 | 1) {
  return placeOfNode(world, end === 0 ? s.from : s.to);
}

function placeOfNode(world: World, node: Section['from']) {
  const at = world.grid.topo.nodes.get(node)?.at;
  if (at === null || at === undefined) throw new Error(`invariant broken: ${node} has no place`);
  return at;
}
