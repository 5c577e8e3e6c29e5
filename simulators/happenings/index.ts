/** Every kind of trouble the simulator plays. One more = one file and one line here. */
import { rngFor } from '../random.ts';
import { chronic } from './chronic.ts';
import { customerLoad } from './customer-load.ts';
import { earthFault } from './earth-fault.ts';
import { externalDamage } from './external-damage.ts';
import { lightning } from './lightning.ts';
import { lineFault } from './line-fault.ts';
import { brokenNeutral, looseContact, phaseLoss } from './lv-faults.ts';
import type { Effect, Generator, Played, World } from './types.ts';
import { upstream } from './upstream.ts';
import { works } from './works.ts';

export const GENERATORS = [
  lightning,
  lineFault,
  externalDamage,
  upstream,
  works,
  brokenNeutral,
  phaseLoss,
  looseContact,
  customerLoad,
  earthFault,
  chronic,
] as const satisfies readonly Generator[];

/** Everything that happens in the period, in order of time, numbered. */
export function playAll(world: World): Played[] {
  return GENERATORS.flatMap((g) => g.play(world, rngFor(world.seed, `happening/${g.id}`)))
    .sort((a, b) => a.startMs - b.startMs || ((a.section ?? '') < (b.section ?? '') ? -1 : 1))
    .filter(onlyWhereLive(world))
    .map((p, i) => ({ ...p, id: `I${String(i + 1).padStart(3, '0')}` }));
}

/** What is already dead can neither flash over nor be switched off: such happenings are struck out. */
function onlyWhereLive(world: World): (p: Played) => boolean {
  const dead: Extract<Effect, { kind: 'dead' }>[] = [];
  return (p) => {
    const section = world.grid.topo.sections.get(p.section ?? ('' as never));
    const touches = p.effects.some((e) => e.kind !== 'chronic');
    const isDead =
      touches &&
      section !== undefined &&
      dead.some(
        (d) =>
          p.startMs >= d.startMs &&
          p.startMs < d.endMs &&
          (d.section === section.id || world.grid.topo.feeds(d.section, section.to)),
      );
    if (isDead) return false;
    for (const e of p.effects) if (e.kind === 'dead') dead.push(e);
    return true;
  };
}
