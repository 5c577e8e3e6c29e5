/** What `gridwitness.yaml` says about stores, checked once at the edge. */
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

const name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/, 'expected letters, digits, - and _')
  .optional()
  .describe('where several are written: its place in the spool goes by this name; absent = the kind');

/** Where readings go. */
export const seriesStoreSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('duckdb'),
    name,
    path: z.string().min(1).describe('file, made when it is not there'),
  }),
  z.strictObject({
    kind: z.literal('influx1'),
    name,
    url: url.describe('InfluxDB 1.x, e.g. http://influx:8086'),
    database: z.string().min(1),
    username: z.string().optional(),
    password: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('influx2'),
    name,
    url: url.describe('InfluxDB 2.x or 3.x'),
    org: z.string().describe('2.x: organisation; 3.x ignores it'),
    bucket: z.string().min(1).describe('2.x: buckets are BUCKET/raw90d, BUCKET/agg5y, BUCKET/events10y'),
    token: z.string(),
    layout: z
      .enum(['policies', 'single'])
      .default('policies')
      .describe('policies: one bucket per retention; single: one bucket (or 3.x database) for everything'),
  }),
]);
export type SeriesStoreConfig = z.input<typeof seriesStoreSchema>;

const listSchema = z
  .array(seriesStoreSchema)
  .min(1)
  .superRefine((list, ctx) => {
    for (const [n, one] of list.entries()) {
      if (list.findIndex((other) => sinkName(other) === sinkName(one)) === n) continue;
      const message = `another store before it is called ${sinkName(one)}: give each its own name`;
      ctx.addIssue({ code: 'custom', path: [n, 'name'], message });
    }
  });

/** One store, or several: the first is read, all are written. */
export const seriesStoresSchema = z.unknown().transform((value, ctx) => {
  const schema: z.ZodType<Sinks> = Array.isArray(value) ? listSchema : seriesStoreSchema;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) ctx.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});
export type SeriesStoreOne = z.output<typeof seriesStoreSchema>;
type Sinks = SeriesStoreOne | readonly SeriesStoreOne[];

export function sinkName(store: { readonly kind: string; readonly name?: string | undefined }): string {
  return store.name ?? store.kind;
}

/** All stores that are written, the one that is read first. */
export function sinksOf<T extends object>(series: T | readonly T[]): readonly [T, ...T[]] {
  const all: readonly T[] = Array.isArray(series) ? (series as readonly T[]) : [series as T];
  return all as readonly [T, ...T[]];
}

/** Where the network, customers, complaints and verdicts go. */
export const recordStoreSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pglite'),
    dir: z.string().min(1).describe('folder, made when it is not there'),
    cacheDir: z.string().optional().describe('keeps the prepared empty database between first starts'),
  }),
  z.strictObject({ kind: z.literal('postgres'), url: z.string().regex(/^postgres(ql)?:\/\//, 'postgres://…') }),
]);
export type RecordStoreConfig = z.input<typeof recordStoreSchema>;

/** The `stores:` part of the file. */
export const storesSchema = z.strictObject({ series: seriesStoresSchema, records: recordStoreSchema });
export type StoresConfig = z.infer<typeof storesSchema>;
