/** The `shards:` part of the collector's configuration: where the NATS servers are and how the work is divided. */
import { z } from 'zod';

const tls = z
  .strictObject({
    /** PEM files. `caFile`: whom to trust, instead of the usual authorities. */
    caFile: z.string().min(1).optional(),
    certFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
  })
  .refine((t) => (t.certFile === undefined) === (t.keyFile === undefined), {
    path: ['keyFile'],
    message: 'a client certificate needs both certFile and keyFile',
  });

export const shardsSchema = z.strictObject({
  /** `host:port`, `nats://host:port` or `tls://host:port`; name all of the cluster. */
  servers: z.array(z.string().min(1)).min(1),
  username: z.string().optional(),
  password: z.string().optional(),
  tls: tls.optional(),
  /** Name of this process among the shards; absent = that of the host and a number of its own. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and - only')
    .optional(),
  /** Fixed for the life of the streams: the most processes that can share the work. */
  partitions: z.number().int().min(1).max(256).default(8),
  /** Copies of every stream; 3 outlives one server. */
  replicas: z.union([z.literal(1), z.literal(3), z.literal(5)]).default(3),
  /** A shard that gives no sign for so long loses its partitions. */
  leaseS: z.number().min(1).max(600).default(15),
  /** Most that waits in the stream of one partition; beyond it the intakes keep in their spools. Servers reserve it. */
  partitionQuotaMb: z.number().min(1).default(512),
});

export type ShardsConfig = z.infer<typeof shardsSchema>;

const MB = 1024 * 1024;
export function partitionBytes(config: ShardsConfig): number {
  return config.partitionQuotaMb * MB;
}
