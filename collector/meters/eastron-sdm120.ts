/** Eastron SDM120 (single phase; also SDM220, SDM230). Input registers, IEEE float, high word first, addresses 0-based. */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const input = rowsOf(4);

export const eastronSdm120 = {
  id: 'eastron-sdm120',
  maker: 'Eastron',
  model: 'SDM120, SDM220, SDM230',
  source: 'Eastron, SDM120-Modbus RTU Protocol, table of input registers 30001 to 30345',
  probe: { register: 'f.total', min: 45, max: 65 },
  // 40 parameters a request, as the whole family.
  registersMax: 80,
  gapMax: 60,
  registers: {
    'u.A': input('float32', 0x0000),
    'i.A': input('float32', 0x0006),
    'p.A': input('float32', 0x000c),
    'q.A': input('float32', 0x0018),
    'f.total': input('float32', 0x0046),
  },
} as const satisfies MeterProfile;
