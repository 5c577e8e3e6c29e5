/** Stores and detectors that only remember, so that tests of the collector need no database. Time goes on by itself. */
import type { LiveFold } from '../../collector/live-fold.ts';
import type { Raw } from '../../collector/source.ts';
import { OperationalError } from '../../core/assert.ts';
import { type Disturbance, disturbanceKey } from '../../core/event.ts';
import type { MeterEvent } from '../../core/facts.ts';
import { id, type MeterId, type NodeId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { Aggregate10Min, CollectorState, RecordStore, SeriesStore } from '../../core/ports.ts';
import type { Reading } from '../../core/series.ts';

export function meterOf(name: string, over: Partial<Meter> = {}): Meter {
  return {
    meter: id<MeterId>(name),
    node: id<NodeId>(`n-${name}`),
    supplyPoint: null,
    phases: 'ABC',
    method: '1min',
    statistic: 'snapshot',
    connection: 'LN',
    udinV: 230,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
    ...over,
  };
}

export class FakeSeries {
  readings: Reading[] = [];
  disturbances: Disturbance[] = [];
  aggregates: Aggregate10Min[] = [];
  states: CollectorState[] = [];
  /** So many writes fail before the next succeeds. */
  failures = 0;
  writes = 0;
  refuse: (r: Reading) => boolean = () => false;

  setMeterTags(): void {
    this.writes = 0;
  }
  async writeReadings(batch: readonly Reading[]) {
    this.writes++;
    if (this.failures > 0) {
      this.failures--;
      throw new OperationalError('503', { retryable: true });
    }
    const refused = batch.filter(this.refuse).map((reading) => ({ reading, reason: 'field type conflict' }));
    this.readings.push(...batch.filter((r) => !this.refuse(r)));
    return { refused };
  }
  async writeDisturbances(batch: readonly Disturbance[]) {
    this.disturbances.push(...batch);
    return [];
  }
  async writeAggregates(batch: readonly Aggregate10Min[]) {
    this.aggregates.push(...batch);
    return [];
  }
  async withdraw(facts: Parameters<SeriesStore['withdraw']>[0]) {
    const gone = new Set(facts.disturbances.map(disturbanceKey));
    this.disturbances = this.disturbances.filter((d) => !gone.has(disturbanceKey(d)));
  }
  async writeCollector(batch: readonly CollectorState[]) {
    this.states = [...batch];
    return [];
  }
  asStore(): SeriesStore {
    return this as unknown as SeriesStore;
  }
}

export class FakeRecords {
  disturbances: Disturbance[] = [];
  meterEvents: MeterEvent[] = [];
  async putFacts(facts: { disturbances?: readonly Disturbance[]; meterEvents?: readonly MeterEvent[] }) {
    this.disturbances.push(...(facts.disturbances ?? []));
    this.meterEvents.push(...(facts.meterEvents ?? []));
  }
  async withdrawFacts(facts: Parameters<RecordStore['withdrawFacts']>[0]) {
    const gone = new Set(facts.disturbances.map(disturbanceKey));
    this.disturbances = this.disturbances.filter((d) => !gone.has(disturbanceKey(d)));
  }
  readonly meta = new Map<string, string>();
  async getMeta(key: string) {
    return this.meta.get(key) ?? null;
  }
  async setMeta(key: string, value: string) {
    this.meta.set(key, value);
  }
  asStore(): RecordStore {
    return this as unknown as RecordStore;
  }
}

/** Counts readings; its state is that count, so a test sees where it went on. */
export function countingFold(checkpoint: unknown): LiveFold & { count: number } {
  const fold = {
    count: typeof checkpoint === 'number' ? checkpoint : 0,
    push(readings: readonly Reading[]) {
      fold.count += readings.length;
      const withdrawn = { disturbances: [], voltages: [], aggregates: [] };
      return { disturbances: [], voltages: [], aggregates: [], problems: [], withdrawn };
    },
    checkpoint: () => fold.count,
  };
  return fold;
}

/** Ends when `done` is true: waits for a state, not for a time. */
export async function until(done: () => boolean, what: string, withinMs = 20_000): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!done()) {
    if (Date.now() > endMs) throw new Error(`never happened: ${what}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

export const quiet = (): void => undefined;

/** A sink that remembers, and refuses while `isFull`. */
export function rememberingSink() {
  const sink = {
    taken: [] as Raw[],
    isFull: false,
    refused: 0,
    async take(raw: Raw) {
      if (sink.isFull) {
        sink.refused++;
        throw new OperationalError('the spool is full', { retryable: true });
      }
      sink.taken.push(raw);
    },
  };
  return sink;
}
