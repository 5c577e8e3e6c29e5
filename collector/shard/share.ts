/** How many partitions each shard should hold, and which of the others are alive. */

/** Share of `me`: equal ones, the first by name hold one more where it does not divide. `me` counts as alive. */
export function fairShare(alive: readonly string[], me: string, partitions: number): number {
  const all = [...new Set([...alive, me])].sort();
  const rank = all.indexOf(me);
  return Math.floor(partitions / all.length) + (rank < partitions % all.length ? 1 : 0);
}

/** Watches revisions: what has not moved for so long by our own time is dead, whatever any other clock says. */
export class Signs {
  readonly #seen = new Map<string, { revision: number; sinceMs: number }>();

  /** For how long, ms, the key has stood at this revision; 0 at first sight. */
  stillMs(key: string, revision: number, nowMs: number): number {
    const seen = this.#seen.get(key);
    if (seen !== undefined && seen.revision === revision) return nowMs - seen.sinceMs;
    this.#seen.set(key, { revision, sinceMs: nowMs });
    return 0;
  }

  forget(key: string): void {
    this.#seen.delete(key);
  }
}
