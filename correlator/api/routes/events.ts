/** The live stream. */
import type { Streaming } from '../handler.ts';

export const streamEvents: Streaming<'streamEvents'> = {
  id: 'streamEvents',
  stream: async (_, response, deps) => await deps.hub.connect(response),
};
