/** The answers that stand: newest verdict of each complaint, incidents, ranked sections; stored when they change. */
import type { ComplaintId } from '../../core/ids.ts';
import type { ComplaintRow, RecordStore, VerdictRow } from '../../core/ports.ts';
import type { Incident, Priority, Verdict } from '../../core/verdict.ts';
import type { Computed } from './engine-protocol.ts';
import { changedPoints } from './verdict-diff.ts';

/** Verdicts stored in one statement. */
const BATCH = 200;

export interface Answers {
  load(): Promise<void>;
  /** Take over what was computed from the facts known at `asKnownAtMs`. */
  take(computed: Computed, asKnownAtMs: number): Promise<void>;
  /** One verdict given at the desk. */
  say(verdict: Verdict, asKnownAtMs: number): Promise<VerdictRow>;
  latest(id: ComplaintId): VerdictRow | null;
  incidents(): readonly Incident[];
  priorities(): readonly Priority[];
}

type Told =
  | { readonly type: 'computed'; readonly incidents: number }
  | { readonly type: 'verdict'; readonly row: VerdictRow; readonly reopened: boolean };

export function createAnswers(deps: {
  readonly records: RecordStore;
  readonly now: () => number;
  readonly emit: (event: Told) => void;
  readonly rows: ReadonlyMap<ComplaintId, ComplaintRow>;
}): Answers {
  const { records, now, emit } = deps;
  const latest = new Map<ComplaintId, VerdictRow>();
  let incidents: readonly Incident[] = [];
  let priorities: readonly Priority[] = [];

  async function store(changed: readonly VerdictRow[]): Promise<void> {
    for (let i = 0; i < changed.length; i += BATCH) await records.putVerdicts(changed.slice(i, i + BATCH));
    for (const row of changed) {
      const before = latest.get(row.verdict.complaint);
      latest.set(row.verdict.complaint, row);
      const reopened = before !== undefined && changedPoints(before.verdict, row.verdict).length > 0;
      if (before === undefined || reopened) emit({ type: 'verdict', row, reopened });
    }
  }

  return {
    async load() {
      incidents = await records.incidents({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
      priorities = await records.priorities();
      const ids = [...deps.rows.keys()];
      for (let i = 0; i < ids.length; i += BATCH) {
        for (const row of await records.verdicts(ids.slice(i, i + BATCH))) {
          const known = latest.get(row.verdict.complaint);
          if (known === undefined || known.asKnownAtMs <= row.asKnownAtMs) latest.set(row.verdict.complaint, row);
        }
      }
    },
    async take(computed, asKnownAtMs) {
      await records.replaceIncidents(computed.incidents);
      await records.replacePriorities(computed.priorities);
      incidents = computed.incidents;
      priorities = computed.priorities;
      const rows = computed.verdicts
        .map((verdict) => ({ verdict, asKnownAtMs, madeAtMs: now() }))
        .filter((row) => differs(latest.get(row.verdict.complaint), row));
      await store(rows);
      emit({ type: 'computed', incidents: incidents.length });
    },
    async say(verdict, asKnownAtMs) {
      const row = { verdict, asKnownAtMs, madeAtMs: now() };
      await store([row]);
      return row;
    },
    latest: (id) => latest.get(id) ?? null,
    incidents: () => incidents,
    priorities: () => priorities,
  };
}

/** Worth a row: another answer, or another sentence for the customer (it holds the expected return of supply). */
function differs(before: VerdictRow | undefined, after: VerdictRow): boolean {
  if (before === undefined) return true;
  if (before.asKnownAtMs > after.asKnownAtMs) return false;
  return (
    changedPoints(before.verdict, after.verdict).length > 0 ||
    before.verdict.say.zh !== after.verdict.say.zh ||
    before.verdict.say.en !== after.verdict.say.en
  );
}
