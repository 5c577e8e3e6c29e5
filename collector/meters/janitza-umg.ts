/**
 * Janitza UMG 96RM, 96-PA, 509, 511, 512, 604, 605, 801, 806: the float block from 19000 that the newer firmware of all of
 * them has. Holding registers, high word first, addresses as sent. A second copy, low word first, lies 32768 higher. Power
 * per phase comes in W. Older firmware of the UMG 604 has only the block from 1317: a profile of your own then.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const holding = rowsOf(3);

export const janitzaUmg = {
  id: 'janitza-umg',
  maker: 'Janitza',
  model: 'UMG 96RM, 96-PA, 509, 511, 512, 604, 605, 801, 806',
  source:
    'Janitza Modbus address list, block 19000 (document 1.038.009.7.a); compared with public drivers of UMG 96RM-E and 806',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 125,
  gapMax: 60,
  registers: {
    'u.A': holding('float32', 19_000),
    'u.B': holding('float32', 19_002),
    'u.C': holding('float32', 19_004),
    'u.AB': holding('float32', 19_006),
    'u.BC': holding('float32', 19_008),
    'u.CA': holding('float32', 19_010),
    'i.A': holding('float32', 19_012),
    'i.B': holding('float32', 19_014),
    'i.C': holding('float32', 19_016),
    // Sum of the phase currents where the meter has no fourth transformer.
    'i.N': holding('float32', 19_018),
    'p.A': holding('float32', 19_020),
    'p.B': holding('float32', 19_022),
    'p.C': holding('float32', 19_024),
    'q.A': holding('float32', 19_036),
    'q.B': holding('float32', 19_038),
    'q.C': holding('float32', 19_040),
    'f.total': holding('float32', 19_050),
    'thdu.A': holding('float32', 19_110, { unconfirmed: true }),
    'thdu.B': holding('float32', 19_112, { unconfirmed: true }),
    'thdu.C': holding('float32', 19_114, { unconfirmed: true }),
  },
} as const satisfies MeterProfile;
