/** Eastron SDM630 (three-phase, four-wire). Input registers, IEEE float, high word first, addresses 0-based. */
import type { MeterProfile, RegisterSpec } from './profile.ts';

const float = (address: number, unconfirmed?: true): RegisterSpec => ({
  function: 4,
  address,
  type: 'float32',
  wordOrder: 'ABCD',
  scale: 1,
  ...(unconfirmed ? { unconfirmed } : {}),
});

export const eastronSdm630 = {
  id: 'eastron-sdm630',
  maker: 'Eastron',
  model: 'SDM630',
  source: 'Eastron SDM630 Modbus protocol, input registers (parameter list), cross-checked with two public maps',
  probe: { register: 'f.total', min: 45, max: 65 },
  // The vendor limits a request to 40 parameters of two registers.
  registersMax: 80,
  gapMax: 8,
  registers: {
    'u.A': float(0x0000),
    'u.B': float(0x0002),
    'u.C': float(0x0004),
    'i.A': float(0x0006),
    'i.B': float(0x0008),
    'i.C': float(0x000a),
    'p.A': float(0x000c),
    'p.B': float(0x000e),
    'p.C': float(0x0010),
    'f.total': float(0x0046),
    'u.AB': float(0x00c8, true),
    'u.BC': float(0x00ca, true),
    'u.CA': float(0x00cc, true),
    'i.N': float(0x00e0, true),
    'thdu.A': float(0x00ea),
    'thdu.B': float(0x00ec),
    'thdu.C': float(0x00ee),
  },
} as const satisfies MeterProfile;
