/** The four numbers at the top. */
import { complaintsInPeriod } from '../queries/complaints.ts';
import { eventsInPeriod } from '../queries/events.ts';
import { outagesInPeriod } from '../queries/outages.ts';
import { lowestVoltageNow } from '../queries/voltage.ts';
import type { AnyPanel } from './any-panel.ts';
import { countThresholds, voltageThresholds } from './look.ts';
import { numberPanel } from './number.ts';

export function nowPanels(): readonly AnyPanel[] {
  return [
    numberPanel({
      title: { zh: '各线路最低电压', en: 'Lowest voltage by feeder' },
      description: {
        zh: '每条线路低压侧（相电压）最近一个 10 分钟平均值中的最低值。红色：低于 198 V 或高于 235.4 V(GB/T 12325,220 V 单相)。',
        en: 'Lowest newest 10-minute mean of any low-voltage phase of each feeder. Red: below 198 V or above 235.4 V (GB/T 12325, 220 V single phase).',
      },
      unit: 'volt',
      queries: [lowestVoltageNow],
      thresholds: voltageThresholds(),
      calc: 'lastNotNull',
      none: '–',
      width: 12,
      height: 5,
    }),
    numberPanel({
      title: { zh: '事件', en: 'Events' },
      description: {
        zh: '所选时段内检出的电能质量事件数（每台终端每次一件）。轮询数据看不到 100 ms 的暂降：没有事件不等于没有暂降。',
        en: 'Disturbances found in the period, one per meter and event. Polled data cannot see a 100 ms dip: no event does not mean no dip.',
      },
      unit: 'short',
      queries: [eventsInPeriod],
      thresholds: countThresholds(1),
      calc: 'sum',
      none: '0',
      width: 4,
      height: 5,
    }),
    numberPanel({
      title: { zh: '停电', en: 'Outages' },
      description: {
        zh: '所选时段内的停电、短时中断和缺相次数（按终端计）。',
        en: 'Outages, interruptions and lost phases in the period, counted per meter.',
      },
      unit: 'short',
      queries: [outagesInPeriod],
      thresholds: countThresholds(1),
      calc: 'sum',
      none: '0',
      width: 4,
      height: 5,
    }),
    numberPanel({
      title: { zh: '诉求', en: 'Complaints' },
      description: { zh: '所选时段内受理的客户诉求数。', en: 'Complaints received in the period.' },
      unit: 'short',
      queries: [complaintsInPeriod],
      thresholds: countThresholds(10),
      calc: 'sum',
      none: '0',
      width: 4,
      height: 5,
    }),
  ];
}
