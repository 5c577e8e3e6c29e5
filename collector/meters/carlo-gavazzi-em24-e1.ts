/**
 * Carlo Gavazzi EM24 E1 with Ethernet. Scaled integers, low word first (CDAB), addresses
 * 0-based; functions 3 and 4 answer alike. Frequency has a resolution of 0.1 Hz: too coarse for the limits of GB/T 15945.
 * Line-line voltages from one source only.
 */
import type { MeterProfile } from './profile.ts';
import { rowsOf } from './spec.ts';

const input = rowsOf(4);
const LOW_FIRST = { wordOrder: 'CDAB' } as const;

export const carloGavazziEm24E1 = {
  id: 'carlo-gavazzi-em24-e1',
  maker: 'Carlo Gavazzi',
  model: 'EM24 E1 (Ethernet)',
  source:
    'Carlo Gavazzi EM24 Ethernet communication protocol; compared with public drivers (mbmd, victronenergy dbus-modbus-client)',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 11,
  gapMax: 0,
  // Overflow: 0x7FFFFFFF of the 32-bit values is known to all profiles, 0x7FFF of the 16-bit ones is this maker's.
  notAvailable: { int16: [0x7fff] },
  registers: {
    'u.A': input('int32', 0x00, { ...LOW_FIRST, scale: 0.1 }),
    'u.B': input('int32', 0x02, { ...LOW_FIRST, scale: 0.1 }),
    'u.C': input('int32', 0x04, { ...LOW_FIRST, scale: 0.1 }),
    'u.AB': input('int32', 0x06, { ...LOW_FIRST, scale: 0.1, unconfirmed: true }),
    'u.BC': input('int32', 0x08, { ...LOW_FIRST, scale: 0.1, unconfirmed: true }),
    'u.CA': input('int32', 0x0a, { ...LOW_FIRST, scale: 0.1, unconfirmed: true }),
    'i.A': input('int32', 0x0c, { ...LOW_FIRST, scale: 0.001 }),
    'i.B': input('int32', 0x0e, { ...LOW_FIRST, scale: 0.001 }),
    'i.C': input('int32', 0x10, { ...LOW_FIRST, scale: 0.001 }),
    'p.A': input('int32', 0x12, { ...LOW_FIRST, scale: 0.1 }),
    'p.B': input('int32', 0x14, { ...LOW_FIRST, scale: 0.1 }),
    'p.C': input('int32', 0x16, { ...LOW_FIRST, scale: 0.1 }),
    'f.total': input('int16', 0x33, { scale: 0.1 }),
  },
} as const satisfies MeterProfile;
