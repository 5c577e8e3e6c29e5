/** Disturbances as they come. */
import { eventsByKind, latestEvents } from '../queries/events.ts';
import type { AnyPanel } from './any-panel.ts';
import { DISTURBANCE_COLUMNS } from './columns.ts';
import { curvePanel } from './curves.ts';
import { rowsPanel } from './rows.ts';

export function eventPanels(): readonly AnyPanel[] {
  return [
    curvePanel({
      title: { zh: '事件数（按类型）', en: 'Events by kind' },
      description: {
        zh: '各类电能质量事件的数目，按开始时间。迟到的数据会补入过去的时段。',
        en: 'Number of disturbances of each kind, by their start. Late data fills in past times.',
      },
      unit: 'short',
      queries: [eventsByKind],
      style: 'bars',
      minInterval: '1m',
      width: 10,
      height: 9,
    }),
    rowsPanel({
      title: { zh: '最近事件', en: 'Latest events' },
      description: {
        zh: '最近 200 件事件。剩余电压为标称电压的百分比（暂升为最高值）;时长为空表示仍在持续或未知。',
        en: 'Newest 200 events. Residual voltage in percent of the declared voltage (for swells the maximum); an empty duration means still running or unknown.',
      },
      unit: 'short',
      queries: [latestEvents],
      columns: DISTURBANCE_COLUMNS,
      sortBy: { column: 'Time', descending: true },
      width: 14,
      height: 9,
    }),
  ];
}
