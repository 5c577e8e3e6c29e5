/** Which meters of the history go on talking live, and in what way: the same choice for the same seed. */
import type { SimMeter } from '../instruments/types.ts';
import type { DialectId } from '../meters/index.ts';

export interface FleetEntry {
  readonly meter: SimMeter;
  readonly protocol: 'modbus' | 'mqtt';
  /** Meter table (modbus) or dialect (mqtt). */
  readonly profile: 'eastron-sdm630' | 'schneider-pm5xxx' | DialectId;
  /** How the device calls itself on the wire. */
  readonly device: string;
}

export interface FleetSizes {
  readonly sdm630: number;
  readonly pm5xxx: number;
  readonly gridwitness: number;
  readonly shellyGen1: number;
  readonly shellyGen2: number;
  readonly tasmota: number;
}

export const DEFAULT_FLEET: FleetSizes = {
  sdm630: 3,
  pm5xxx: 2,
  gridwitness: 24,
  shellyGen1: 1,
  shellyGen2: 1,
  tasmota: 2,
};

export function chooseFleet(meters: readonly SimMeter[], sizes: FleetSizes): FleetEntry[] {
  const left = new Set(meters);
  const take = (count: number, fits: (m: SimMeter) => boolean): SimMeter[] => {
    const taken = [...left].filter(fits).slice(0, count);
    for (const m of taken) left.delete(m);
    return taken;
  };
  const lv = (role: SimMeter['role']) => (m: SimMeter) =>
    m.role === role && m.level === 'lv' && m.everyMin > 0 && m.record.method !== 'urms_half';
  const threePhase = (m: SimMeter): boolean => lv('customer')(m) && m.phases === 'ABC';
  const single = (m: SimMeter): boolean => lv('customer')(m) && m.phases === 'A';
  const fleet: FleetEntry[] = [];
  const add = (
    list: readonly SimMeter[],
    protocol: FleetEntry['protocol'],
    profile: FleetEntry['profile'],
    name: (m: SimMeter, i: number) => string,
  ): void => {
    for (const [i, meter] of list.entries()) fleet.push({ meter, protocol, profile, device: name(meter, i) });
  };
  const own = (m: SimMeter): string => m.record.meter;
  add(
    take(sizes.pm5xxx, (m) => m.role === 'feeder'),
    'modbus',
    'schneider-pm5xxx',
    own,
  );
  add(take(sizes.sdm630, lv('transformer')), 'modbus', 'eastron-sdm630', own);
  add(take(sizes.shellyGen1, threePhase), 'mqtt', 'shelly-gen1', (_, i) => `shellyem3-${serial(i, 'A4E57C')}`);
  add(take(sizes.shellyGen2, threePhase), 'mqtt', 'shelly-gen2', (_, i) => `shellypro3em-${serial(i, '2cbcbb')}`);
  add(take(sizes.tasmota, single), 'mqtt', 'tasmota', (_, i) => `tasmota_${serial(i, 'D8F15B').slice(6)}`);
  const heads = take(8, (m) => m.role === 'busbar' || m.role === 'feeder');
  const recorders = take(10, (m) => m.record.method === 'urms_half');
  const rest = take(
    Math.max(0, sizes.gridwitness - heads.length - recorders.length),
    (m) => m.everyMin > 0 && (m.role === 'transformer' || m.customer !== null),
  );
  add([...heads, ...recorders, ...rest].slice(0, sizes.gridwitness), 'mqtt', 'gridwitness-json', own);
  return fleet;
}

const serial = (i: number, prefix: string): string =>
  `${prefix}${(0x10a3f0 + i * 0x1111).toString(16).padStart(6, '0')}`;
