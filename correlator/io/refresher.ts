/**
 * Decides when to recompute: a moment after the last change, but never later than `MAX_WAIT_MS` after the first, and
 * never more than half of the time. Also notices when another process changed the store, and has the case read again.
 */

/** Quiet time after a change before it is worth computing; a burst of events is one recomputation. */
const QUIET_MS = 1_000;
/** A stream without pauses must not starve the answers. */
const MAX_WAIT_MS = 5_000;
/** How often the store is asked whether somebody else wrote. */
const LOOK_MS = 5_000;

export interface Refresher {
  start(): void;
  /** A fact changed in this process. */
  changed(): void;
  /** No recomputation until the returned function is called: for a large import, whose halves nobody needs answered. */
  hold(): () => void;
  state(): {
    readonly computing: boolean;
    readonly computedAtMs: number | null;
    readonly lastDurationMs: number | null;
    readonly failures: number;
  };
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface RefresherDeps {
  readonly now: () => number;
  readonly work: () => Promise<void>;
  /** True once after another process wrote to the store. */
  readonly foreign: () => Promise<boolean>;
  /** Read the whole case again. */
  readonly reload: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function createRefresher(deps: RefresherDeps): Refresher {
  let running = false;
  let holds = 0;
  let stopped = false;
  let dirtySinceMs: number | null = null;
  let lastChangeMs = 0;
  let timer: NodeJS.Timeout | null = null;
  let looker: NodeJS.Timeout | null = null;
  let working: Promise<void> | null = null;
  let computedAtMs: number | null = null;
  let lastDurationMs: number | null = null;
  let failures = 0;
  let waiters: (() => void)[] = [];

  function plan(): void {
    if (!running || stopped || holds > 0 || working !== null || dirtySinceMs === null || timer !== null) return;
    const quietAtMs = Math.min(lastChangeMs + QUIET_MS, dirtySinceMs + MAX_WAIT_MS);
    timer = setTimeout(tick, Math.max(0, quietAtMs - performance.now()));
  }

  function tick(): void {
    timer = null;
    if (holds > 0) return;
    if (dirtySinceMs !== null && performance.now() < Math.min(lastChangeMs + QUIET_MS, dirtySinceMs + MAX_WAIT_MS)) {
      plan();
      return;
    }
    working = compute().finally(() => {
      working = null;
      if (dirtySinceMs === null) release();
      plan();
    });
  }

  async function compute(): Promise<void> {
    dirtySinceMs = null;
    const startMs = performance.now();
    try {
      await deps.work();
      computedAtMs = deps.now();
      lastDurationMs = Math.round(performance.now() - startMs);
      if (!stopped) await rest(Math.min(lastDurationMs, MAX_WAIT_MS));
    } catch (error) {
      if (stopped) return;
      failures++;
      deps.onError(error);
    }
  }

  /** Half of the time belongs to the others; a change that came meanwhile waits, nothing else does. */
  async function rest(ms: number): Promise<void> {
    if (dirtySinceMs !== null) await new Promise<void>((done) => setTimeout(done, ms));
  }

  async function look(): Promise<void> {
    try {
      if (working === null && (await deps.foreign())) {
        await deps.reload();
        mark();
      }
    } catch (error) {
      if (stopped) return;
      failures++;
      deps.onError(error);
    }
    if (!stopped) looker = setTimeout(look, LOOK_MS).unref();
  }

  function mark(): void {
    lastChangeMs = performance.now();
    dirtySinceMs ??= lastChangeMs;
    plan();
  }

  function release(): void {
    const all = waiters;
    waiters = [];
    for (const waiter of all) waiter();
  }

  return {
    start() {
      running = true;
      mark();
      looker = setTimeout(look, LOOK_MS).unref();
    },
    changed: mark,
    hold() {
      holds++;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holds--;
        plan();
      };
    },
    state: () => ({ computing: working !== null, computedAtMs, lastDurationMs, failures }),
    settled: () =>
      dirtySinceMs === null && working === null ? Promise.resolve() : new Promise((done) => waiters.push(done)),
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      if (looker) clearTimeout(looker);
      release();
    },
  };
}
