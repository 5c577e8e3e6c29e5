/** A shard as a process of its own, started and killed by the test of shards. */
import { parseCollectorConfig } from '../../collector/config.ts';
import { startShardCollector } from '../../collector/shard/main.ts';
import { meterOf } from './fakes.ts';
import { fileStores, shardsConfig } from './shard-parts.ts';

const [name = '', file = '', dir = '', urls = '', meters = '', partitions = ''] = process.argv.slice(2);
const parsed = parseCollectorConfig({});
if (!parsed.ok) throw new Error('bad configuration');
const shard = startShardCollector(parsed.config, shardsConfig(urls.split(','), Number(partitions), { name }), {
  ...fileStores(file, name),
  dir,
  now: Date.now,
  log: (level, message, data) => {
    if (process.env['SHARD_LOG']) process.stderr.write(`${name} ${level} ${message} ${JSON.stringify(data ?? {})}\n`);
  },
  meters: meters.split(',').map((m) => meterOf(m, { method: '1s', statistic: 'mean' })),
  tags: new Map(),
});
setInterval(() => {
  const { partitions: held, alive } = shard.status();
  process.stdout.write(
    `${JSON.stringify({ alive, held: held.map((p) => p.partition), defects: held.map((p) => p.defect) })}\n`,
  );
}, 100);
process.once('SIGTERM', () => {
  void shard.stop().then(() => process.exit(0));
});
