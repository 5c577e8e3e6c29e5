/**
 * Watching over collecting: our own clock, the state of every meter, spells of silence on disk, the states in the series
 * store. One look every ten seconds; nothing here is on the way of a reading.
 */
import type { CollectingNow, MeterState, SilenceSpell } from '../core/collecting.ts';
import type { MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { Range, SeriesStore } from '../core/ports.ts';
import type { MeterTags } from '../core/schema.ts';
import type { OwnClock } from './clock/own-clock.ts';
import type { JudgeHelp } from './decode.ts';
import { openSilenceJournal, type SilenceJournal } from './io/silence-journal.ts';
import type { Log, SourceStatus } from './source.ts';
import { StateTracker } from './states.ts';

export interface WatchingDeps {
  readonly dir: string;
  readonly series: Pick<SeriesStore, 'countAggregates' | 'writeCollector'>;
  readonly meters: readonly Meter[];
  readonly tags: ReadonlyMap<MeterId, MeterTags>;
  readonly own: OwnClock;
  /** A clock that can't be set, ms. */
  readonly mono: () => number;
  readonly log: Log;
}

export interface Watching {
  readonly tracker: StateTracker;
  readonly help: JudgeHelp;
  readonly startedMs: number;
  readonly ownClock: () => CollectingNow['ownClock'];
  /** Look every ten seconds from now on. */
  start(sources: () => readonly SourceStatus[]): void;
  states(sources: readonly SourceStatus[]): readonly MeterState[];
  spells(meter: MeterId, range: Range): readonly SilenceSpell[];
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 10_000;
/** Ten-minute values become complete once in ten minutes; clocks are saved as often. */
const COUNT_EVERY_MS = 300_000;
/** Neighbours are compared by minutes. */
const COMPARE_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
const SLOT_MS = 600_000;

export async function startWatching(deps: WatchingDeps): Promise<Watching> {
  const { series, log, own } = deps;
  const now = () => own.now();
  const startedMs = now();
  const { journal, down } = await openSilenceJournal(deps.dir, startedMs);
  const saved = { tracks: journal.tracks, spells: journal.spells() };
  const tracker = new StateTracker(deps.meters, deps.tags, startedMs, saved);
  const completeness = new Map<MeterId, number>();
  let timer: NodeJS.Timeout | undefined;
  let lastCompareMs = Number.NEGATIVE_INFINITY;
  let lastCountMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> = Promise.resolve();

  const states = (sources: readonly SourceStatus[]) =>
    tracker.states(now(), sources).map((s) => {
      const pct = s.meter === null ? undefined : completeness.get(s.meter);
      return pct === undefined ? s : { ...s, completenessPct: pct };
    });

  async function look(sources: readonly SourceStatus[]): Promise<void> {
    const nowMs = now();
    await attempt('spells of silence could not be written', async () => {
      await journal.write(tracker.spells(tracker.states(nowMs, sources), nowMs));
      await journal.alive(nowMs);
    });
    if (deps.mono() - lastCompareMs >= COMPARE_EVERY_MS) {
      lastCompareMs = deps.mono();
      tracker.compareNeighbours(nowMs);
    }
    if (deps.mono() - lastCountMs >= COUNT_EVERY_MS) {
      lastCountMs = deps.mono();
      await attempt('ten-minute values could not be counted', () => count(nowMs));
      await attempt('what is known of clocks could not be saved', () => save(journal));
    }
    // The view of collecting is no evidence: where it can't be written it is said, and the next one comes in 10 s.
    await attempt('collector states could not be written', () => series.writeCollector(states(sources)));
  }

  async function count(nowMs: number): Promise<void> {
    const toMs = Math.floor(nowMs / SLOT_MS) * SLOT_MS;
    const counts = await series.countAggregates?.({ fromMs: toMs - DAY_MS, toMs });
    if (counts === undefined) return;
    for (const m of deps.meters) completeness.set(m.meter, (100 * (counts.get(m.meter) ?? 0)) / (DAY_MS / SLOT_MS));
  }

  const save = (to: SilenceJournal) => to.save(tracker.saved().tracks);

  async function attempt(failing: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      log('warn', failing, { message: String(cause) });
    }
  }

  if (down !== null)
    await attempt('the time we were down could not be written', () =>
      series.writeCollector(downStates(deps.meters, down)),
    );
  return {
    tracker,
    startedMs,
    help: {
      isDoubtful: (stampMs) => own.isDoubtful(stampMs),
      clockOf: (meter) => tracker.clockOf(meter),
      hasShownNominal: (meter) => tracker.hasShownNominal(meter),
      onNominal: (meter) => tracker.noteNominal(meter),
      onDoubt: (meter, doubt, atMs) => tracker.noteDoubt(meter, doubt, atMs),
    },
    ownClock: () => own.status(),
    start(sources) {
      timer = setInterval(() => {
        looking = looking.then(() => look(sources()));
      }, LOOK_EVERY_MS);
    },
    states,
    spells: (meter, range) => journal.of(meter, range),
    async stop() {
      clearInterval(timer);
      await looking;
      await attempt('what is known of meters could not be saved', async () => {
        await journal.alive(now());
        await save(journal);
      });
    },
  };
}

/** Begin and end of our own absence as points of every meter. */
function downStates(meters: readonly Meter[], down: SilenceSpell) {
  const none = { source: '', lagMs: null, gap: 0, errors: 0, clockOffsetMs: null } as const;
  return meters.flatMap(({ meter }) =>
    [down.beginMs, down.endMs ?? down.beginMs].map((atMs) => ({
      ...none,
      meter,
      atMs,
      silence: 'collector_down' as const,
      silenceP: 1,
    })),
  );
}
