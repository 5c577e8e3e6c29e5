/**
 * The whole way of a reading, on one screen:
 *
 *   source ─► 1 decode ─► 2 judge ─► 3 hold what is unusable ─► 4 spool (durable) ─► acknowledged
 *                                                                  │  ▲
 *                            5 a writer per series store ◄─────────┴──┴──────────► 6 detectors
 *
 * What the detectors find goes into the spool too: every store takes it from there, in order and at its own pace.
 * Everything right of the spool can be done again from the spool; everything left of it repeats when the source sends
 * again. Nothing here makes an event out of our own silence.
 */
import type { Problem } from '../core/problem.ts';
import { Consumer, type ConsumerStatus, type Work } from './consumer.ts';
import type { Judge, Judged } from './decode.ts';
import type { Derived } from './derived.ts';
import { ENTRY_ITEMS, Intake } from './intake.ts';
import type { HeldFile } from './io/held-file.ts';
import type { Spool } from './io/spool.ts';
import { pause } from './io/wait.ts';
import type { Item } from './item.ts';
import type { Decoded } from './payloads/dialect.ts';
import { RecentEntries } from './recent.ts';
import type { Log, Raw } from './source.ts';
import type { StateTracker } from './states.ts';

export interface PipelineParts {
  readonly judge: Judge;
  readonly held: HeldFile;
  readonly spool: Spool;
  readonly tracker: StateTracker;
  /** Readers of the spool; their names are those the spool was opened with. */
  readonly work: readonly Work[];
  readonly now: () => number;
  readonly log: Log;
}

export interface Pipeline {
  /** Resolves when all that is usable in `raw` is durable; rejects when the source must not acknowledge. */
  take(raw: Raw): Promise<void>;
  /** The same for what is decoded already: history and HTTP push. */
  ingest(source: string, items: readonly Item[]): Promise<void>;
  /** A held message once more; resolves to what is wrong with it, null = it is durable now. */
  again(raw: Raw): Promise<string | null>;
  /** What follows from entries, for the series stores; resolves when it is durable. */
  derive(derived: Derived): Promise<void>;
  /** Resolves when every reader has done everything that was durable at the call, and what follows from it. */
  settled(): Promise<void>;
  /** True once this reader has done everything that was durable at the call; false where that takes longer. */
  settledBy(reader: string, withinMs: number): Promise<boolean>;
  /** Bytes in the spool that this reader has yet to do. */
  ahead(reader: string): number;
  stop(): Promise<void>;
  consumers(): readonly ConsumerStatus[];
}

/** Entries under way at once, when much comes in one call. */
const ENTRIES_AT_ONCE = 16;

export function startPipeline(parts: PipelineParts): Pipeline {
  const { judge, held, spool, tracker, now, log } = parts;
  const recent = new RecentEntries();
  const intake = new Intake(spool, recent);
  const consumers: Consumer[] = [];
  const onMove = () => recent.dropBefore(Math.min(...consumers.map((c) => c.position)));
  for (const work of parts.work) consumers.push(new Consumer({ spool, work, log, recent, onMove }));
  for (const c of consumers) c.start();

  function take(raw: Raw): Promise<void> {
    const judged = judgeSafely(raw);
    if (!judged.problems.some((p) => p.severity === 'error')) return store(raw.source, raw.receivedMs, judged);
    return hold(raw, judged.problems).then(() => store(raw.source, raw.receivedMs, judged));
  }

  async function store(source: string, receivedMs: number, judged: Judged): Promise<void> {
    const { items } = judged;
    if (items.length > 0) await intake.store(source, receivedMs, items);
    for (const item of items) {
      if (item.kind === 'reading') tracker.noteReading(source, item.reading, receivedMs, true);
      if (item.kind === 'meterEvent') tracker.noteMeterEvent(source, item.event, receivedMs);
    }
    for (const copy of judged.retained) tracker.noteReading(source, copy, receivedMs, false);
    tracker.noteProblems(judged.meter, source, judged.problems);
  }

  async function ingest(source: string, items: readonly Item[]): Promise<void> {
    const ordered = inOrderOfTime(items);
    for (let at = 0; at < ordered.length; at += ENTRY_ITEMS * ENTRIES_AT_ONCE) {
      const chunks = Array.from({ length: ENTRIES_AT_ONCE }, (_, n) =>
        ordered.slice(at + n * ENTRY_ITEMS, at + (n + 1) * ENTRY_ITEMS),
      ).filter((chunk) => chunk.length > 0);
      // All of them are waited for, so that a refusal leaves nothing under way behind the caller's back.
      const stored = await Promise.allSettled(
        chunks.map((chunk) => store(source, now(), judge.decoded(asDecoded(chunk), false))),
      );
      for (const one of stored) if (one.status === 'rejected') throw one.reason;
    }
  }

  /** A decoder that throws is our mistake: the message is held, the meter's neighbours go on. */
  function judgeSafely(raw: Raw): Judged {
    try {
      return judge.raw(raw);
    } catch (cause) {
      log('error', 'a decoder failed', { source: raw.source, message: String(cause), stack: (cause as Error).stack });
      const problem: Problem = {
        code: 'unknown-format',
        severity: 'error',
        file: raw.kind === 'message' ? raw.topic : raw.meter,
        line: null,
        field: null,
        expected: 'a decoder that does not fail',
        got: String(cause),
      };
      return { items: [], retained: [], problems: [problem], meter: null };
    }
  }

  function hold(raw: Raw, problems: readonly Problem[]): Promise<void> {
    const reason = reasonOf(problems);
    const subject = raw.kind === 'message' ? raw.topic : raw.meter;
    const content = raw.kind === 'message' ? Buffer.from(raw.bytes).toString('base64') : raw.answered;
    const meter = raw.kind === 'message' ? null : raw.meter;
    const again = raw.kind === 'message' ? { source: raw.source, retained: raw.retained } : null;
    return held.hold({ atMs: raw.receivedMs, subject, reason, content, meter, kind: raw.kind, again });
  }

  return {
    take,
    ingest,
    async again(raw) {
      const judged = judgeSafely(raw);
      const wrong = judged.problems.filter((p) => p.severity === 'error');
      if (wrong.length > 0) return reasonOf(wrong);
      await store(raw.source, raw.receivedMs, judged);
      return null;
    },
    derive: (derived) => intake.derived({ source: 'derived', receivedMs: now(), items: [], derived }),
    async settled() {
      // Twice: what the detectors found in the first round is in the spool by then.
      for (let round = 0; round < 2; round++) {
        const end = spool.end();
        await Promise.all(consumers.map((c) => c.settled(end)));
      }
    },
    async settledBy(reader, withinMs) {
      const end = spool.end();
      const done = Promise.all(consumers.filter((c) => c.status().name === reader).map((c) => c.settled(end)));
      const patience = new AbortController();
      const late = pause(withinMs, patience.signal).then(() => false);
      // A reader that stands still by a defect says so itself.
      const all = done.then(
        () => true,
        () => false,
      );
      const isDone = await Promise.race([all, late]);
      patience.abort();
      return isDone;
    },
    ahead: (reader) => {
      const position = consumers.map((c) => c.status()).find((c) => c.name === reader)?.position;
      return spool.end() - (position ?? spool.end());
    },
    async stop() {
      await Promise.all(consumers.map((c) => c.stop()));
    },
    consumers: () => consumers.map((c) => c.status()),
  };
}

function reasonOf(problems: readonly Problem[]): string {
  return problems.map((p) => `${p.code}: expected ${p.expected}, got ${p.got}`).join('; ');
}

/** Detectors want the readings of a meter in order; a file may hold them in any. */
function inOrderOfTime(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => timeMsOf(a) - timeMsOf(b));
}

/** An entry whose clock was never set has no time: it goes first. */
function timeMsOf(item: Item): number {
  switch (item.kind) {
    case 'reading':
      return item.reading.endMs;
    case 'disturbance':
      return item.disturbance.startMs;
    case 'meterEvent':
      return item.event.timeMs;
    case 'counters':
      return item.counters.atMs;
    case 'failure':
      return item.failure.endMs ?? 0;
  }
}

function asDecoded(items: readonly Item[]): Decoded {
  return {
    readings: items.flatMap((i) => (i.kind === 'reading' ? [i.reading] : [])),
    disturbances: items.flatMap((i) => (i.kind === 'disturbance' ? [i.disturbance] : [])),
    meterEvents: items.flatMap((i) => (i.kind === 'meterEvent' ? [i.event] : [])),
    counters: items.flatMap((i) => (i.kind === 'counters' ? [i.counters] : [])),
    failures: items.flatMap((i) => (i.kind === 'failure' ? [i.failure] : [])),
    problems: [],
  };
}
