/**
 * The two store ports (design section 4). Implementations and migrations live only in storage/; each port has an
 * embedded and a server implementation that pass one contract test suite.
 */
import type { CaseFacts, CaseSettings } from './case.ts';
import type { Category, Triage } from './complaint.ts';
import type { Disturbance } from './event.ts';
import type { Complaint, SilenceType } from './facts.ts';
import type { ComplaintId, IncidentId, MeterId, SupplyPointId } from './ids.ts';
import type { Customer, GridNode, Meter, Section } from './network.ts';
import type { PhaseTag, QuantityId } from './quantity.ts';
import type { MeterTags } from './schema.ts';
import type { Reading } from './series.ts';
import type { Incident, Priority, Verdict } from './verdict.ts';

/** One 10-minute value of one phase of one meter; `endMs` on the UTC 10-min grid. Volts, percent; NaN never. */
export interface Aggregate10Min {
  readonly meter: MeterId;
  readonly phase: PhaseTag;
  readonly endMs: number;
  readonly uMeanV: number | null;
  readonly uMinV: number | null;
  readonly uMaxV: number | null;
  readonly u2Pct: number | null;
  readonly u0Pct: number | null;
  readonly pst: number | null;
  readonly n: number;
  readonly flagged: boolean;
}

/** One value of one phase of one meter at the interval's end. */
export interface SeriesPoint {
  readonly meter: MeterId;
  readonly phase: PhaseTag;
  readonly timeMs: number;
  readonly value: number;
  readonly quality: number;
}

/** Natural keys of facts that are taken back. */
export type DisturbanceKey = Pick<Disturbance, 'meter' | 'startMs' | 'kind'>;
export type HourKey = Pick<CaseFacts['voltages'][number], 'meter' | 'dayStartMs' | 'hour'>;
export type AggregateKey = Pick<Aggregate10Min, 'meter' | 'phase' | 'endMs'>;

/** A reading as the series store kept it; null = this store does not keep it. */
export interface StoredReading {
  readonly endMs: number;
  readonly startMs: number | null;
  readonly method: Reading['method'] | null;
  readonly values: Reading['values'];
  readonly quality: number;
}

/** State of collecting from one meter or source, as the data-quality page shows it. */
export interface CollectorState {
  readonly source: string;
  readonly meter: MeterId | null;
  readonly atMs: number;
  readonly lagMs: number | null;
  readonly gap: number;
  readonly errors: number;
  readonly clockOffsetMs: number | null;
  /** Half width of the offset, ms; drift in ppm, positive = runs fast. null or absent = not known yet. */
  readonly clockUncertaintyMs?: number | null;
  readonly clockDriftPpm?: number | null;
  /** Ten-minute values stored of those due in the last 24 hours, %. */
  readonly completenessPct?: number | null;
  readonly silence: SilenceType | null;
  /** Probability of `silence`, 0–1; the rest goes to other types. */
  readonly silenceP?: number | null;
}

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What boards count besides voltages: no name, account or text, only numbers by feeder and area. */
export interface BoardFacts {
  /** Whole minutes. All incidents, verdicts and complaints that begin in it are given; former ones in it are replaced. */
  readonly range: Range;
  readonly complaints: readonly (MeterTags & { readonly receivedMs: number; readonly category: Category })[];
  readonly incidents: readonly {
    readonly incident: Incident;
    readonly place: MeterTags;
    readonly complaints: number;
  }[];
  readonly verdicts: readonly {
    readonly verdict: Verdict;
    readonly place: MeterTags;
    readonly receivedMs: number;
  }[];
  readonly priorities: readonly { readonly priority: Priority; readonly place: MeterTags }[];
  /** When the list of priorities was computed. */
  readonly computedMs: number;
}

/** A fact a store would not keep, or not whole. */
export interface Refused<T> {
  readonly fact: T;
  /** In the store's own words. */
  readonly reason: string;
  /** Fields that were left out, the rest of the fact is stored; null = nothing of it was kept. */
  readonly lost: readonly string[] | null;
}

/**
 * Time series: readings, aggregates, disturbances as points. Writing the same fact twice leaves one
 * (same meter, phase, time: the newer value stands). All methods reject with `OperationalError` when the store fails.
 */
export interface SeriesStore {
  /** Create schema and retention, write and read back one point per precision; call once before use. */
  open(): Promise<void>;
  /** Tags for a meter's points; call before its first write and again when the network changes. */
  setMeterTags(tags: ReadonlyMap<MeterId, MeterTags>): void;
  /**
   * Resolves only when the batch is durable in the store, to what of it was refused; the others are stored. The same
   * holds for the three below. `lost` as in `Refused`; absent = null.
   */
  writeReadings(batch: readonly Reading[]): Promise<{
    readonly refused: readonly {
      readonly reading: Reading;
      readonly reason: string;
      readonly lost?: readonly string[] | null;
    }[];
  }>;
  writeAggregates(batch: readonly Aggregate10Min[]): Promise<readonly Refused<Aggregate10Min>[]>;
  writeDisturbances(batch: readonly Disturbance[]): Promise<readonly Refused<Disturbance>[]>;
  /** Removes points; one that is not there is removed already. */
  withdraw(facts: {
    readonly disturbances: readonly DisturbanceKey[];
    readonly aggregates: readonly AggregateKey[];
  }): Promise<void>;
  writeCollector(batch: readonly CollectorState[]): Promise<readonly Refused<CollectorState>[]>;
  /** Incidents, complaints, verdicts and priorities for the boards; absent where no board reads the store. */
  writeBoardFacts?(facts: BoardFacts): Promise<void>;
  /** Points of one quantity, by phase then time, `fromMs < time ≤ toMs`. */
  readPoints(meter: MeterId, quantity: QuantityId, range: Range): Promise<readonly SeriesPoint[]>;
  /** All that is kept of a meter's readings, by time, `fromMs < time ≤ toMs`. */
  readReadings(meter: MeterId, range: Range): Promise<readonly StoredReading[]>;
  readAggregates(meter: MeterId, range: Range): Promise<readonly Aggregate10Min[]>;
  /** How many different ten-minute ends each meter has, `fromMs < end ≤ toMs`; absent where a store can't count them. */
  countAggregates?(range: Range): Promise<ReadonlyMap<MeterId, number>>;
  /** Newest good voltage of each phase of each meter (`meters` empty = all). */
  lastVoltages(meters: readonly MeterId[]): Promise<readonly SeriesPoint[]>;
  /** Number of stored reading points (meter × phase × time), for proofs of nothing lost. */
  countReadings(meter: MeterId | null): Promise<number>;
  close(): Promise<void>;
}

/** What is kept of a complaint besides what the customer said. */
export interface ComplaintRow {
  readonly complaint: Complaint;
  readonly triage: Triage;
  readonly status: 'received' | 'dispatched' | 'on_site' | 'replied' | 'called_back' | 'archived';
  readonly knownAtMs: number;
}
export interface VerdictRow {
  readonly verdict: Verdict;
  /** The verdict is a function of what was known at this moment. */
  readonly asKnownAtMs: number;
  readonly madeAtMs: number;
}
export interface AuditRow {
  readonly atMs: number;
  readonly person: string;
  readonly action: string;
  readonly subject: string;
}

/** Kinds of fact the record store keeps; each fact has a natural key, the same fact twice is one. */
export interface RecordStore {
  /** Run migrations; call once before use. */
  open(): Promise<void>;
  putSettings(settings: CaseSettings): Promise<void>;
  putNetwork(net: {
    readonly nodes: readonly GridNode[];
    readonly sections: readonly Section[];
    readonly customers: readonly Customer[];
    readonly meters: readonly Meter[];
  }): Promise<void>;
  putFacts(
    facts: Partial<
      Pick<
        CaseFacts,
        'disturbances' | 'meterEvents' | 'operations' | 'strokes' | 'works' | 'findings' | 'repairs' | 'voltages'
      >
    >,
  ): Promise<void>;
  /**
   * Takes back what was put: it is left out from `atMs` on, and stands in the case as it was known before. What is not
   * there changes nothing.
   */
  withdrawFacts(
    facts: { readonly disturbances: readonly DisturbanceKey[]; readonly voltages: readonly HourKey[] },
    atMs: number,
  ): Promise<void>;
  putComplaints(rows: readonly ComplaintRow[]): Promise<void>;
  setComplaintStatus(id: ComplaintId, status: ComplaintRow['status']): Promise<void>;
  putVerdicts(rows: readonly VerdictRow[]): Promise<void>;
  /** Replaces all incidents / the whole list: both are derived and rebuilt. */
  replaceIncidents(incidents: readonly Incident[]): Promise<void>;
  replacePriorities(list: readonly Priority[]): Promise<void>;
  /**
   * Everything, as one case for the correlator; with `asKnownAtMs` the facts in the form they were known then.
   * null while there is neither settings nor network.
   */
  loadCase(asKnownAtMs?: number | null): Promise<CaseFacts | null>;
  /**
   * Customers by account, telephone tail, name, address or pinyin initials of name or address; best first.
   * Case and full-width forms are folded. At most `limit`.
   */
  findCustomers(query: string, limit: number): Promise<readonly Customer[]>;
  customer(supplyPoint: SupplyPointId): Promise<Customer | null>;
  complaints(options: {
    readonly limit: number;
    readonly beforeMs: number | null;
    readonly supplyPoint: SupplyPointId | null;
  }): Promise<readonly ComplaintRow[]>;
  complaint(id: ComplaintId): Promise<ComplaintRow | null>;
  /** Newest verdict, or the newest made with `asKnownAtMs ≤ asKnownAtMs` given. */
  verdict(complaint: ComplaintId, asKnownAtMs: number | null): Promise<VerdictRow | null>;
  verdicts(complaints: readonly ComplaintId[]): Promise<readonly VerdictRow[]>;
  /** Every different verdict on a complaint, oldest first; `asKnownAtMs` = the moment it was first computed for. */
  verdictHistory(complaint: ComplaintId): Promise<readonly VerdictRow[]>;
  incident(id: IncidentId): Promise<Incident | null>;
  incidents(range: Range): Promise<readonly Incident[]>;
  priorities(): Promise<readonly Priority[]>;
  disturbances(meters: readonly MeterId[], range: Range): Promise<readonly Disturbance[]>;
  audit(row: AuditRow): Promise<void>;
  auditLog(limit: number): Promise<readonly AuditRow[]>;
  /** Small named values that must survive a restart (cursors, flags). */
  getMeta(key: string): Promise<string | null>;
  setMeta(key: string, value: string): Promise<void>;
  /** First response of an idempotent POST under its key; null when the key is new. */
  idempotent(key: string): Promise<string | null>;
  setIdempotent(key: string, response: string): Promise<void>;
  /** Rises with every change of facts, complaints, verdicts; the live pages follow it. */
  changeCursor(): Promise<number>;
  close(): Promise<void>;
}
