/** The `collector:` part of gridwitness.yaml. Every mistake is named by its path; defaults are the usual choice. */
import { z } from 'zod';
import { PROFILES } from '../core/case.ts';
import { isZone } from '../core/time.ts';
import { modbusSchema } from './io/modbus-config.ts';
import { messagesSchema } from './payloads/config.ts';
import { DIALECTS, type DialectId } from './payloads/index.ts';
import { shardsSchema } from './shard/config.ts';

const port = z.number().int().min(0).max(65_535);
const DIALECT_IDS = DIALECTS.map((d) => d.id) as [DialectId, ...DialectId[]];
const zone = z.string().refine(isZone, 'expected a time zone such as Asia/Shanghai');

/** How messages of a broker are read. */
const messages = {
  dialects: z.array(z.enum(DIALECT_IDS)).min(1).default(['gridwitness-json']),
  /** Zone of wall-clock texts without offset. */
  zone: zone.default('Asia/Shanghai'),
  /** Only where a source sends local time as an epoch number, as if it were UTC. */
  epochZone: zone.default('UTC'),
  ...messagesSchema,
};

const mqttTls = z
  .object({
    /** PEM files. `caFile`: whom to trust, instead of the usual authorities. */
    caFile: z.string().min(1).optional(),
    certFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
    passphrase: z.string().optional(),
    servername: z.string().min(1).optional(),
    dangerouslyAcceptAnyCertificate: z.boolean().optional(),
  })
  .strict()
  .refine((t) => (t.certFile === undefined) === (t.keyFile === undefined), {
    path: ['keyFile'],
    message: 'a client certificate needs both certFile and keyFile',
  });

const mqtt = z
  .object({
    url: z.string().regex(/^(mqtts?|wss?|tcp|ssl|tls):\/\/.+/, 'expected mqtt://host:port, mqtts:// or wss://'),
    username: z.string().optional(),
    password: z.string().optional(),
    tls: mqttTls.optional(),
    protocol: z.enum(['3.1.1', '5']).default('5'),
    clientId: z.string().min(1).default('gridwitness'),
    /** Topic filters; empty = those of the dialects. */
    topics: z.array(z.string().min(1)).default([]),
    share: z.string().min(1).optional(),
    connections: z.number().int().min(1).max(64).default(1),
    silenceS: z.number().positive().default(300),
    keepaliveS: z.number().min(1).max(65_535).default(30),
    /** Messages of one connection under way to the disk at once. */
    inFlightMax: z.number().int().min(1).max(65_535).default(2_000),
    ...messages,
  })
  .strict()
  .refine((m) => m.connections === 1 || m.share !== undefined, {
    path: ['share'],
    message: 'several connections need the name of a shared subscription, or each would get every message',
  });

const MB = 1024 * 1024;
export const collectorConfigSchema = z
  .object({
    modbus: z.array(modbusSchema).default([]),
    mqtt: z.array(mqtt).default([]),
    broker: z
      .object({ port, ...messages })
      .strict()
      .optional(),
    /** Files with further meter profiles. */
    profiles: z.array(z.string().min(1)).default([]),
    /** Limits profile and zone of the detectors. */
    profile: z.enum(PROFILES).default('gb'),
    zone: zone.default('Asia/Shanghai'),
    spoolQuotaMb: z.number().min(1).default(2048),
    /** Many hosts: docs/shards.md. Absent = one process does everything. */
    shards: shardsSchema.optional(),
  })
  .strict();

export type CollectorConfig = z.infer<typeof collectorConfigSchema>;
export type CollectorConfigInput = z.input<typeof collectorConfigSchema>;

export interface ConfigFault {
  /** `collector.mqtt[0].url` */
  readonly path: string;
  readonly message: string;
}

/** The configuration with its defaults, or every mistake in it. */
export function parseCollectorConfig(
  input: unknown,
):
  | { readonly ok: true; readonly config: CollectorConfig }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] } {
  const parsed = collectorConfigSchema.safeParse(input);
  if (parsed.success) return { ok: true, config: parsed.data };
  return { ok: false, faults: parsed.error.issues.map((i) => ({ path: pathText(i.path), message: i.message })) };
}

export function configBytes(config: CollectorConfig): number {
  return config.spoolQuotaMb * MB;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    'collector',
  );
}
