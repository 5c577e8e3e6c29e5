/**
 * The collector as it is: packets, validation, spool with fsync before the acknowledgement, series writer; `full` with
 * the detectors behind it, `plain` with a detector that looks at nothing. Arguments: mode brokerUrl influxUrl count dir
 * meters phases.
 */
import { parseCollectorConfig } from '../../collector/config.ts';
import type { CreateLiveFold } from '../../collector/live-fold.ts';
import { startCollector } from '../../collector/main.ts';
import { id, type MeterId, type NodeId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import type { RecordStore, SeriesStore } from '../../core/ports.ts';
import { influx1SeriesStore } from '../../storage/series/influx1.ts';
import { DATABASE } from './database.ts';
import { meterName } from './messages.ts';
import { report, watchCpu } from './reader.ts';

const [mode = '', brokerUrl = '', influxUrl = '', count = '0', dir = '', meterCount = '0', phases = '1'] =
  process.argv.slice(2);

const parsed = parseCollectorConfig({ mqtt: [{ url: brokerUrl, clientId: 'bench' }] });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
const meters = Array.from(
  { length: Number(meterCount) },
  (_, n): Meter => ({
    meter: id<MeterId>(meterName(n)),
    node: id<NodeId>(`n${n}`),
    supplyPoint: null,
    phases: phases === '3' ? 'ABC' : 'A',
    method: '1min',
    statistic: 'mean',
    connection: 'LN',
    udinV: 230,
    clock: 'ntp',
    clockSigmaS: null,
    comms: null,
  }),
);
const NOTHING = { disturbances: [], voltages: [], aggregates: [] };
const blind: CreateLiveFold = () => ({
  push: () => ({ ...NOTHING, problems: [], withdrawn: NOTHING }),
  checkpoint: () => null,
});

const store = influx1SeriesStore({ url: influxUrl, database: DATABASE });
await store.open();
let stored = 0;
const series: SeriesStore = {
  ...store,
  async writeReadings(batch) {
    const answer = await store.writeReadings(batch);
    stored += batch.length - answer.refused.length;
    if (stored === Number(count)) report({ storedMs: Date.now(), ...cpu() });
    return answer;
  },
};
/** The bench has no PostgreSQL: what the detectors find is only counted. */
let facts = 0;
const records = {
  async putFacts(batch: { readonly voltages?: readonly unknown[]; readonly disturbances?: readonly unknown[] }) {
    facts += (batch.voltages?.length ?? 0) + (batch.disturbances?.length ?? 0);
  },
  withdrawFacts: async () => undefined,
  getMeta: async () => null,
  setMeta: async () => undefined,
} as unknown as RecordStore;

const collector = await startCollector(parsed.config, {
  series,
  records,
  spoolDir: dir,
  now: Date.now,
  log: (level, message, data) => level !== 'info' && process.stderr.write(`${message} ${JSON.stringify(data)}\n`),
  meters,
  tags: new Map(),
  ...(mode === 'full' ? {} : { createFold: blind }),
});
const cpu = watchCpu();
while (collector.stats().sources[0]?.isLinkUp !== true) await new Promise((next) => setTimeout(next, 10));
report({ ready: true });

process.stdin.once('data', async () => {
  await collector.settled();
  report({ settledMs: Date.now(), facts, ...cpu() });
  process.exit(0);
});
