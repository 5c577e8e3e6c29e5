/**
 * Carlo Gavazzi EM24 with a serial interface. Scaled integers, low word first (CDAB), addresses
 * 0-based; functions 3 and 4 answer alike. Frequency has a resolution of 0.1 Hz: too coarse for the limits of GB/T 15945.
 * At most 11 registers a request. The Ethernet version has another place for the frequency: carlo-gavazzi-em24-e1.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const input = rowsOf(4);
const LOW_FIRST = { wordOrder: 'CDAB' } as const;

export const carloGavazziEm24 = {
  id: 'carlo-gavazzi-em24',
  maker: 'Carlo Gavazzi',
  model: 'EM24 (RS485)',
  source:
    'Carlo Gavazzi EM24 DIN serial communication protocol; compared with public drivers (mbmd, bitpool edge-modbus)',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 11,
  gapMax: 0,
  // Overflow: 0x7FFFFFFF of the 32-bit values is known to all profiles, 0x7FFF of the 16-bit ones is this maker's.
  notAvailable: { int16: [0x7fff] },
  registers: {
    'u.A': input('int32', 0x00, { ...LOW_FIRST, scale: 0.1 }),
    'u.B': input('int32', 0x02, { ...LOW_FIRST, scale: 0.1 }),
    'u.C': input('int32', 0x04, { ...LOW_FIRST, scale: 0.1 }),
    'u.AB': input('int32', 0x06, { ...LOW_FIRST, scale: 0.1 }),
    'u.BC': input('int32', 0x08, { ...LOW_FIRST, scale: 0.1 }),
    'u.CA': input('int32', 0x0a, { ...LOW_FIRST, scale: 0.1 }),
    'i.A': input('int32', 0x0c, { ...LOW_FIRST, scale: 0.001 }),
    'i.B': input('int32', 0x0e, { ...LOW_FIRST, scale: 0.001 }),
    'i.C': input('int32', 0x10, { ...LOW_FIRST, scale: 0.001 }),
    'p.A': input('int32', 0x12, { ...LOW_FIRST, scale: 0.1 }),
    'p.B': input('int32', 0x14, { ...LOW_FIRST, scale: 0.1 }),
    'p.C': input('int32', 0x16, { ...LOW_FIRST, scale: 0.1 }),
    'f.total': input('int16', 0x37, { scale: 0.1 }),
  },
} as const satisfies MeterProfile;
