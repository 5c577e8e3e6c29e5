/** Voltage by feeder, from the 10-minute aggregates: the fleet is never aggregated from raw readings. */
import type { PanelQuery } from './influxql.ts';

/** Low-voltage phase-neutral values only: medium-voltage meters would hide them in a mean. */
const LOW_VOLTAGE = ['"phase" =~ /^[ABC]$/', '"u_mean" < 500'] as const;
/** GB/T 12325-2008, 220 V single phase: +7 % / −10 %; both limits belong to the permitted range. */
export const LOWER_LIMIT_V = 198;
export const UPPER_LIMIT_V = 235.4;

const byFeeder = (select: string, alias: string): PanelQuery => ({
  parts: { from: 'agg_10min', select, where: LOW_VOLTAGE, groupBy: ['time', 'feeder'], fill: 'none' },
  alias,
  format: 'time_series',
});

export const meanVoltageByFeeder = byFeeder('mean("u_mean")', '$tag_feeder 平均 mean');
export const lowestVoltageByFeeder = byFeeder('min("u_mean")', '$tag_feeder 最低 lowest');
export const highestVoltageByFeeder = byFeeder('max("u_mean")', '$tag_feeder 最高 highest');

export const lowestVoltageNow: PanelQuery = {
  parts: { from: 'agg_10min', select: 'min("u_mean")', where: LOW_VOLTAGE, groupBy: ['time', 'feeder'], fill: 'none' },
  alias: '$tag_feeder',
  format: 'time_series',
};

export const belowLimitByFeeder: PanelQuery = {
  parts: {
    from: 'agg_10min',
    select: 'count("u_mean")',
    where: [...LOW_VOLTAGE, `"u_mean" < ${LOWER_LIMIT_V}`],
    groupBy: ['time', 'feeder'],
    fill: '0',
  },
  alias: '$tag_feeder 低于 below',
  format: 'time_series',
};

export const aboveLimitByFeeder: PanelQuery = {
  parts: {
    from: 'agg_10min',
    select: 'count("u_mean")',
    where: [...LOW_VOLTAGE, `"u_mean" > ${UPPER_LIMIT_V}`],
    groupBy: ['time', 'feeder'],
    fill: '0',
  },
  alias: '$tag_feeder 高于 above',
  format: 'time_series',
};

export const lowestByArea: PanelQuery = {
  parts: {
    from: 'agg_10min',
    select: 'min("u_mean") AS "最低 lowest", mean("u_mean") AS "平均 mean", max("u_mean") AS "最高 highest"',
    where: LOW_VOLTAGE,
    groupBy: ['feeder', 'area'],
  },
  alias: '',
  format: 'table',
};
