/** Supply gone, by feeder, and what it was put down to. */
import { incidentsByCause, latestOutages, outagesByFeeder } from '../queries/outages.ts';
import type { AnyPanel } from './any-panel.ts';
import { DISTURBANCE_COLUMNS } from './columns.ts';
import { curvePanel } from './curves.ts';
import { rowsPanel } from './rows.ts';

export function outagePanels(): readonly AnyPanel[] {
  return [
    curvePanel({
      title: { zh: '停电次数（按线路）', en: 'Outages by feeder' },
      description: {
        zh: '各线路上停电、短时中断与缺相的终端次数，按开始时间。',
        en: 'Meters that lost supply (outage, interruption, lost phase) on each feeder, by start.',
      },
      unit: 'short',
      queries: [outagesByFeeder],
      style: 'bars',
      minInterval: '1m',
      width: 8,
      height: 9,
    }),
    rowsPanel({
      title: { zh: '最近停电', en: 'Latest outages' },
      description: {
        zh: '最近 200 次停电、短时中断与缺相；时长为空表示仍未恢复或未知。',
        en: 'Newest 200 outages, interruptions and lost phases; an empty duration means not back yet or unknown.',
      },
      unit: 'short',
      queries: [latestOutages],
      columns: DISTURBANCE_COLUMNS.filter((c) => c.field !== 'pct' && c.field !== 'method'),
      sortBy: { column: 'Time', descending: true },
      width: 8,
      height: 9,
    }),
    curvePanel({
      title: { zh: '供电异常（按最可能原因）', en: 'Incidents by likeliest cause' },
      description: {
        zh: '由事件归并成的供电异常数，按最可能的原因；原因带有概率，不是定论。',
        en: 'Incidents that events were grouped to, by likeliest cause; a cause carries a probability and is no final finding.',
      },
      unit: 'short',
      queries: [incidentsByCause],
      style: 'bars',
      minInterval: '10m',
      width: 8,
      height: 9,
    }),
  ];
}
