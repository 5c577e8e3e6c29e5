/**
 * Schneider PowerLogic PM3000 range (PM3200, PM3250, PM3255). The numbers of the PM5000 list without THD there. Holding
 * registers, IEEE float, high word first; not available is NaN. The list counts from 1: wire address = list register - 1.
 */
import type { MeterProfile, RegisterSpec } from './profile.ts';
import { rowsOf } from './spec.ts';

const holding = rowsOf(3);
const list = (register: number, extra: Partial<RegisterSpec> = {}): RegisterSpec =>
  holding('float32', register - 1, extra);
/** Power comes in kW; a meter wired without neutral has none per phase. */
const KW = { scale: 1000, optional: true } as const;

export const schneiderPm3xxx = {
  id: 'schneider-pm3xxx',
  maker: 'Schneider Electric',
  model: 'PM3200, PM3250, PM3255',
  source:
    'Schneider Electric PM3000 series user manual, appendix with the Modbus register list; compared with two public drivers',
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
  },
} as const satisfies MeterProfile;
