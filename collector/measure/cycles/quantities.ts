/** What is measured in every 10/12-cycle window of a recording, in the order in which the values stand. */
import type { AnalogChannel, Recording } from '../../formats/recording.ts';
import { unitScale, type VoltageGroup, voltageGroups } from '../voltage-groups.ts';
import { ORDER_MAX } from './harmonics.ts';

/** `thd` up to the highest order the sampling rate shows; `thd40`, `thd50` NaN where that is less; `h5` = order 5. */
export type QuantityKind = 'rms' | 'thd' | 'thd40' | 'thd50' | 'u2' | 'u0' | `h${number}`;

export interface MeasuredQuantity {
  readonly kind: QuantityKind;
  /** Name of the channel, or of a group's channels with commas between. */
  readonly channel: string;
  readonly unit: 'V' | 'A' | 'Pct';
}

export interface MeasuredChannel {
  readonly name: string;
  readonly unit: 'V' | 'A';
  /** Volts or amperes. */
  readonly values: Float64Array;
}

export interface MeasuredGroup {
  readonly connection: VoltageGroup['connection'];
  /** Positions in the list of channels, in order A, B, C or AB, BC, CA; three or fewer. */
  readonly members: readonly number[];
}

export interface Measured {
  readonly channels: readonly MeasuredChannel[];
  readonly groups: readonly MeasuredGroup[];
  readonly quantities: readonly MeasuredQuantity[];
}

/** Voltages that belong to a group, then currents. */
export function measuredChannels(recording: Recording, harmonics: boolean): Measured {
  const channels: MeasuredChannel[] = [];
  const add = (a: AnalogChannel, unit: 'V' | 'A', scale: number): number => {
    const values = scale === 1 ? a.values : a.values.map((v) => v * scale);
    return channels.push({ name: a.name, unit, values }) - 1;
  };
  const groups = voltageGroups(recording.analogs).map((g): MeasuredGroup => {
    const members = g.members.flatMap((m) => {
      const a = recording.analogs[m.index];
      return a === undefined ? [] : [add(a, 'V', unitScale(a) ?? 1)];
    });
    return { connection: g.connection, members };
  });
  for (const a of recording.analogs) {
    const scale = currentScale(a.unit);
    if (scale !== null) add(a, 'A', scale);
  }
  const quantities = channels.flatMap((c) => channelQuantities(c, harmonics));
  for (const g of groups) {
    const channel = g.members.map((m) => channels[m]?.name ?? '').join(',');
    quantities.push({ kind: 'u2', channel, unit: 'Pct' }, { kind: 'u0', channel, unit: 'Pct' });
  }
  return { channels, groups, quantities };
}

function channelQuantities(c: MeasuredChannel, harmonics: boolean): MeasuredQuantity[] {
  const kinds: QuantityKind[] = ['thd', 'thd40', 'thd50'];
  if (harmonics) for (let h = 2; h <= ORDER_MAX; h++) kinds.push(`h${h}`);
  return [
    { kind: 'rms', channel: c.name, unit: c.unit },
    ...kinds.map((kind): MeasuredQuantity => ({ kind, channel: c.name, unit: 'Pct' })),
  ];
}

/** Factor to amperes, or null where the unit is none of current. */
function currentScale(unit: string): number | null {
  const u = unit
    .trim()
    .toLowerCase()
    .replace(/\s|rms/g, '');
  if (u === 'a' || u === 'amp' || u === 'amps' || u === '安') return 1;
  if (u === 'ka' || u === '千安') return 1000;
  return u === 'ma' ? 1e-3 : null;
}
