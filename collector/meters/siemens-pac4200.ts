/**
 * Siemens SENTRON PAC4200: the PAC3200 list, with THD related to the fundamental from 261. Holding registers, IEEE float, high word first, addresses as sent. A request must
 * begin and end on the border of a value.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const holding = rowsOf(3);

export const siemensPac4200 = {
  id: 'siemens-pac4200',
  maker: 'Siemens',
  model: 'PAC4200',
  source: 'Siemens SENTRON PAC4200 manual, table of measured variables (Modbus offsets); compared with two public maps',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 125,
  // Whole values lie between the wanted ones, so a block still begins and ends on the border of a value.
  gapMax: 28,
  registers: {
    'u.A': holding('float32', 1),
    'u.B': holding('float32', 3),
    'u.C': holding('float32', 5),
    'u.AB': holding('float32', 7),
    'u.BC': holding('float32', 9),
    'u.CA': holding('float32', 11),
    'i.A': holding('float32', 13),
    'i.B': holding('float32', 15),
    'i.C': holding('float32', 17),
    'p.A': holding('float32', 25),
    'p.B': holding('float32', 27),
    'p.C': holding('float32', 29),
    'f.total': holding('float32', 55),
    'thdu.A': holding('float32', 261),
    'thdu.B': holding('float32', 263),
    'thdu.C': holding('float32', 265),
    'i.N': holding('float32', 295, { unconfirmed: true }),
  },
} as const satisfies MeterProfile;
