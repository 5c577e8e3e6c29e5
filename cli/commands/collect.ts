/** `gridwitness collect`: collecting without the console, as one process or as intakes and shards on many hosts. */
import { collectorConfigSchema } from '../../collector/config.ts';
import { shardsSchema } from '../../collector/shard/config.ts';
import { mappingLine } from '../../collector/shard/subjects.ts';
import type { Command } from '../command.ts';
import { ROLES, type Role, startCollecting } from '../run/collect.ts';
import { loadConfig } from '../run/config.ts';
import { stderrLog } from '../run/log.ts';
import { untilStopped } from '../run/until-stopped.ts';

const EXIT_BAD_USE = 2;
const STATUS_EVERY_MS = 10_000;

export const command: Command = {
  configure(c) {
    c.option('--config <file>', 'configuration', 'gridwitness.yaml')
      .option('--role <role>', 'all, intake (sources to NATS) or shard (NATS to stores)', 'all')
      .option('--nats-config', 'print what a NATS server of the cluster needs in its configuration, and end')
      .option('--json', 'a status line on stdout every ten seconds');
  },
  async run(_, options) {
    const role = String(options['role']);
    if (!isRole(role)) {
      process.stderr.write(`--role: expected one of ${ROLES.join(', ')}, got ${role}\n`);
      return EXIT_BAD_USE;
    }
    const config = await loadConfig(String(options['config']));
    const collector = config.collector ?? collectorConfigSchema.parse({ zone: config.zone, profile: config.profile });
    if (options['natsConfig'] === true) {
      process.stdout.write(serverConfig(collector.shards?.partitions));
      return 0;
    }
    const running = await startCollecting(config, collector, role, stderrLog);
    stderrLog('info', 'collecting', { role });
    const say = () => {
      const status = { type: 'collect', time: new Date().toISOString(), ...running.status() };
      if (options['json'] === true) process.stdout.write(`${JSON.stringify(status)}\n`);
    };
    say();
    const timer = setInterval(say, STATUS_EVERY_MS);
    await untilStopped(running.stop, (text) => stderrLog('info', text));
    clearInterval(timer);
    return 0;
  },
};

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Everything but the mapping is usual JetStream; the mapping is only for publishers that are no intake of ours. */
function serverConfig(partitions = shardsSchema.parse({ servers: ['-'] }).partitions): string {
  return `# For each server of the cluster, with its own server_name and addresses.
server_name: nats-1
listen: 0.0.0.0:4222
# Every stream reserves its quota (collector.shards.partitionQuotaMb) of max_file.
jetstream { store_dir: /var/lib/nats, max_mem: 256MB, max_file: 20GB }
cluster {
  name: gridwitness
  listen: 0.0.0.0:6222
  routes: [nats-route://nats-1:6222, nats-route://nats-2:6222, nats-route://nats-3:6222]
}
# One meter, one partition: for what publishes single meters as gw.raw.<meter>.
${mappingLine(partitions)}
`;
}
