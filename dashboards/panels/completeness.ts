/** How complete the data are, and how well clocks keep time: for whoever keeps meters and links in order. */
import {
  clockDriftBySource,
  clocksByMeter,
  completenessBySource,
  leastComplete,
  storedByFeeder,
} from '../queries/data-quality.ts';
import type { AnyPanel } from './any-panel.ts';
import { curvePanel } from './curves.ts';
import { rowsPanel } from './rows.ts';

export function completenessPanels(): readonly AnyPanel[] {
  return [
    curvePanel({
      title: { zh: '近 24 小时完整率', en: 'Completeness of the last 24 hours' },
      description: {
        zh: '每个来源中已入库的十分钟值占应有值的比例，最低与平均。迟到数据会使其上升。',
        en: 'Ten-minute values stored of those due, the worst meter and the mean of each source. Late data raise it.',
      },
      unit: 'percent',
      queries: [completenessBySource],
      style: 'lines',
      minInterval: '5m',
      width: 12,
      height: 8,
    }),
    rowsPanel({
      title: { zh: '不完整的终端', en: 'Incomplete meters' },
      description: {
        zh: '完整率低于 100% 的终端，最低的在前。',
        en: 'Meters below 100 %, the lowest first.',
      },
      unit: 'short',
      queries: [leastComplete],
      columns: [
        { field: 'meter', title: { zh: '终端', en: 'meter' } },
        { field: 'completeness_pct', title: { zh: '完整率', en: 'complete' }, unit: 'percent' },
        { field: 'lag_ms', title: { zh: '延迟', en: 'lag' }, unit: 'ms' },
      ],
      sortBy: { column: '完整率 · complete', descending: false },
      width: 12,
      height: 8,
    }),
    curvePanel({
      title: { zh: '入库的十分钟值', en: 'Ten-minute values stored' },
      description: {
        zh: '每条线路入库的十分钟值个数，突然下降表示数据中断。',
        en: 'Number of ten-minute values of each feeder; a step down is data that stopped.',
      },
      unit: 'short',
      queries: [storedByFeeder],
      style: 'bars',
      minInterval: '10m',
      width: 24,
      height: 7,
    }),
  ];
}

export function clockPanels(): readonly AnyPanel[] {
  return [
    curvePanel({
      title: { zh: '时钟走时误差', en: 'Clock drift' },
      description: {
        zh: '每个来源中走时最快与最慢的终端，百万分之一。正值表示走快。',
        en: 'Fastest and slowest running clock of each source in parts per million; positive runs fast.',
      },
      unit: 'ppm',
      queries: [clockDriftBySource],
      style: 'lines',
      minInterval: '5m',
      width: 12,
      height: 8,
    }),
    rowsPanel({
      title: { zh: '各终端时钟', en: 'Clock of each meter' },
      description: {
        zh: '时钟偏差、不确定度与走时误差。恒定的传输延迟看起来像时钟慢。',
        en: 'Offset, its uncertainty, and drift. A constant delay on the way looks like a clock that is behind.',
      },
      unit: 'short',
      queries: [clocksByMeter],
      columns: [
        { field: 'meter', title: { zh: '终端', en: 'meter' } },
        { field: 'clock_offset_ms', title: { zh: '偏差', en: 'offset' }, unit: 'ms' },
        { field: 'clock_uncertainty_ms', title: { zh: '不确定度', en: 'uncertainty' }, unit: 'ms' },
        { field: 'clock_drift_ppm', title: { zh: '走时误差', en: 'drift' }, unit: 'ppm' },
      ],
      sortBy: { column: '偏差 · offset', descending: true },
      width: 12,
      height: 8,
    }),
  ];
}
