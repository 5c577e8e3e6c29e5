/** `gridwitness.yaml`: read once, checked whole; every mistake is named by its path. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CollectorConfig, collectorConfigSchema } from '../../collector/config.ts';
import { OperationalError } from '../../core/assert.ts';
import { PROFILES } from '../../core/case.ts';
import { isZone } from '../../core/time.ts';
import { type SeriesStoreOne, type StoresConfig, sinksOf, storesSchema } from '../../storage/config.ts';

export const configSchema = z.strictObject({
  /** Zone of the utility: times without offset are read in it, all times are shown in it. */
  zone: z.string().refine(isZone, 'expected a time zone such as Asia/Shanghai').default('Asia/Shanghai'),
  profile: z.enum(PROFILES).default('gb'),
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8080) })
    .prefault({}),
  /** Folder of the spool and of embedded stores; relative paths in the whole file start at the file. */
  data: z.string().default('.gridwitness/data'),
  stores: storesSchema.optional(),
  collector: collectorConfigSchema.optional(),
});
export type Config = z.output<typeof configSchema>;

/** Rejects with `OperationalError` that lists every mistake. */
export async function loadConfig(file: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperationalError(`${file} cannot be read`, { retryable: false, cause });
  }
  let document: unknown;
  try {
    document = parse(text);
  } catch (cause) {
    throw new OperationalError(`${file} is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      retryable: false,
      cause,
    });
  }
  const config = configSchema.safeParse(inherited(document ?? {}));
  if (!config.success) {
    const faults = config.error.issues.map((i) => `  ${pathText(i.path)}: ${i.message}`);
    throw new OperationalError(`${file}:\n${faults.join('\n')}`, { retryable: false });
  }
  return withPaths(config.data, dirname(resolve(file)));
}

/** Zone and profile are said once, at the top; a part of the collector may still have its own. */
function inherited(document: unknown): unknown {
  if (!isMap(document) || !isMap(document['collector'])) return document;
  const { profile, collector } = document;
  // A zone that does not exist is named once, where it stands.
  const zone = isZone(String(document['zone'])) ? document['zone'] : undefined;
  const own = { ...given({ zone, profile }), ...collector };
  const zoned = (part: unknown) => (isMap(part) ? { ...given({ zone: own['zone'] }), ...part } : part);
  const { mqtt, broker } = own;
  return {
    ...document,
    collector: {
      ...own,
      ...given({ mqtt: Array.isArray(mqtt) ? mqtt.map(zoned) : mqtt, broker: zoned(broker) }),
    },
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Relative paths start at the file, wherever the command was called. */
function withPaths(config: Config, dir: string): Config {
  const { stores, collector } = config;
  return {
    ...config,
    data: resolve(dir, config.data),
    ...(stores && { stores: storePaths(stores, dir) }),
    ...(collector && { collector: collectorPaths(collector, dir) }),
  };
}

function collectorPaths(collector: CollectorConfig, dir: string): CollectorConfig {
  const mqtt = collector.mqtt.map((m) => {
    if (m.tls === undefined) return m;
    const files = (['caFile', 'certFile', 'keyFile'] as const).flatMap((name) => {
      const path = m.tls?.[name];
      return path === undefined ? [] : [[name, resolve(dir, path)] as const];
    });
    return { ...m, tls: { ...m.tls, ...Object.fromEntries(files) } };
  });
  return { ...collector, mqtt, profiles: collector.profiles.map((p) => resolve(dir, p)) };
}

function sinkPath(sink: SeriesStoreOne, dir: string): SeriesStoreOne {
  return sink.kind === 'duckdb' ? { ...sink, path: resolve(dir, sink.path) } : sink;
}

function storePaths({ series, records }: StoresConfig, dir: string): StoresConfig {
  return {
    series: Array.isArray(series) ? sinksOf(series).map((s) => sinkPath(s, dir)) : sinkPath(sinksOf(series)[0], dir),
    records: records.kind === 'pglite' ? { ...records, dir: resolve(dir, records.dir) } : records,
  };
}

/** `collector.mqtt[0].url` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '') || '(top)';
}
