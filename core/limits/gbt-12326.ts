/** GB/T 12326-2008: flicker, and voltage changes by how often they come. Numbers unconfirmed. */
import { LIMIT_BASE, lineVoltageV, type PhenomenonLimit, type Supply } from './phenomenon.ts';

/** Border of the two flicker limits, V phase-phase. */
const HIGH_VOLTAGE_V = 110_000;
/** Border of the two tables of voltage changes, V phase-phase. */
const MEDIUM_UP_TO_V = 35_000;
const PLT_LOW = 1.0;
const PLT_HIGH = 0.8;

/** Limits on d, %, by changes per hour r. @source GB/T 12326-2008 table 1, from memory: unconfirmed */
const CHANGES_LV_MV = [
  { upToPerHour: 1, maxPct: 4 },
  { upToPerHour: 10, maxPct: 3 },
  { upToPerHour: 100, maxPct: 2 },
  { upToPerHour: 1000, maxPct: 1.25 },
] as const;
const CHANGES_HV = [
  { upToPerHour: 1, maxPct: 3 },
  { upToPerHour: 10, maxPct: 2.5 },
  { upToPerHour: 100, maxPct: 1.5 },
  { upToPerHour: 1000, maxPct: 1 },
] as const;

export function gbt12326(supply: Supply): readonly PhenomenonLimit[] {
  const lineV = lineVoltageV(supply);
  return [
    {
      ...LIMIT_BASE,
      id: 'gbt12326-plt',
      phenomenon: 'plt',
      high: lineV > HIGH_VOLTAGE_V * (1 + 1e-6) ? PLT_HIGH : PLT_LOW,
      unit: '1',
      intervalS: 7200,
      clause: 'GB/T 12326-2008 5',
      text: { zh: '长时闪变值 Plt', en: 'long-term flicker severity Plt' },
    },
    {
      ...LIMIT_BASE,
      id: 'gbt12326-d',
      phenomenon: 'rvc',
      intervalS: 0,
      perHour: lineV > MEDIUM_UP_TO_V * (1 + 1e-6) ? CHANGES_HV : CHANGES_LV_MV,
      clause: 'GB/T 12326-2008 4',
      text: { zh: '电压变动限值 d(r)', en: 'voltage change d by its rate r' },
    },
  ];
}
