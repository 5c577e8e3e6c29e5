/** Names in InfluxDB (design section 4): the contract between the collector's writers and the boards. */
export const MEASUREMENTS = {
  reading: {
    tags: ['meter', 'feeder', 'area', 'phase'],
    fields: ['u', 'i', 'p', 'q', 'f', 'thdu', 'pst', 'plt', 'u2', 'u0', 'quality'],
    retentionDays: 90,
  },
  agg_10min: {
    tags: ['meter', 'feeder', 'area', 'phase'],
    fields: ['u_mean', 'u_min', 'u_max', 'u2', 'u0', 'pst', 'n', 'flagged'],
    retentionDays: 5 * 365,
  },
  disturbance: {
    tags: ['meter', 'feeder', 'area', 'kind', 'class'],
    fields: ['pct', 'duration_ms', 'depth_pct', 'phases', 'method', 'incident'],
    retentionDays: 10 * 365,
  },
  incident: {
    tags: ['feeder', 'area', 'kind', 'cause'],
    fields: ['p', 'meters', 'complaints', 'duration_ms'],
    retentionDays: 10 * 365,
  },
  complaint: { tags: ['feeder', 'area', 'category'], fields: ['count'], retentionDays: 10 * 365 },
  verdict: { tags: ['feeder', 'area', 'cause', 'conclusion'], fields: ['p', 'count'], retentionDays: 10 * 365 },
  priority: {
    tags: ['feeder', 'area', 'section'],
    fields: ['benefit', 'low', 'high', 'rank'],
    retentionDays: 10 * 365,
  },
  collector: {
    tags: ['source', 'meter'],
    fields: ['lag_ms', 'gap', 'errors', 'clock_offset_ms', 'silence'],
    retentionDays: 90,
  },
} as const;
export type MeasurementName = keyof typeof MEASUREMENTS;

/** Where a meter sits, as bounded tags; account numbers and addresses never enter InfluxDB. */
export interface MeterTags {
  readonly feeder: string;
  readonly area: string;
}
