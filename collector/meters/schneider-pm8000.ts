/**
 * Schneider PowerLogic PM8000, default Modbus map: the numbers of the PM5000 range, one to one. A file of its own because
 * the owner of a PM8000 can change its map, and because a single source says that the two are alike: all unconfirmed. The
 * list counts from 1: wire address = list register - 1.
 */
import type { MeterProfile, RegisterSpec } from './profile.ts';
import { rowsOf } from './spec.ts';

const holding = rowsOf(3);
const list = (register: number, extra: Partial<RegisterSpec> = {}): RegisterSpec =>
  holding('float32', register - 1, { unconfirmed: true, ...extra });
/** Power comes in kW; a meter wired without neutral has none per phase. */
const KW = { scale: 1000, optional: true } as const;

export const schneiderPm8000 = {
  id: 'schneider-pm8000',
  maker: 'Schneider Electric',
  model: 'PM8000 (PM8240 and others), default map',
  source:
    'Schneider Electric PM8000 default Modbus map, as one public map library has it; compared with the PM5000 list',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 125,
  gapMax: 60,
  registers: {
    'i.A': list(3000),
    'i.B': list(3002),
    'i.C': list(3004),
    'i.N': list(3006),
    'u.AB': list(3020),
    'u.BC': list(3022),
    'u.CA': list(3024),
    'u.A': list(3028, { optional: true }),
    'u.B': list(3030, { optional: true }),
    'u.C': list(3032, { optional: true }),
    'p.A': list(3054, KW),
    'p.B': list(3056, KW),
    'p.C': list(3058, KW),
    'f.total': list(3110),
    'thdu.AB': list(21322),
    'thdu.BC': list(21324),
    'thdu.CA': list(21326),
    'thdu.A': list(21330),
    'thdu.B': list(21332),
    'thdu.C': list(21334),
  },
} as const satisfies MeterProfile;
