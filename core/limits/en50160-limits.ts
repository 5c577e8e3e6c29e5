/**
 * EN 50160:2010 beyond the voltage level: frequency, flicker, unbalance, harmonics, rapid voltage changes. Numbers were
 * not checked against the 2022 edition.
 */
import { LIMIT_BASE, type PhenomenonLimit } from './phenomenon.ts';

export type Level = 'lv' | 'mv';
const SECTION = { lv: '4.2', mv: '5.2' } as const;
const NOMINAL_HZ = 50;

/** Deviation of the 10-s frequency, % of 50 Hz, and the share of the time. @source EN 50160:2010 4.2.1, 5.2.1 */
const FREQUENCY = {
  large: [
    { lowPct: -1, highPct: 1, requiredPct: 99.5, over: 'year' },
    { lowPct: -6, highPct: 4, requiredPct: 100, over: 'year' },
  ],
  small: [
    { lowPct: -2, highPct: 2, requiredPct: 95, over: 'week' },
    { lowPct: -15, highPct: 15, requiredPct: 100, over: 'week' },
  ],
} as const;

export function en50160Frequency(level: Level, system: 'large' | 'small'): readonly PhenomenonLimit[] {
  return FREQUENCY[system].map(({ lowPct, highPct, requiredPct, over }) => ({
    ...LIMIT_BASE,
    id: `en50160-${level}-f-${requiredPct}`,
    phenomenon: 'frequency',
    low: Number((NOMINAL_HZ * (1 + lowPct / 100)).toFixed(6)),
    high: Number((NOMINAL_HZ * (1 + highPct / 100)).toFixed(6)),
    unit: 'Hz',
    requiredPct,
    intervalS: 10,
    over,
    flaggedExcluded: true,
    clause: `EN 50160:2010 ${SECTION[level]}.1`,
    unconfirmed: false,
    text: {
      zh: `频率 +${highPct}/−${-lowPct} %，${requiredPct} % 的时间`,
      en: `frequency +${highPct}/−${-lowPct} %, ${requiredPct} % of the time`,
    },
  }));
}

/** Voltage of single harmonics, % of the fundamental. @source EN 50160:2010 table 1 (LV; MV nearly the same: unconfirmed) */
const HARMONICS_PCT: Readonly<Record<number, number>> = {
  2: 2,
  3: 5,
  4: 1,
  5: 6,
  6: 0.5,
  7: 5,
  8: 0.5,
  9: 1.5,
  10: 0.5,
  11: 3.5,
  12: 0.5,
  13: 3,
  14: 0.5,
  15: 0.5,
  16: 0.5,
  17: 2,
  18: 0.5,
  19: 1.5,
  20: 0.5,
  21: 0.5,
  22: 0.5,
  23: 1.5,
  24: 0.5,
  25: 1.5,
};
const THD_PCT = 8;
const U2_PCT = 2;
const PLT = 1;
/** Usual size of rapid changes, % of Un. @source EN 50160:2010, from memory: unconfirmed */
const RVC_PCT = { lv: 5, mv: 4 } as const;

export function en50160Others(level: Level): readonly PhenomenonLimit[] {
  const base = { ...LIMIT_BASE, requiredPct: 95, flaggedExcluded: true, unconfirmed: false } as const;
  const clause = (n: number) => `EN 50160:2010 ${SECTION[level]}.${n}`;
  return [
    {
      ...base,
      id: `en50160-${level}-plt`,
      phenomenon: 'plt',
      high: PLT,
      unit: '1',
      intervalS: 7200,
      clause: clause(3),
      text: { zh: '长时闪变值 Plt', en: 'long-term flicker severity Plt' },
    },
    {
      ...base,
      id: `en50160-${level}-u2`,
      phenomenon: 'u2',
      high: U2_PCT,
      clause: clause(4),
      text: { zh: '负序电压不平衡度', en: 'negative-sequence unbalance' },
    },
    {
      ...base,
      id: `en50160-${level}-thdu`,
      phenomenon: 'thdu',
      high: THD_PCT,
      clause: clause(5),
      text: { zh: '电压总谐波畸变率（至 40 次）', en: 'total harmonic distortion of voltage (to order 40)' },
    },
    ...Object.entries(HARMONICS_PCT).map(
      ([order, high]): PhenomenonLimit => ({
        ...base,
        id: `en50160-${level}-h${order}`,
        phenomenon: 'harmonic',
        order: Number(order),
        high,
        clause: clause(5),
        unconfirmed: level === 'mv',
        text: { zh: `${order} 次谐波电压含有率`, en: `harmonic voltage of order ${order}` },
      }),
    ),
    {
      ...LIMIT_BASE,
      id: `en50160-${level}-rvc`,
      phenomenon: 'rvc',
      high: RVC_PCT[level],
      intervalS: 0,
      over: 'day',
      indicative: true,
      clause: clause(3),
      text: { zh: '快速电压变化（通常值）', en: 'rapid voltage changes (usual value)' },
    },
  ];
}
