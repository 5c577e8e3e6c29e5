/**
 * Eastron SDM630 (three-phase, four-wire). Input registers, IEEE float, high word first, addresses 0-based. The document
 * allows 40 parameters, that is 80 registers, a request.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const input = rowsOf(4);

export const eastronSdm630 = {
  id: 'eastron-sdm630',
  maker: 'Eastron',
  model: 'SDM630',
  source: 'Eastron, SDM630Modbus Smart Meter, Modbus Protocol Implementation, table of input registers 30001 to 30381',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 80,
  // A refused gap is noticed, and the block divided (modbus-unit.ts).
  gapMax: 60,
  registers: {
    'u.A': input('float32', 0x0000),
    'u.B': input('float32', 0x0002),
    'u.C': input('float32', 0x0004),
    'i.A': input('float32', 0x0006),
    'i.B': input('float32', 0x0008),
    'i.C': input('float32', 0x000a),
    'p.A': input('float32', 0x000c),
    'p.B': input('float32', 0x000e),
    'p.C': input('float32', 0x0010),
    'f.total': input('float32', 0x0046),
    'u.AB': input('float32', 0x00c8),
    'u.BC': input('float32', 0x00ca),
    'u.CA': input('float32', 0x00cc),
    'i.N': input('float32', 0x00e0),
    'thdu.A': input('float32', 0x00ea),
    'thdu.B': input('float32', 0x00ec),
    'thdu.C': input('float32', 0x00ee),
  },
} as const satisfies MeterProfile;
