/** Shape of one command file in cli/commands/. Loaded only when it is called, so `classify` opens no store. */
import type { Command as Commander } from 'commander';

export interface Command {
  /** Declare arguments and options; `--help` is made from this. */
  configure(command: Commander): void;
  /**
   * Do the work. Results go to stdout through `output.ts`, progress and problems to stderr.
   * Resolves to the exit code: 0 done (named problems in the input included), 1 a file or task could not be done.
   */
  run(args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number>;
}
