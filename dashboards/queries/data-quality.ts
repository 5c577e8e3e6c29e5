/** Data that stopped coming: silence by type, lag, errors, gaps, clocks. `collector` knows sources and meters, not feeders. */
import { SILENCE_TYPES, type SilenceType } from '../../core/facts.ts';
import type { Text } from '../../core/text.ts';
import type { PanelQuery } from './influxql.ts';

export const SILENCE_TEXT: Readonly<Record<SilenceType, Text>> = {
  supply_lost: { zh: '失电', en: 'supply lost' },
  comms_lost: { zh: '通信中断', en: 'communication lost' },
  collector_down: { zh: '采集停止', en: 'collector down' },
  read_failed: { zh: '读取失败', en: 'read failed' },
  clock_untrusted: { zh: '时钟不可信', en: 'clock not trusted' },
  stale: { zh: '数据冻结', en: 'stale' },
  unmapped: { zh: '未建档', en: 'unmapped' },
};

/** One query per type: the type is a field, and InfluxQL groups by tags only. */
export const silenceByType: readonly PanelQuery[] = SILENCE_TYPES.map((type) => ({
  parts: {
    from: 'collector',
    select: 'count("silence")',
    where: [`"silence" = '${type}'`],
    byPlace: false,
    groupBy: ['time'],
    fill: '0',
  },
  alias: `${SILENCE_TEXT[type].zh} ${SILENCE_TEXT[type].en}`,
  format: 'time_series',
}));

export const latestSilence: PanelQuery = {
  parts: {
    from: 'collector',
    select: '"meter", "source", "silence", "lag_ms"',
    where: [`"silence" <> ''`],
    byPlace: false,
    newest: 200,
  },
  alias: '',
  format: 'table',
};

export const lagBySource: PanelQuery = {
  parts: { from: 'collector', select: 'max("lag_ms")', byPlace: false, groupBy: ['time', 'source'], fill: 'none' },
  alias: '$tag_source',
  format: 'time_series',
};

export const errorsBySource: PanelQuery = {
  parts: { from: 'collector', select: 'sum("errors")', byPlace: false, groupBy: ['time', 'source'], fill: '0' },
  alias: '$tag_source 错误 errors',
  format: 'time_series',
};

export const gapsBySource: PanelQuery = {
  parts: { from: 'collector', select: 'sum("gap")', byPlace: false, groupBy: ['time', 'source'], fill: '0' },
  alias: '$tag_source 缺口 gaps',
  format: 'time_series',
};

export const clockOffsetBySource: PanelQuery = {
  parts: {
    from: 'collector',
    select: 'max("clock_offset_ms") AS "最快 fastest", min("clock_offset_ms") AS "最慢 slowest"',
    byPlace: false,
    groupBy: ['time', 'source'],
    fill: 'none',
  },
  alias: '$tag_source $col',
  format: 'time_series',
};

/** Share of the ten-minute values of the last 24 hours that is stored: the worst meter of each source, and the mean. */
export const completenessBySource: PanelQuery = {
  parts: {
    from: 'collector',
    select: 'min("completeness_pct") AS "最低 lowest", mean("completeness_pct") AS "平均 mean"',
    byPlace: false,
    groupBy: ['time', 'source'],
    fill: 'none',
  },
  alias: '$tag_source $col',
  format: 'time_series',
};

export const leastComplete: PanelQuery = {
  parts: {
    from: 'collector',
    select: 'last("completeness_pct") AS "completeness_pct", last("lag_ms") AS "lag_ms"',
    where: ['"completeness_pct" < 100'],
    byPlace: false,
    groupBy: ['meter'],
  },
  alias: '',
  format: 'table',
};

/** Ten-minute values stored, by feeder: a step down is data that stopped, also where late data filled it since. */
export const storedByFeeder: PanelQuery = {
  parts: { from: 'agg_10min', select: 'count("n")', groupBy: ['time', 'feeder'], fill: '0' },
  alias: '$tag_feeder',
  format: 'time_series',
};

export const clockDriftBySource: PanelQuery = {
  parts: {
    from: 'collector',
    select: 'max("clock_drift_ppm") AS "最快 fastest", min("clock_drift_ppm") AS "最慢 slowest"',
    byPlace: false,
    groupBy: ['time', 'source'],
    fill: 'none',
  },
  alias: '$tag_source $col',
  format: 'time_series',
};

export const clocksByMeter: PanelQuery = {
  parts: {
    from: 'collector',
    select:
      'last("clock_offset_ms") AS "clock_offset_ms", last("clock_uncertainty_ms") AS "clock_uncertainty_ms", last("clock_drift_ppm") AS "clock_drift_ppm"',
    byPlace: false,
    groupBy: ['meter'],
  },
  alias: '',
  format: 'table',
};
