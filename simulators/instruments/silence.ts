/** When a concentrator delivers nothing: the supply is fine, the data are not. Half of it is read later. */
import { HOUR_MS } from '../local-time.ts';
import type { Span } from '../physics/state.ts';
import type { Rng } from '../random.ts';
import type { SimMeter } from './types.ts';

export interface Gap extends Span {
  readonly comms: string;
  /** The meters kept the values and delivered them after the gap. */
  readonly readLater: boolean;
}

export function makeGaps(
  meters: readonly SimMeter[],
  fromMs: number,
  toMs: number,
  pct: number,
  rng: Rng,
): Map<string, Gap[]> {
  const gaps = new Map<string, Gap[]>();
  for (const comms of new Set(meters.map((m) => m.record.comms ?? ''))) {
    if (comms === '' || comms === 'C-SS1') continue;
    const own = rng.fork(comms);
    const list: Gap[] = [];
    let left = ((toMs - fromMs) * pct * own.range(0, 2)) / 100;
    while (left > 0) {
      const forMs = Math.min(left, own.logNormal(2, 0.7) * HOUR_MS);
      const startMs = own.range(fromMs, toMs);
      list.push({ comms, startMs, endMs: startMs + forMs, readLater: own.chance(0.5) });
      left -= forMs;
    }
    gaps.set(
      comms,
      list.sort((a, b) => a.startMs - b.startMs),
    );
  }
  return gaps;
}

export const gapAt = (gaps: ReadonlyMap<string, readonly Gap[]>, comms: string | null, ms: number): Gap | null =>
  gaps.get(comms ?? '')?.find((g) => ms >= g.startMs && ms < g.endMs) ?? null;
