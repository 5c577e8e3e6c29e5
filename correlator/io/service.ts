/**
 * The correlator as a running service: keeps the case fresh, recomputes when facts change, answers one complaint at
 * once, and keeps what was said before. Computing happens on other threads (engine.ts).
 */
import { OperationalError } from '../../core/assert.ts';
import type { CaseFacts, CaseSettings } from '../../core/case.ts';
import type { Triage } from '../../core/complaint.ts';
import type { Complaint } from '../../core/facts.ts';
import type { ComplaintId } from '../../core/ids.ts';
import type { ComplaintRow, RecordStore, VerdictRow } from '../../core/ports.ts';
import type { Incident, Priority } from '../../core/verdict.ts';
import { type Answers, createAnswers } from './answers.ts';
import { type CaseDelta, createCaseMemory } from './case-memory.ts';
import { createEngine } from './engine.ts';
import { followRecords, type Written } from './followed-records.ts';
import { indexNetwork, type NetworkIndex } from './network-index.ts';
import { createRefresher } from './refresher.ts';
import { type VerdictStep, verdictHistory } from './verdict-diff.ts';
import { createWriteWatch } from './write-watch.ts';

export interface ServiceOptions {
  readonly records: RecordStore;
  /** Wall clock of the server, epoch ms. */
  readonly now: () => number;
  readonly triage: (text: string) => Triage;
  readonly zone: string;
  readonly profile?: CaseSettings['profile'];
  /** Told when a part of the work failed and was skipped; it is also counted in `state()`. */
  readonly onError?: (doing: string, error: unknown) => void;
}

/** What happened, for live pages. Small: a page asks for the rest. */
export type ServiceEvent =
  | { readonly type: 'written'; readonly what: Written }
  | { readonly type: 'computed'; readonly incidents: number }
  | { readonly type: 'verdict'; readonly row: VerdictRow; readonly reopened: boolean };

export interface ServiceState {
  readonly loaded: boolean;
  readonly computing: boolean;
  readonly computedAtMs: number | null;
  readonly lastDurationMs: number | null;
  readonly failures: number;
}

export interface Service {
  /** The record store, followed: whoever writes facts in this process writes through it. */
  readonly records: RecordStore;
  /** Read the case and start computing. Resolves when the case is in memory; answers follow. */
  start(): Promise<void>;
  facts(): CaseFacts;
  network(): NetworkIndex;
  triage(text: string): Triage;
  incidents(): readonly Incident[];
  priorities(): readonly Priority[];
  complaintRows(): ReadonlyMap<ComplaintId, ComplaintRow>;
  latestVerdict(id: ComplaintId): VerdictRow | null;
  /** Store a complaint and answer it; null where the answer takes longer than `waitMs` (it follows as an event). */
  file(
    complaint: Complaint,
    waitMs: number,
  ): Promise<{ readonly row: ComplaintRow; readonly verdict: VerdictRow | null }>;
  /** The answer as known at a moment: the one that stood then, else computed from what was known then. */
  verdictAt(id: ComplaintId, asKnownAtMs: number): Promise<VerdictRow | null>;
  history(id: ComplaintId): Promise<readonly VerdictStep[]>;
  state(): ServiceState;
  subscribe(listener: (event: ServiceEvent) => void): () => void;
  /** No recomputation until the returned function is called (a large import); single complaints are still answered. */
  hold(): () => void;
  /** Resolves when no change waits for recomputation. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Complaints read at once when the service starts. */
const PAGE = 500;

export function createService(options: ServiceOptions): Service {
  const { records: inner, now } = options;
  const memory = createCaseMemory({
    zone: options.zone,
    profile: options.profile ?? 'gb',
    fromMs: null,
    toMs: null,
  });
  const rows = new Map<ComplaintId, ComplaintRow>();
  const listeners = new Set<(event: ServiceEvent) => void>();
  const emit = (event: ServiceEvent) => {
    for (const listener of listeners) listener(event);
  };
  let index: NetworkIndex | null = null;
  let loaded = false;

  const watch = createWriteWatch(() => inner.changeCursor());
  const records = followRecords(
    inner,
    (what) => {
      takeIn({
        ...what.facts,
        ...(what.settings ? { settings: what.settings } : {}),
        ...(what.complaints ? { complaints: what.complaints.map((r) => r.complaint) } : {}),
      });
      for (const row of what.complaints ?? []) rows.set(row.complaint.id, row);
      emit({ type: 'written', what });
    },
    watch.own,
  );
  const engine = createEngine(() => memory.facts());
  const answers: Answers = createAnswers({ records, now, emit, rows });
  const refresher = createRefresher({
    now,
    work: async () => answers.take(await engine.compute(), now()),
    foreign: watch.foreign,
    reload: load,
    onError: (error) => options.onError?.('recompute', error),
  });

  function takeIn(delta: CaseDelta): void {
    if (memory.put(delta)) index = null;
    engine.put(delta);
    refresher.changed();
  }

  async function load(): Promise<void> {
    const facts = await inner.loadCase();
    if (facts !== null) memory.replace(facts);
    index = null;
    await loadRows();
    await answers.load();
    await engine.refill();
    loaded = true;
  }

  async function loadRows(): Promise<void> {
    rows.clear();
    for (let beforeMs: number | null = null; ; ) {
      const page: readonly ComplaintRow[] = await inner.complaints({ limit: PAGE, beforeMs, supplyPoint: null });
      for (const row of page) rows.set(row.complaint.id, row);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      // Several may have come in at the same instant: step back to just after it, the map drops what comes twice.
      const step: number =
        last.complaint.receivedMs + (page[0]?.complaint.receivedMs === last.complaint.receivedMs ? 0 : 1);
      beforeMs = step;
    }
  }

  async function file(complaint: Complaint, waitMs: number) {
    const row: ComplaintRow = {
      complaint,
      triage: options.triage(complaint.text),
      status: 'received',
      knownAtMs: now(),
    };
    await records.putComplaints([row]);
    if (!engine.ready()) return { row, verdict: null };
    const answered = engine.answer(complaint, row.triage).then((v) => answers.say(v, now()));
    const late = answered.catch((error) => {
      options.onError?.('answer', error);
      return null;
    });
    return { row, verdict: await Promise.race([late, after(waitMs)]) };
  }

  return {
    records,
    async start() {
      await load();
      refresher.start();
    },
    facts: () => memory.facts(),
    network: () => {
      index ??= indexNetwork(memory.facts());
      return index;
    },
    triage: options.triage,
    incidents: () => answers.incidents(),
    priorities: () => answers.priorities(),
    complaintRows: () => rows,
    latestVerdict: (id) => answers.latest(id),
    file,
    async verdictAt(id, asKnownAtMs) {
      const stored = await inner.verdict(id, asKnownAtMs);
      if (stored !== null) return stored;
      const row = rows.get(id);
      if (row === undefined) return null;
      if (!loaded) throw new OperationalError('the case is still being read', { retryable: true });
      return { verdict: await engine.answerAt(row.complaint, row.triage, asKnownAtMs), asKnownAtMs, madeAtMs: now() };
    },
    history: async (id) => verdictHistory(await inner.verdictHistory(id)),
    state: () => ({ loaded, ...refresher.state() }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hold: () => refresher.hold(),
    settled: () => refresher.settled(),
    async stop() {
      await refresher.stop();
      await engine.stop();
    },
  };
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}
