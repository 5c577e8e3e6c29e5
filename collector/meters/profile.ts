/**
 * What a Modbus meter profile is: a table from quantity to register, with the vendor's document named above it.
 * Behaviour lives elsewhere (registers.ts, plan.ts, decode.ts). The zod schema is the same shape for YAML profiles.
 */
import { z } from 'zod';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { LINE_PAIRS, PHASES, QUANTITIES } from '../../core/quantity.ts';

/** Modbus function codes a profile may use: 3 holding registers, 4 input registers. */
export const READ_FUNCTIONS = [3, 4] as const;
export type ReadFunction = (typeof READ_FUNCTIONS)[number];

/** Most usual first: this is also the order in which other readings are tried (suggest.ts). */
export const REGISTER_TYPES = ['float32', 'int16', 'uint16', 'int32', 'uint32', 'float64', 'int64', 'uint64'] as const;
export type RegisterType = (typeof REGISTER_TYPES)[number];

/**
 * Byte order as sent. ABCD: as the protocol says; CDAB: low word first; BADC: the bytes of every word swapped; DCBA:
 * both. One word knows ABCD and BADC only; four words are reversed like two.
 */
export const WORD_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type WordOrder = (typeof WORD_ORDERS)[number];

export interface RegisterSpec {
  readonly function: ReadFunction;
  /** Wire address: the number in the PDU, 0-based. Vendor lists that count from 1 are converted in the profile. */
  readonly address: number;
  readonly type: RegisterType;
  readonly wordOrder: WordOrder;
  /** Value in the unit of core/quantity.ts = raw × scale. */
  readonly scale: number;
  /**
   * Wire address of an int16 power of ten (SunSpec). Value and factor must come from one request: read at different
   * moments they disagree by a factor of ten.
   */
  readonly scaleFactorAt?: number | undefined;
  /** Not every meter of this family has it: "not available" in this register is no fault. */
  readonly optional?: boolean | undefined;
  /** Address taken from a single or indirect source: shown as unconfirmed until someone has seen it on the device. */
  readonly unconfirmed?: boolean | undefined;
}

/** `u.A` = voltage of phase A; `f.total` = frequency of the meter. */
export type RegisterKey = `${QuantityId}.${PhaseTag}`;

/** One register whose value is known roughly, to see whether the right meter answers. */
export interface Probe {
  readonly register: RegisterKey;
  readonly min: number;
  readonly max: number;
}

/** Raw values, beside the usual ones of registers.ts, by which this maker says "not available". */
export type MakerSentinels = Readonly<Partial<Record<RegisterType, readonly number[]>>>;

/**
 * SunSpec: the registers lie in a model that is found by walking the list of models from one of `bases` (sunspec.ts).
 * The addresses of the profile hold for a model whose id register is `modelAt`; where it lies elsewhere all of them move.
 */
export interface Locate {
  readonly kind: 'sunspec';
  readonly bases: readonly number[];
  readonly models: readonly number[];
  readonly modelAt: number;
}

export interface MeterProfile {
  readonly id: string;
  readonly maker: string;
  readonly model: string;
  /** The document the addresses come from. */
  readonly source: string;
  readonly probe: Probe;
  /** Most registers one request may ask for; the protocol allows 125, many meters less. */
  readonly registersMax: number;
  /** Registers between two wanted ones that may be read along; 0 where a gap is answered with "illegal address". */
  readonly gapMax: number;
  readonly notAvailable?: MakerSentinels | undefined;
  readonly locate?: Locate | undefined;
  readonly registers: Readonly<Partial<Record<RegisterKey, RegisterSpec>>>;
}

/** @source Modbus Application Protocol V1.1b3, 6.3: quantity of registers 1 to 125. */
export const REGISTERS_PER_REQUEST_MAX = 125;

const PHASE_TAGS: readonly string[] = [...PHASES, ...LINE_PAIRS, 'N', 'total'];
const QUANTITY_IDS: readonly string[] = QUANTITIES.map((q) => q.id);

const address = z.number().int().min(0).max(65_535);
const registerSchema = z
  .object({
    function: z.union([z.literal(3), z.literal(4)]),
    address,
    type: z.enum(REGISTER_TYPES),
    wordOrder: z.enum(WORD_ORDERS).default('ABCD'),
    scale: z
      .number()
      .refine((s) => s !== 0, 'scale must not be 0')
      .default(1),
    scaleFactorAt: address.optional(),
    /** Number in the manual's list that is 0 on the wire, where this register differs from the profile's. */
    addressesFrom: address.optional(),
    optional: z.boolean().optional(),
    unconfirmed: z.boolean().optional(),
  })
  .strict();

const locateSchema = z
  .object({
    kind: z.literal('sunspec'),
    bases: z.array(address).min(1),
    models: z.array(address).min(1),
    modelAt: address,
  })
  .strict();

const keySchema = z.string().refine(isRegisterKey, 'expected <quantity>.<phase>, for example u.A, i.N, f.total');

/** Shape of a profile in YAML; the same fields as `MeterProfile`. */
export const meterProfileSchema = z
  .object({
    id: z.string().min(1),
    maker: z.string().min(1),
    model: z.string().min(1),
    source: z.string().min(1),
    probe: z.object({ register: keySchema, min: z.number(), max: z.number() }).strict(),
    registersMax: z.number().int().min(2).max(REGISTERS_PER_REQUEST_MAX).default(REGISTERS_PER_REQUEST_MAX),
    gapMax: z.number().int().min(0).max(REGISTERS_PER_REQUEST_MAX).default(0),
    /** Number in the manual's list that is 0 on the wire: 1 where it counts from 1, 40001 where registers have five digits. */
    addressesFrom: address.default(0),
    notAvailable: z.partialRecord(z.enum(REGISTER_TYPES), z.array(z.number())).optional(),
    locate: locateSchema.optional(),
    registers: z.record(keySchema, registerSchema),
  })
  .strict()
  .refine((p) => p.registers[p.probe.register] !== undefined, {
    path: ['probe', 'register'],
    message: 'the probe must be one of the registers',
  })
  .superRefine((p, context) => {
    for (const [key, spec] of Object.entries(p.registers)) {
      for (const field of ['address', 'scaleFactorAt'] as const) {
        const from = spec.addressesFrom ?? p.addressesFrom;
        if ((spec[field] ?? from) >= from) continue;
        const message = `${spec[field]} lies before ${from}, the first number of the list (addressesFrom)`;
        context.addIssue({ code: 'custom', path: ['registers', key, field], message });
      }
    }
  });

/** The profile a checked YAML document describes, its addresses as on the wire; call after `meterProfileSchema.safeParse`. */
export function toProfile({ addressesFrom, ...parsed }: z.infer<typeof meterProfileSchema>): MeterProfile {
  const registers = Object.fromEntries(
    Object.entries(parsed.registers).map(([key, { addressesFrom: own, ...spec }]) => {
      const from = own ?? addressesFrom;
      const factor = spec.scaleFactorAt === undefined ? {} : { scaleFactorAt: spec.scaleFactorAt - from };
      return [key, { ...spec, address: spec.address - from, ...factor }];
    }),
  );
  return { ...parsed, registers } as MeterProfile;
}

export function isRegisterKey(text: string): text is RegisterKey {
  const [quantity = '', phase = '', rest] = text.split('.');
  return rest === undefined && QUANTITY_IDS.includes(quantity) && PHASE_TAGS.includes(phase);
}

/** Quantity and phase of a key. */
export function splitKey(key: RegisterKey): { readonly quantity: QuantityId; readonly phase: PhaseTag } {
  const [quantity, phase] = key.split('.') as [QuantityId, PhaseTag];
  return { quantity, phase };
}

/** The registers as a list in order of the table. */
export function registerEntries(profile: MeterProfile): readonly (readonly [RegisterKey, RegisterSpec])[] {
  return Object.entries(profile.registers) as unknown as readonly (readonly [RegisterKey, RegisterSpec])[];
}

/** 16-bit words a type takes. */
export function wordsOf(type: RegisterType): 1 | 2 | 4 {
  if (type.endsWith('16')) return 1;
  return type.endsWith('32') ? 2 : 4;
}
