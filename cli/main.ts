/** `gridwitness COMMAND`: finds the command, loads only its file, turns its result into the exit code. */
import { Command as Commander, CommanderError } from 'commander';
import { OperationalError } from '../core/assert.ts';
import { COMMANDS } from './registry.ts';
import { reasonOf } from './run/log.ts';

const EXIT_FAILED = 1;
const EXIT_BAD_USE = 2;

export async function main(argv: readonly string[]): Promise<number> {
  const name = argv.find((a) => !a.startsWith('-'));
  const entry = COMMANDS.find((c) => c.name === name);
  const program = new Commander('gridwitness').description('Power-quality monitoring and complaint correlation');
  program.exitOverride();
  let exitCode = 0;
  for (const c of COMMANDS) {
    const sub = program.command(c.name).description(c.summary).exitOverride();
    if (c !== entry) continue;
    const { command } = await c.load();
    command.configure(sub);
    sub.action(async (..._: unknown[]) => {
      exitCode = await command.run(sub.args, sub.opts());
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      const asked = ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code);
      return asked && name !== undefined ? 0 : asked && argv.length > 0 ? 0 : EXIT_BAD_USE;
    }
    if (error instanceof OperationalError) {
      process.stderr.write(`error: ${reasonOf(error)}\n`);
      return EXIT_FAILED;
    }
    throw error;
  }
}
