/** What `gridwitness.yaml` says about stores, checked once at the edge. */
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

/** Where readings go. */
export const seriesStoreSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('duckdb'), path: z.string().min(1).describe('file, made when it is not there') }),
  z.strictObject({
    kind: z.literal('influx1'),
    url: url.describe('InfluxDB 1.x, e.g. http://influx:8086'),
    database: z.string().min(1),
    username: z.string().optional(),
    password: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('influx2'),
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
export const storesSchema = z.strictObject({ series: seriesStoreSchema, records: recordStoreSchema });
export type StoresConfig = z.infer<typeof storesSchema>;
