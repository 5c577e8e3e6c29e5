/**
 * Keeps the boards' incidents, complaints, verdicts and priorities in the series store as the running service computes
 * them: everything at the start, afterwards only the period in which something changed. Numbers by feeder and area, no
 * personal data. Writing a period again leaves the same points, so a write that failed is simply repeated.
 */
import type { IncidentId, NodeId, SectionId } from '../../core/ids.ts';
import type { BoardFacts, Range, SeriesStore } from '../../core/ports.ts';
import { MEASUREMENTS, type MeterTags } from '../../core/schema.ts';
import type { Incident } from '../../core/verdict.ts';
import { complaintCounts } from '../../correlator/api/incident-view.ts';
import { customerOf } from '../../correlator/api/present-complaint.ts';
import { likeliest } from '../../correlator/api/present-incident.ts';
import type { NetworkIndex } from '../../correlator/io/network-index.ts';
import type { Service } from '../../correlator/io/service.ts';
import { type Log, reasonOf } from './log.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A failed write is tried again at the next change, and after this at the latest. */
const RETRY_MS = 30_000;
const NOWHERE: MeterTags = { feeder: '', area: '' };

type Facts = Omit<BoardFacts, 'range'>;
type Series = Pick<SeriesStore, 'writeBoardFacts'>;

export interface BoardFactsWriter {
  /** Resolves when what is known now is written or its writing has failed. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Follows the service until stopped. A store without boards (no `writeBoardFacts`) is left alone. Never rejects. */
export function keepBoardFacts(service: Service, series: Series, now: () => number, log: Log): BoardFactsWriter {
  let written: ReadonlyMap<string, Stamp> | null = null;
  let working: Promise<void> | null = null;
  let isDirty = false;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    const facts = boardFacts(service, now());
    const stamps = stampsOf(facts);
    const range = written === null ? everything(facts, now()) : changedRange(written, stamps);
    if (range === null) return;
    await series.writeBoardFacts?.(within(facts, range));
    written = stamps;
  }

  async function work(): Promise<void> {
    while (isDirty && !isStopped) {
      isDirty = false;
      try {
        await write();
      } catch (error) {
        log('warn', 'incidents and complaints could not be written for the boards', { reason: reasonOf(error) });
        clearTimeout(retry);
        retry = setTimeout(changed, RETRY_MS).unref();
      }
    }
  }

  function changed(): void {
    if (isStopped || series.writeBoardFacts === undefined) return;
    isDirty = true;
    working ??= work().finally(() => {
      working = null;
    });
  }

  const unsubscribe = service.subscribe((event) => {
    if (event.type === 'computed') changed();
  });
  changed();
  return {
    settled: async () => {
      await working;
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      clearTimeout(retry);
      await working;
    },
  };
}

/** All the store would still keep; older facts it would refuse. The list of priorities is kept once an hour. */
export function boardFacts(service: Service, nowMs: number): Facts {
  const network = service.network();
  const complaintsOf = complaintCounts(service);
  const oldestMs = nowMs - (MEASUREMENTS.incident.retentionDays - 1) * DAY_MS;
  const rows = [...service.complaintRows().values()]
    .filter((r) => r.complaint.receivedMs >= oldestMs)
    .map((row) => ({ row, receivedMs: row.complaint.receivedMs, place: complaintPlace(row.complaint, network) }));
  return {
    complaints: rows.map(({ row, receivedMs, place }) => ({ ...place, receivedMs, category: row.triage.category })),
    incidents: service
      .incidents()
      .filter((i) => i.startMs >= oldestMs)
      .map((incident) => ({
        incident,
        place: incidentPlace(incident, network),
        complaints: complaintsOf.get(incident.id as IncidentId) ?? 0,
      })),
    verdicts: rows.flatMap(({ row, receivedMs, place }) => {
      const verdict = service.latestVerdict(row.complaint.id)?.verdict;
      return verdict === undefined ? [] : [{ verdict, place, receivedMs }];
    }),
    priorities: service.priorities().map((priority) => ({ priority, place: sectionPlace(priority.section, network) })),
    computedMs: Math.floor(nowMs / HOUR_MS) * HOUR_MS,
  };
}

function complaintPlace(complaint: Parameters<typeof customerOf>[0], network: NetworkIndex): MeterTags {
  const customer = customerOf(complaint, network);
  return placeOf(customer === null ? null : network.nodeOf(customer), network);
}

/** Where all meters that saw it agree; where they do not, or none saw it, the likeliest section. */
function incidentPlace(incident: Incident, network: NetworkIndex): MeterTags {
  const seen = incident.meters.flatMap((m) => network.meters.get(m)?.node ?? []).map((n) => placeOf(n, network));
  const section = likeliest(incident.sections as Readonly<Record<string, number>>)?.[0];
  const likely = section === undefined ? NOWHERE : sectionPlace(section as SectionId, network);
  const agreed = (tag: keyof MeterTags) => (seen.every((p) => p[tag] === seen[0]?.[tag]) ? seen[0]?.[tag] : undefined);
  const feeder = agreed('feeder') ?? likely.feeder;
  return { feeder, area: agreed('area') ?? (likely.feeder === feeder ? likely.area : '') };
}

function sectionPlace(section: SectionId, network: NetworkIndex): MeterTags {
  return placeOf(network.grid.sections.get(section)?.to ?? null, network);
}

function placeOf(node: NodeId | null, { grid }: NetworkIndex): MeterTags {
  if (node === null) return NOWHERE;
  return { feeder: grid.feederOf(node) ?? '', area: grid.areaOf(node) ?? '' };
}

/** When a fact lies (null: a list without a period), and all of it that a point shows. */
interface Stamp {
  readonly atMs: number | null;
  readonly shown: string;
}

function stampsOf(facts: Facts): ReadonlyMap<string, Stamp> {
  const stamps = new Map<string, Stamp>();
  const put = (key: string, atMs: number | null, ...shown: unknown[]) =>
    stamps.set(key, { atMs, shown: shown.join('|') });
  for (const { incident: i, place, complaints } of facts.incidents) {
    const [cause, p] = likeliest(i.causes) ?? ['unknown', 0];
    put(
      `incident ${i.id}`,
      i.startMs,
      place.feeder,
      place.area,
      i.kind,
      cause,
      p,
      i.meters.length,
      complaints,
      i.endMs,
    );
  }
  for (const { verdict: v, place, receivedMs } of facts.verdicts)
    put(`verdict ${v.complaint}`, receivedMs, place.feeder, place.area, v.cause, v.conclusion, v.p);
  for (const [n, c] of facts.complaints.entries())
    put(`complaint ${c.receivedMs} ${n}`, c.receivedMs, c.feeder, c.area, c.category);
  for (const { priority: p, place } of facts.priorities)
    put(`priority ${p.section}`, null, facts.computedMs, place.feeder, place.area, p.benefit, p.low, p.high, p.rank);
  return stamps;
}

/**
 * Whole minutes from the first to the last fact that is new, other or gone; empty where only the list of priorities
 * is; null where nothing is.
 */
function changedRange(before: ReadonlyMap<string, Stamp>, after: ReadonlyMap<string, Stamp>): Range | null {
  const changed = [...after].flatMap(([key, stamp]) => {
    const was = before.get(key);
    return was?.shown === stamp.shown && was.atMs === stamp.atMs ? [] : [stamp, was ?? stamp];
  });
  const gone = [...before].flatMap(([key, stamp]) => (after.has(key) ? [] : [stamp]));
  const all = [...changed, ...gone];
  const times = all.flatMap(({ atMs }) => atMs ?? []);
  if (times.length > 0) return minutes(times);
  return all.length === 0 ? null : { fromMs: 0, toMs: 0 };
}

/** From the oldest the store keeps to now and the newest fact: removes what an earlier run left. */
function everything(facts: Facts, nowMs: number): Range {
  const oldestMs = nowMs - MEASUREMENTS.incident.retentionDays * DAY_MS;
  const starts = [...facts.incidents.map((i) => i.incident.startMs), ...facts.complaints.map((c) => c.receivedMs)];
  return minutes([oldestMs, nowMs, ...starts]);
}

function minutes(times: readonly number[]): Range {
  const [fromMs, toMs] = times.reduce(([lo, hi], t) => [Math.min(lo, t), Math.max(hi, t)], [Infinity, -Infinity]);
  return { fromMs: Math.floor(fromMs / MINUTE_MS) * MINUTE_MS, toMs: (Math.floor(toMs / MINUTE_MS) + 1) * MINUTE_MS };
}

function within(facts: Facts, range: Range): BoardFacts {
  const isIn = (ms: number) => range.fromMs <= ms && ms < range.toMs;
  return {
    ...facts,
    range,
    complaints: facts.complaints.filter((c) => isIn(c.receivedMs)),
    incidents: facts.incidents.filter((i) => isIn(i.incident.startMs)),
    verdicts: facts.verdicts.filter((v) => isIn(v.receivedMs)),
  };
}
