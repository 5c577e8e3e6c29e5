import type { Command } from '../command.ts';

export const command: Command = {
  configure: () => undefined,
  run: () => Promise.reject(new Error('not built yet')),
};
