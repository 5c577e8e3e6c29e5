/**
 * Accuenergy Acuvim II. Holding registers, IEEE float, high word first, addresses as sent. The values are primary ones where
 * the meter is set to "primary mode"; in secondary mode the transformer ratios are still to be applied, so set it to
 * primary. THD comes as words of 0.01 %, its order 1, 3, 2 as the maker lists it; from one source, unconfirmed.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const holding = rowsOf(3);
const THD = { scale: 0.01, unconfirmed: true } as const;

export const accuenergyAcuvim2 = {
  id: 'accuenergy-acuvim2',
  maker: 'Accuenergy',
  model: 'Acuvim II',
  source: 'Accuenergy Acuvim II user manual, basic analog measurements from 4000H; compared with two public drivers',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 100,
  gapMax: 48,
  registers: {
    'f.total': holding('float32', 0x4000),
    'u.A': holding('float32', 0x4002),
    'u.B': holding('float32', 0x4004),
    'u.C': holding('float32', 0x4006),
    'u.AB': holding('float32', 0x400a),
    'u.BC': holding('float32', 0x400c),
    'u.CA': holding('float32', 0x400e),
    'i.A': holding('float32', 0x4012),
    'i.B': holding('float32', 0x4014),
    'i.C': holding('float32', 0x4016),
    'i.N': holding('float32', 0x401a),
    'p.A': holding('float32', 0x401c),
    'p.B': holding('float32', 0x401e),
    'p.C': holding('float32', 0x4020),
    'q.A': holding('float32', 0x4024),
    'q.B': holding('float32', 0x4026),
    'q.C': holding('float32', 0x4028),
    'thdu.A': holding('uint16', 0x405a, THD),
    'thdu.C': holding('uint16', 0x405b, THD),
    'thdu.B': holding('uint16', 0x405c, THD),
  },
} as const satisfies MeterProfile;
