/** One entry of `collector.modbus`: a connection and the units behind it. */
import { z } from 'zod';
import { PARITIES, STOP_BITS } from './modbus-line.ts';

const serial = z
  .object({
    /** `/dev/ttyUSB0`, better `/dev/serial/by-id/…`, which survives replugging. */
    path: z.string().min(1),
    baudRate: z.number().int().min(300).max(1_000_000).default(9_600),
    parity: z.enum(PARITIES).default('none'),
    stopBits: z.literal(STOP_BITS).default(1),
  })
  .strict();

const unit = z
  .object({
    unit: z.number().int().min(0).max(255),
    meter: z.string().min(1),
    profile: z.string().min(1),
    intervalS: z.number().min(0.1).max(86_400).default(10),
  })
  .strict();

export const modbusSchema = z
  .object({
    host: z.string().min(1).optional(),
    port: z.number().int().min(0).max(65_535).default(502),
    /** `rtu`: a gateway that passes serial frames through TCP as they are. */
    framing: z.enum(['tcp', 'rtu']).default('tcp'),
    /** A serial line of this machine, instead of `host`. */
    serial: serial.optional(),
    connectTimeoutMs: z.number().positive().default(5_000),
    replyTimeoutMs: z.number().positive().default(1_000),
    units: z.array(unit).min(1),
  })
  .strict()
  .refine((m) => (m.host === undefined) !== (m.serial === undefined), {
    path: ['host'],
    message: 'either host (and port), or serial: { path, baudRate, parity, stopBits }',
  });
