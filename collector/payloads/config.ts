/** What the configuration of a source says about its messages: devices, topics of their own, Sparkplug metrics. */
import { z } from 'zod';
import { LINE_PAIRS, PHASES, QUANTITIES, type QuantityId } from '../../core/quantity.ts';
import type { DeviceSettings, MetricRule } from './dialect.ts';

/** Volts in one unit. */
const UNIT_V = { V: 1, kV: 1000, dV: 0.1, cV: 0.01, mV: 0.001 } as const;
const unit = z.enum(Object.keys(UNIT_V) as [keyof typeof UNIT_V, ...(keyof typeof UNIT_V)[]]);

/** `plug-7: M7`, or more about the device. */
const device = z.union(
  [
    z.string().min(1),
    z
      .object({
        meter: z.string().min(1),
        /** Phase of the grid behind the device's first, second, third channel. */
        phases: z
          .array(z.enum(PHASES))
          .min(1)
          .max(3)
          .refine((p) => new Set(p).size === p.length, 'expected each phase once, such as [B, C, A]')
          .optional(),
        /** What its voltages are in, where the message does not say. */
        unit: unit.default('V'),
        /** What its voltages are multiplied by besides. */
        scale: z.number().positive().default(1),
      })
      .strict(),
  ],
  'expected a meter, or { meter: M1, phases: [B, C, A], unit: V, scale: 1 }',
);

const metric = z
  .object({
    name: z.string().min(1).refine(isPattern, 'expected a regular expression'),
    quantity: z.enum(QUANTITIES.map((q) => q.id) as [QuantityId, ...QuantityId[]]),
    phase: z.enum([...PHASES, ...LINE_PAIRS, 'N', 'total']).optional(),
    unit: unit.optional(),
    scale: z.number().positive().default(1),
  })
  .strict();

/** Part of the schema of every source of messages. */
export const messagesSchema = {
  /** Device name in topics → meter, where they differ, or how a device is to be read. */
  devices: z.record(z.string(), device).default({}),
  /** Topic of a device without a kind of its own → the topic of a dialect it is to be read as. */
  readAs: z.record(z.string(), z.string().min(1)).optional(),
  /** Names of Sparkplug metrics; absent = the usual names. */
  metrics: z.array(metric).optional(),
};

export type DeviceConfig = z.infer<typeof device>;
export interface MessagesConfig {
  readonly devices: Readonly<Record<string, DeviceConfig>>;
  readonly readAs?: Readonly<Record<string, string>> | undefined;
  readonly metrics?: readonly z.infer<typeof metric>[] | undefined;
}

/** The configuration as the decoders take it: maps, for a device may be called `constructor`. */
export interface MessageParts {
  readonly meters: ReadonlyMap<string, string>;
  readonly devices: ReadonlyMap<string, DeviceSettings>;
  readonly readAs: ReadonlyMap<string, string>;
  readonly metrics: readonly MetricRule[] | null;
}

export function messageParts({ devices, readAs = {}, metrics = [] }: MessagesConfig): MessageParts {
  const said = Object.entries(devices);
  const rules = metrics.map(
    (m): MetricRule => ({
      name: new RegExp(m.name),
      quantity: m.quantity,
      phase: m.phase ?? null,
      scale: (m.unit === undefined ? 1 : UNIT_V[m.unit]) * m.scale,
    }),
  );
  return {
    meters: new Map(said.map(([name, d]) => [name, typeof d === 'string' ? d : d.meter])),
    devices: new Map(
      said.flatMap(([name, d]): [string, DeviceSettings][] =>
        typeof d === 'string' ? [] : [[name, { phases: d.phases ?? null, scale: UNIT_V[d.unit] * d.scale }]],
      ),
    ),
    readAs: new Map(Object.entries(readAs)),
    metrics: rules.length === 0 ? null : rules,
  };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
