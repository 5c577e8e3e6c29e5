/**
 * Tables of the embedded series store. Rows are only ever appended, each with a rising `version`; reading takes the
 * newest non-null value per key and column (`arg_max`), because a primary key makes appending slow (measured: an
 * index costs a multiple of the append itself, the merge on reading a few ms for one meter and week).
 */
import { MEASUREMENTS } from '../../core/schema.ts';
import { READING_FIELDS } from './points.ts';

export type ColumnKind = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'UTINYINT' | 'BOOLEAN';
export type Cell = string | number | boolean | null;

export interface Table {
  readonly name: string;
  /** In the order of a row; `version` is appended by the store. */
  readonly columns: readonly (readonly [name: string, kind: ColumnKind])[];
  /** Column the retention counts from. */
  readonly timeColumn: string;
  readonly retentionDays: number;
}

export const READING_TABLE: Table = {
  name: 'reading',
  columns: [
    ['meter', 'VARCHAR'],
    ['phase', 'VARCHAR'],
    ['end_ms', 'BIGINT'],
    ['start_ms', 'BIGINT'],
    ['method', 'VARCHAR'],
    ['statistic', 'VARCHAR'],
    ['quality', 'UTINYINT'],
    ['known_at_ms', 'BIGINT'],
    ['device_time_ms', 'BIGINT'],
    ...READING_FIELDS.map((f) => [f, 'DOUBLE'] as const),
  ],
  timeColumn: 'end_ms',
  retentionDays: MEASUREMENTS.reading.retentionDays,
};

/** Numbers of a 10-minute value, in the order of their columns. */
export const AGGREGATE_FIELDS = ['u_mean', 'u_min', 'u_max', 'u2', 'u0', 'pst'] as const;

export const AGGREGATE_TABLE: Table = {
  name: 'agg_10min',
  columns: [
    ['meter', 'VARCHAR'],
    ['phase', 'VARCHAR'],
    ['end_ms', 'BIGINT'],
    ...AGGREGATE_FIELDS.map((f) => [f, 'DOUBLE'] as const),
    ['n', 'DOUBLE'],
    ['flagged', 'BOOLEAN'],
  ],
  timeColumn: 'end_ms',
  retentionDays: MEASUREMENTS.agg_10min.retentionDays,
};

export const DISTURBANCE_TABLE: Table = {
  name: 'disturbance',
  columns: [
    ['meter', 'VARCHAR'],
    ['start_ms', 'BIGINT'],
    ['kind', 'VARCHAR'],
    ['duration_ms', 'DOUBLE'],
    ['pct', 'DOUBLE'],
    ['phases', 'VARCHAR'],
    ['method', 'VARCHAR'],
    ['known_at_ms', 'BIGINT'],
  ],
  timeColumn: 'start_ms',
  retentionDays: MEASUREMENTS.disturbance.retentionDays,
};

export const COLLECTOR_TABLE: Table = {
  name: 'collector',
  columns: [
    ['source', 'VARCHAR'],
    ['meter', 'VARCHAR'],
    ['at_ms', 'BIGINT'],
    ['lag_ms', 'DOUBLE'],
    ['gap', 'DOUBLE'],
    ['errors', 'DOUBLE'],
    ['clock_offset_ms', 'DOUBLE'],
    ['silence', 'VARCHAR'],
  ],
  timeColumn: 'at_ms',
  retentionDays: MEASUREMENTS.collector.retentionDays,
};

export const TABLES: readonly Table[] = [READING_TABLE, AGGREGATE_TABLE, DISTURBANCE_TABLE, COLLECTOR_TABLE];

export function createTableSql(table: Table): string {
  const columns = table.columns.map(([name, kind]) => `${name} ${kind}`).join(', ');
  return `CREATE TABLE IF NOT EXISTS ${table.name} (${columns}, version BIGINT NOT NULL)`;
}
