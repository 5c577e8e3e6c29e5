/** GB/T 15945-2008: deviation of power system frequency from 50 Hz. */
import { LIMIT_BASE, type PhenomenonLimit, type Supply } from './phenomenon.ts';

const NOMINAL_HZ = 50;
/** Confirmed: ±0.2 Hz, ±0.5 Hz in small systems. Hz. */
const DEVIATION_HZ = { large: 0.2, small: 0.5 } as const;

export function gbt15945({ system }: Supply): readonly PhenomenonLimit[] {
  return [
    {
      ...LIMIT_BASE,
      id: `gbt15945-${system}`,
      phenomenon: 'frequency',
      low: NOMINAL_HZ - DEVIATION_HZ[system],
      high: NOMINAL_HZ + DEVIATION_HZ[system],
      unit: 'Hz',
      intervalS: 10,
      clause: 'GB/T 15945-2008 3',
      unconfirmed: false,
      text:
        system === 'large'
          ? { zh: '系统频率偏差 ±0.2 Hz', en: 'system frequency ±0.2 Hz' }
          : { zh: '小容量系统频率偏差 ±0.5 Hz', en: 'frequency of a small system ±0.5 Hz' },
    },
  ];
}
