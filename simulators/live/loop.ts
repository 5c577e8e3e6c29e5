/** The beat of the live grid. */
import type { Connected } from './devices.ts';
import type { Play } from './play.ts';
import { eventsBetween, isDark, type Moment, sampleOf } from './sampling.ts';
import type { LiveOptions } from './types.ts';

/** Real ms between two looks at the grid. */
const TICK_MS = 2_000;
/** Length of the readings' intervals, s. */
export const INTERVAL_S = 10;

/** Looks at the grid every tick, lets every MQTT device say what is due. */
export function createLoop(
  devices: readonly Connected[],
  options: LiveOptions,
  moment: () => Moment,
  play: Play,
  solve: (ms: number) => void,
) {
  let lastMs = moment().ms;
  let work: Promise<void> = Promise.resolve();
  const dark = new Map<Connected, boolean>();
  const intervalMs = (options.intervalS ?? INTERVAL_S) * 1000;
  const tick = async (): Promise<void> => {
    play.tick();
    const at = moment();
    solve(at.ms);
    const due = Math.floor(at.ms / intervalMs) !== Math.floor(lastMs / intervalMs);
    const end = Math.floor(at.ms / intervalMs) * intervalMs;
    await Promise.all(
      devices.map(async (d) => {
        const { meter } = d.entry;
        await tellState(d, at, dark);
        if (meter.record.method === 'urms_half') await d.connection.events(eventsBetween(at, meter, lastMs));
        const sample = due ? sampleOf({ ...at, ms: end }, meter) : null;
        if (sample !== null) await d.connection.readings(sample);
      }),
    );
    lastMs = at.ms;
  };
  const timer = setInterval(() => {
    // One look after the other: a slow broker must not pile them up.
    work = work.then(tick).catch((cause: unknown) => options.onEvent?.({ kind: 'problem', message: String(cause) }));
  }, options.tickMs ?? TICK_MS);
  return { stop: () => clearInterval(timer), settled: () => work };
}

/** The last gasp when the supply goes, and the word when it is back. Those with a battery have no need to gasp. */
async function tellState(d: Connected, at: Moment, dark: Map<Connected, boolean>): Promise<void> {
  const now = isDark(at.state, d.entry.meter, at.ms);
  const before = dark.get(d) ?? now;
  dark.set(d, now);
  if (now === before || d.entry.meter.heldUp) return;
  const clock = at.ms + d.entry.meter.clockErrorMs;
  if (now) await d.connection.state('last_gasp', clock);
  else await d.connection.state('power_on', clock);
}
