/** `SeriesStore` over InfluxDB, whatever its generation: `post` writes lines, `reader` answers InfluxQL. */
import { OperationalError } from '../../core/assert.ts';
import type { MeterId } from '../../core/ids.ts';
import type { BoardFacts, Range, SeriesStore } from '../../core/ports.ts';
import { type MeasurementName, type MeterTags, retentionPolicyOf } from '../../core/schema.ts';
import type { Reading } from '../../core/series.ts';
import { deliver, type PostLines } from './deliver.ts';
import { aggregateLines, collectorLines, disturbanceLines, readingLines, type TagsOf } from './influx-lines.ts';
import type { InfluxReader } from './influxql.ts';
import { whyRefused } from './points.ts';
import { complaintLines, incidentLines, priorityLines, type RewrittenName, verdictLines } from './summary-lines.ts';

export interface InfluxParts {
  readonly post: PostLines;
  readonly reader: InfluxReader;
  /** Schema, retention and the proof that times arrive; may run again. */
  readonly prepare: () => Promise<void>;
  /** Before disturbances are written: removes what a former state of them left under other tags. */
  /** Absent = this generation can't: the points stay until their retention ends. */
  readonly withdraw?: SeriesStore['withdraw'];
  readonly retire?: (batch: Parameters<SeriesStore['writeDisturbances']>[0], tagsOf: TagsOf) => Promise<void>;
  /** Removes points of a period before they are written anew under what may be other tags. */
  readonly clear?: (name: RewrittenName, range: Range) => Promise<void>;
  readonly close: () => void;
}

export function influxStore(parts: InfluxParts): SeriesStore {
  let tags: ReadonlyMap<MeterId, MeterTags> = new Map();
  const tagsOf: TagsOf = (meter) => tags.get(meter);
  /** For facts of our own making: a refused line is a fault, never to be passed over. */
  const writeAll = async (name: MeasurementName, lines: readonly string[]): Promise<void> => {
    const refused = await deliver(parts.post, retentionPolicyOf(name), lines);
    const [first] = refused;
    if (first === undefined) return;
    const [index, reason] = first;
    const message = `${refused.size} of ${lines.length} ${name} points were refused, the others are stored: ${reason} (${lines[index]})`;
    throw new OperationalError(message, { retryable: false });
  };
  return {
    ...parts.reader,
    open: parts.prepare,
    setMeterTags(next) {
      tags = next;
    },
    async writeReadings(batch) {
      const refused = new Map<Reading, string>();
      const lines: string[] = [];
      const owners: Reading[] = [];
      for (const reading of batch) {
        const reason = whyRefused(reading);
        if (reason !== null) refused.set(reading, reason);
        else {
          for (const line of readingLines(reading, tagsOf)) {
            lines.push(line);
            owners.push(reading);
          }
    withdraw: async (facts) => parts.withdraw?.(facts),
        }
      }
      const bad = await deliver(parts.post, retentionPolicyOf('reading'), lines);
      for (const [index, reason] of bad) refused.set(owners[index] as Reading, reason);
      return { refused: [...refused].map(([reading, reason]) => ({ reading, reason })) };
    },
    async writeAggregates(batch) {
      await writeAll(
        'agg_10min',
        batch.flatMap((a) => aggregateLines(a, tagsOf)),
      );
    },
    async writeDisturbances(batch) {
      if (batch.length > 0) await parts.retire?.(batch, tagsOf);
      await writeAll(
        'disturbance',
        batch.flatMap((d) => disturbanceLines(d, tagsOf)),
      );
    },
    async writeCollector(batch) {
      await writeAll('collector', batch.flatMap(collectorLines));
    },
    async writeBoardFacts(facts) {
      await parts.clear?.('incident', facts.range);
      await writeAll('incident', incidentLinesOf(facts));
      await parts.clear?.('verdict', facts.range);
      await writeAll('verdict', verdictLines(facts.verdicts));
      await parts.clear?.('complaint', facts.range);
      await writeAll('complaint', complaintLines(facts.complaints));
      await writeAll('priority', priorityLinesOf(facts));
    },
    close: async () => parts.close(),
  };
}

const NOWHERE: MeterTags = { feeder: '', area: '' };

function incidentLinesOf({ incidents }: BoardFacts): readonly string[] {
  const of = new Map(incidents.map((i) => [i.incident, i]));
  return incidentLines(
    incidents.map((i) => i.incident),
    (i) => of.get(i)?.place ?? NOWHERE,
    (i) => of.get(i)?.complaints ?? 0,
  );
}

function priorityLinesOf({ priorities, computedMs }: BoardFacts): readonly string[] {
  const of = new Map(priorities.map((p) => [p.priority, p.place]));
  return priorityLines(
    priorities.map((p) => p.priority),
    (p) => of.get(p) ?? NOWHERE,
    computedMs,
  );
}
