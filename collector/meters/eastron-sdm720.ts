/**
 * Eastron SDM72D-M (version 2) and SDM720 (three-phase, four-wire): the first part of the SDM630 list, no THD. Input
 * registers, IEEE float, high word first, addresses 0-based. That an SDM720 has the list of the SDM72D-M is unconfirmed;
 * version 1 of the SDM72D-M has no voltages at all.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const input = rowsOf(4);

export const eastronSdm720 = {
  id: 'eastron-sdm720',
  maker: 'Eastron',
  model: 'SDM72D-M v2, SDM720',
  source:
    'Eastron SDM72D-M version 2 input registers, as two public readers have them (volkszaehler/mbmd, nmakel/sdm_modbus)',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 80,
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
    'q.A': input('float32', 0x0018),
    'q.B': input('float32', 0x001a),
    'q.C': input('float32', 0x001c),
    'f.total': input('float32', 0x0046),
    'u.AB': input('float32', 0x00c8, { unconfirmed: true }),
    'u.BC': input('float32', 0x00ca, { unconfirmed: true }),
    'u.CA': input('float32', 0x00cc, { unconfirmed: true }),
    'i.N': input('float32', 0x00e0, { unconfirmed: true }),
  },
} as const satisfies MeterProfile;
