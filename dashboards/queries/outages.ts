/** Supply gone: outages, interruptions and lost phases of single meters, and the incidents they were grouped to. */
import type { PanelQuery } from './influxql.ts';

const NO_SUPPLY = ['"kind" =~ /^(outage|interruption|phase_loss)$/'] as const;

export const outagesInPeriod: PanelQuery = {
  parts: { from: 'disturbance', select: 'count("method")', where: NO_SUPPLY },
  alias: '停电 outages',
  format: 'time_series',
};

export const outagesByFeeder: PanelQuery = {
  parts: { from: 'disturbance', select: 'count("method")', where: NO_SUPPLY, groupBy: ['time', 'feeder'], fill: '0' },
  alias: '$tag_feeder',
  format: 'time_series',
};

export const latestOutages: PanelQuery = {
  parts: {
    from: 'disturbance',
    select: '"kind", "feeder", "area", "meter", "phases", "duration_ms"',
    where: NO_SUPPLY,
    newest: 200,
  },
  alias: '',
  format: 'table',
};

export const incidentsByCause: PanelQuery = {
  parts: { from: 'incident', select: 'count("p")', groupBy: ['time', 'cause'], fill: '0' },
  alias: '$tag_cause',
  format: 'time_series',
};
