/** Complaints: how many, about what, and how they pile up. Counts only; no personal data is in InfluxDB. */
import type { PanelQuery } from './influxql.ts';

export const complaintsInPeriod: PanelQuery = {
  parts: { from: 'complaint', select: 'sum("count")' },
  alias: '诉求 complaints',
  format: 'time_series',
};

export const complaintsByCategory: PanelQuery = {
  parts: { from: 'complaint', select: 'sum("count")', groupBy: ['time', 'category'], fill: '0' },
  alias: '$tag_category',
  format: 'time_series',
};

export const complaintsPilingUp: PanelQuery = {
  parts: { from: 'complaint', select: 'cumulative_sum(sum("count"))', groupBy: ['time', 'feeder'], fill: '0' },
  alias: '$tag_feeder',
  format: 'time_series',
};
