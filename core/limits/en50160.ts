/** EN 50160:2010, voltage characteristics of public supply. Numbers were not checked against the 2022 edition. */
import { en50160Frequency, en50160Others } from './en50160-limits.ts';
import { asPhenomenon, type Connection, type LimitProfile, VOLTAGE_BASE, type VoltageLimit } from './limit.ts';
import { lineVoltageV, type Supply } from './phenomenon.ts';

const base = VOLTAGE_BASE;
const text = (range: string) => ({ zh: `供电电压 ${range}`, en: `supply voltage ${range}` });

/** @source EN 50160:2010 4.2.2.2: ±10 % for 95 % of a week, +10/−15 % always. */
const LOW_VOLTAGE: readonly VoltageLimit[] = [
  {
    ...base,
    id: 'en50160-lv-95',
    text: text('±10 %'),
    clause: 'EN 50160:2010 4.2.2',
    lowPct: 90,
    highPct: 110,
    requiredPct: 95,
  },
  {
    ...base,
    id: 'en50160-lv-100',
    text: text('+10/−15 %'),
    clause: 'EN 50160:2010 4.2.2',
    lowPct: 85,
    highPct: 110,
    requiredPct: 100,
  },
];
/** @source EN 50160:2010 5.2.2: ±10 % for 99 % of a week, ±15 % always. */
const MEDIUM_VOLTAGE: readonly VoltageLimit[] = [
  {
    ...base,
    id: 'en50160-mv-99',
    text: text('±10 %'),
    clause: 'EN 50160:2010 5.2.2',
    lowPct: 90,
    highPct: 110,
    requiredPct: 99,
  },
  {
    ...base,
    id: 'en50160-mv-100',
    text: text('±15 %'),
    clause: 'EN 50160:2010 5.2.2',
    lowPct: 85,
    highPct: 115,
    requiredPct: 100,
  },
];
/** Upper end of low voltage, V phase-phase. @source EN 50160:2010 3 */
const LOW_VOLTAGE_V = 1000;

const levelOf = (supply: Pick<Supply, 'connection' | 'udinV'>) => (lineVoltageV(supply) <= LOW_VOLTAGE_V ? 'lv' : 'mv');

function voltageLimits(connection: Connection, udinV: number): readonly VoltageLimit[] {
  return levelOf({ connection, udinV }) === 'lv' ? LOW_VOLTAGE : MEDIUM_VOLTAGE;
}

/** Interruption below 5 % of the reference voltage (from memory, unconfirmed). */
export const en50160: LimitProfile = {
  id: 'en50160',
  title: 'EN 50160',
  edition: '2010',
  text: { zh: '欧洲标准 EN 50160', en: 'European standard EN 50160' },
  udinV: { LN: 230, LL: 400 },
  thresholds: { dipPct: 90, swellPct: 110, interruptionPct: 5, hysteresisPct: 2 },
  voltageLimits,
  limits: (supply) => [
    ...voltageLimits(supply.connection, supply.udinV).map((l) =>
      asPhenomenon(l, { over: 'week', flaggedExcluded: true }),
    ),
    ...en50160Frequency(levelOf(supply), supply.system),
    ...en50160Others(levelOf(supply)),
  ],
};
