/** Names in InfluxDB (design section 4): the contract between the collector's writers and the boards. */
export const MEASUREMENTS = {
  reading: {
    tags: ['meter', 'feeder', 'area', 'phase'],
    fields: ['u', 'u_min', 'u_max', 'i', 'p', 'q', 'f', 'thdu', 'pst', 'plt', 'u2', 'u0', 'quality'],
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
    fields: [
      'lag_ms',
      'gap',
      'errors',
      'clock_offset_ms',
      'clock_uncertainty_ms',
      'clock_drift_ppm',
      'completeness_pct',
      'silence',
      'silence_p',
    ],
    retentionDays: 90,
  },
} as const;
export type MeasurementName = keyof typeof MEASUREMENTS;

/** One retention policy per distinct duration; measurements of equal retention share one. */
export const RETENTION_POLICIES = [
  { name: 'raw90d', days: 90 },
  { name: 'agg5y', days: 5 * 365 },
  { name: 'events10y', days: 10 * 365 },
] as const;
export type RetentionPolicyName = (typeof RETENTION_POLICIES)[number]['name'];

/** The policy a measurement is written under. */
export function retentionPolicyOf(name: MeasurementName): RetentionPolicyName {
  const days = MEASUREMENTS[name].retentionDays;
  const policy = RETENTION_POLICIES.find((p) => p.days === days);
  if (policy === undefined) throw new Error(`invariant broken: no retention policy of ${days} days`);
  return policy.name;
}

/** As it stands after FROM in InfluxQL, policy included: `"raw90d"."reading"`. Without the policy a query finds nothing. */
export function qualifiedMeasurement(name: MeasurementName): string {
  return `"${retentionPolicyOf(name)}"."${name}"`;
}

/** Where a meter sits, as bounded tags; account numbers and addresses never enter InfluxDB. */
export interface MeterTags {
  readonly feeder: string;
  readonly area: string;
}
