/** Started and killed by the durable test: embedded broker and spool, with a series store that is down for ever. */
import { writeSync } from 'node:fs';
import { parseCollectorConfig } from '../../collector/config.ts';
import { startCollector } from '../../collector/main.ts';
import { countingFold, FakeRecords, FakeSeries, meterOf, quiet } from './fakes.ts';

const [spoolDir = ''] = process.argv.slice(2);
const parsed = parseCollectorConfig({ broker: { port: 0 } });
if (!parsed.ok) throw new Error('bad configuration');
const series = new FakeSeries();
series.failures = Number.POSITIVE_INFINITY;
const collector = await startCollector(parsed.config, {
  series: series.asStore(),
  records: new FakeRecords().asStore(),
  spoolDir,
  now: Date.now,
  log: quiet,
  meters: Array.from({ length: 4 }, (_, n) => meterOf(`M${n}`)),
  tags: new Map(),
  createFold: (_meters, _options, checkpoint) => countingFold(checkpoint),
});
writeSync(1, `${collector.brokerPort}\n`);
