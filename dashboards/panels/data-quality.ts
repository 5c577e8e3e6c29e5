/** Data that stopped coming, and clocks that are wrong. */
import {
  clockOffsetBySource,
  errorsBySource,
  gapsBySource,
  lagBySource,
  latestSilence,
  silenceByType,
} from '../queries/data-quality.ts';
import type { AnyPanel } from './any-panel.ts';
import { curvePanel } from './curves.ts';
import { rowsPanel } from './rows.ts';

export function dataQualityPanels(): readonly AnyPanel[] {
  return [
    curvePanel({
      title: { zh: '静默（按类型）', en: 'Silence by type' },
      description: {
        zh: '没有数据的终端状态数，按类型：失电、通信中断、采集停止、读取失败、时钟不可信、数据冻结、未建档。没有数据不等于停电。不受线路选择影响。',
        en: 'States of meters without data, by type. No data does not mean no supply. Not affected by the choice of feeder.',
      },
      unit: 'short',
      queries: silenceByType,
      style: 'bars',
      minInterval: '1m',
      width: 12,
      height: 8,
    }),
    rowsPanel({
      title: { zh: '最近静默的终端', en: 'Meters fallen silent' },
      description: {
        zh: '最近 200 条静默状态及其类型。不受线路选择影响。',
        en: 'Newest 200 states of silence with their type. Not affected by the choice of feeder.',
      },
      unit: 'short',
      queries: [latestSilence],
      columns: [
        { field: 'meter', title: { zh: '终端', en: 'meter' } },
        { field: 'source', title: { zh: '来源', en: 'source' } },
        { field: 'silence', title: { zh: '静默类型', en: 'silence' } },
        { field: 'lag_ms', title: { zh: '延迟', en: 'lag' }, unit: 'ms' },
      ],
      sortBy: { column: 'Time', descending: true },
      width: 12,
      height: 8,
    }),
    curvePanel({
      title: { zh: '采集延迟', en: 'Lag' },
      description: {
        zh: '每个来源中最大的延迟：从测量区间结束到入库。',
        en: 'Largest lag of each source, from the end of the interval to the store.',
      },
      unit: 'ms',
      queries: [lagBySource],
      style: 'lines',
      minInterval: '1m',
      width: 8,
      height: 8,
    }),
    curvePanel({
      title: { zh: '读取错误与缺口', en: 'Errors and gaps' },
      description: {
        zh: '每个来源的读取错误数与数据缺口数。',
        en: 'Read errors and gaps in the data of each source.',
      },
      unit: 'short',
      queries: [errorsBySource, gapsBySource],
      style: 'bars',
      minInterval: '1m',
      width: 8,
      height: 8,
    }),
    curvePanel({
      title: { zh: '时钟偏差', en: 'Clock offset' },
      description: {
        zh: '每个来源中终端时钟最快与最慢的偏差；正值表示终端快。',
        en: 'Fastest and slowest meter clock of each source; positive means the meter is ahead.',
      },
      unit: 'ms',
      queries: [clockOffsetBySource],
      style: 'lines',
      minInterval: '1m',
      width: 8,
      height: 8,
    }),
  ];
}
