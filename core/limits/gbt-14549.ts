/** GB/T 14549-1993: harmonic voltages of public supply, 0.38 to 110 kV. 95 % value of the worst phase. */
import { LIMIT_BASE, lineVoltageV, type PhenomenonLimit, type Supply } from './phenomenon.ts';

interface Level {
  readonly upToV: number;
  readonly thdPct: number;
  readonly oddPct: number;
  readonly evenPct: number;
}

/** By nominal phase-phase voltage, %. @source GB/T 14549-1993 table 1, from memory: unconfirmed */
const LEVELS: readonly Level[] = [
  { upToV: 1000, thdPct: 5, oddPct: 4, evenPct: 2 },
  { upToV: 20_000, thdPct: 4, oddPct: 3.2, evenPct: 1.6 },
  { upToV: 66_000, thdPct: 3, oddPct: 2.4, evenPct: 1.2 },
  { upToV: 110_000, thdPct: 2, oddPct: 1.6, evenPct: 0.8 },
];
const CLAUSE = 'GB/T 14549-1993 4';
/** Highest order the standard speaks of. */
const HIGHEST_ORDER = 25;
/** Interval of the values judged, s: the standard's own is 3 s; what a meter of today stores is 10 min. */
const INTERVAL_S = 600;

/** None above 110 kV: outside the standard's scope. */
export function gbt14549(supply: Supply): readonly PhenomenonLimit[] {
  const level = LEVELS.find((l) => lineVoltageV(supply) <= l.upToV * (1 + 1e-6));
  if (level === undefined) return [];
  const base = { ...LIMIT_BASE, requiredPct: 95, intervalS: INTERVAL_S, clause: CLAUSE } as const;
  const orders = Array.from({ length: HIGHEST_ORDER - 1 }, (_, i) => i + 2);
  return [
    {
      ...base,
      id: 'gbt14549-thdu',
      phenomenon: 'thdu',
      high: level.thdPct,
      text: { zh: '电压总谐波畸变率', en: 'total harmonic distortion of voltage' },
    },
    ...orders.map(
      (order): PhenomenonLimit => ({
        ...base,
        id: `gbt14549-h${order}`,
        phenomenon: 'harmonic',
        order,
        high: order % 2 === 1 ? level.oddPct : level.evenPct,
        text: { zh: `${order} 次谐波电压含有率`, en: `harmonic voltage of order ${order}` },
      }),
    ),
  ];
}
