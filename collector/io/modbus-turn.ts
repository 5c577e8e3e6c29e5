/**
 * Whose turn it is on a shared connection. Units that answer come first, in order of being due. A unit that keeps silent
 * costs a whole time-out each time it is tried, so such tries get a bounded share of the line and start only where no
 * healthy unit would have to wait for them.
 */

export interface Turn {
  readonly dueMs: number;
  readonly isFailing: boolean;
}

/** Share of the line's time that silent units may use up while others answer. */
const FAILING_SHARE = 0.1;
/** Where the line is never free, a silent unit is tried all the same after so long, ms. */
const PATIENCE_MS = 60_000;

export interface NextTurn<T> {
  readonly unit: T;
  readonly atMs: number;
}

/**
 * `failingFromMs`: before it no silent unit may be tried (see `payFor`). `tryMs`: how long a try of a silent unit lasts.
 * null without units.
 */
export function nextTurn<T extends Turn>(
  units: readonly T[],
  nowMs: number,
  { failingFromMs, tryMs }: { readonly failingFromMs: number; readonly tryMs: number },
): NextTurn<T> | null {
  const healthy = earliest(units, false);
  const failing = earliest(units, true);
  if (failing === null) return healthy === null ? null : { unit: healthy, atMs: healthy.dueMs };
  if (healthy === null) return { unit: failing, atMs: failing.dueMs };
  const wantedMs = Math.max(failing.dueMs, failingFromMs, nowMs);
  const isInTheWay = wantedMs + tryMs > healthy.dueMs;
  const hasWaited = wantedMs - failing.dueMs > PATIENCE_MS;
  return isInTheWay && !hasWaited ? { unit: healthy, atMs: healthy.dueMs } : { unit: failing, atMs: wantedMs };
}

/** When the next silent unit may be tried after one has cost `spentMs`. */
export function payFor(spentMs: number, nowMs: number): number {
  return nowMs + spentMs * (1 / FAILING_SHARE - 1);
}

function earliest<T extends Turn>(units: readonly T[], isFailing: boolean): T | null {
  let best: T | null = null;
  for (const unit of units) {
    if (unit.isFailing === isFailing && (best === null || unit.dueMs < best.dueMs)) best = unit;
  }
  return best;
}
