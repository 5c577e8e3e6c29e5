/**
 * Events of one place within a minute are one: a fault and its reclosing disturb a process once.
 * @source aggregation in time of IEEE 1564 (one minute, the most severe stands; unconfirmed)
 */
import type { Disturbance } from '../event.ts';
import { familyOf } from './site.ts';

export const TOGETHER_MS = 60_000;

/**
 * Groups in order of start, each of one family; `withinMs` from the first event's start on. 0 = every event alone. An
 * event of unknown instant (`durationMs` null and not running: a counter's, an interval's) can't be shown to belong to
 * another and stays alone.
 */
export function together(events: readonly Disturbance[], withinMs: number): readonly (readonly Disturbance[])[] {
  const groups: Disturbance[][] = [];
  const open = new Map<string, Disturbance[]>();
  for (const d of [...events].sort((a, b) => a.startMs - b.startMs)) {
    const family = familyOf(d);
    if (family === null) continue;
    const hasInstant = d.durationMs !== null || d.openEnd;
    const running = open.get(family);
    const first = running?.[0];
    if (withinMs > 0 && hasInstant && running && first && d.startMs - first.startMs <= withinMs) running.push(d);
    else {
      const group = [d];
      groups.push(group);
      if (hasInstant) open.set(family, group);
    }
  }
  return groups;
}
