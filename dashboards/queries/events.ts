/** Disturbances as they are found. */
import type { PanelQuery } from './influxql.ts';

/** Every disturbance has a `method`; residual and duration may be unknown, so neither is counted. */
const COUNT = 'count("method")';

export const eventsInPeriod: PanelQuery = {
  parts: { from: 'disturbance', select: COUNT },
  alias: '事件 events',
  format: 'time_series',
};

export const eventsByKind: PanelQuery = {
  parts: { from: 'disturbance', select: COUNT, groupBy: ['time', 'kind'], fill: '0' },
  alias: '$tag_kind',
  format: 'time_series',
};

export const latestEvents: PanelQuery = {
  parts: {
    from: 'disturbance',
    select: '"kind", "feeder", "area", "meter", "phases", "pct", "duration_ms", "method"',
    newest: 200,
  },
  alias: '',
  format: 'table',
};
