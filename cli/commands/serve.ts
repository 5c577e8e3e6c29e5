/** `gridwitness serve`: collect, correlate and serve the console with the meters and stores of gridwitness.yaml. */
import { collectorConfigSchema } from '../../collector/config.ts';
import type { Command } from '../command.ts';
import { loadConfig } from '../run/config.ts';
import { CONSOLE_DIST, ensureConsole } from '../run/console-build.ts';
import { reasonOf, stderrLog } from '../run/log.ts';
import { startSystem } from '../run/system.ts';
import { untilStopped } from '../run/until-stopped.ts';

const EXIT_BAD_USE = 2;
const PORT_MAX = 65_535;

export const command: Command = {
  configure(c) {
    c.option('--config <file>', 'configuration', 'gridwitness.yaml').option(
      '--port <n>',
      'port instead of the one in the file; 0 = any free one',
    );
  },
  async run(_, options) {
    const given = options['port'];
    if (given !== undefined && !isPort(given)) {
      process.stderr.write(`--port: expected a whole number from 0 to ${PORT_MAX}, got ${String(given)}\n`);
      return EXIT_BAD_USE;
    }
    const config = await loadConfig(String(options['config']));
    const port = given === undefined ? config.listen.port : Number(given);
    const line = (text: string) => stderrLog('info', text);
    const system = await startSystem({
      config: { ...config, listen: { ...config.listen, port } },
      log: stderrLog,
      consoleDir: CONSOLE_DIST,
    });
    try {
      await system.collect(
        config.collector ?? collectorConfigSchema.parse({ zone: config.zone, profile: config.profile }),
      );
    } catch (error) {
      await system.stop();
      throw error;
    }
    // Collecting does not wait for pages, and goes on without them.
    await ensureConsole(line).catch((error: unknown) =>
      stderrLog('error', 'the console could not be built, the API works', { reason: reasonOf(error) }),
    );
    process.stdout.write(`${system.url}\n`);
    await untilStopped(() => system.stop(), line);
    return 0;
  },
};

function isPort(text: unknown): boolean {
  return /^\d+$/.test(String(text)) && Number(text) <= PORT_MAX;
}
