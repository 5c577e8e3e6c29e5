/** Skeleton of a meter profile: copy, rename, fill from the vendor's document, add one line to index.ts. Not registered. */
import type { MeterProfile } from './profile.ts';

export const blueprint = {
  id: 'maker-model',
  maker: 'Maker',
  model: 'Model',
  source: 'Title, number and date of the vendor document the addresses come from',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 125,
  gapMax: 0,
  registers: {
    // Wire addresses (0-based). A list that counts from 1: subtract 1 here, in sight.
    'u.A': { function: 3, address: 0, type: 'float32', wordOrder: 'ABCD', scale: 1 },
    'f.total': { function: 3, address: 2, type: 'uint16', wordOrder: 'ABCD', scale: 0.01 },
  },
} as const satisfies MeterProfile;
