/** Voltage by feeder with its limits, and the areas that are worst. */
import {
  aboveLimitByFeeder,
  belowLimitByFeeder,
  highestVoltageByFeeder,
  lowestByArea,
  lowestVoltageByFeeder,
  meanVoltageByFeeder,
} from '../queries/voltage.ts';
import type { AnyPanel } from './any-panel.ts';
import { curvePanel, voltageCurvePanel } from './curves.ts';
import { rowsPanel } from './rows.ts';

export function voltagePanels(): readonly AnyPanel[] {
  return [
    voltageCurvePanel({
      title: { zh: '线路电压', en: 'Feeder voltage' },
      description: {
        zh: '每条线路低压侧相电压:10 分钟平均值的平均、最低与最高。虚线为 198 V 与 235.4 V(GB/T 12325)。断线表示没有数据，不表示 0 V。',
        en: 'Low-voltage phase voltage of each feeder: mean, lowest and highest of the 10-minute means. Dashed lines: 198 V and 235.4 V (GB/T 12325). A gap means no data, not 0 V.',
      },
      unit: 'volt',
      queries: [meanVoltageByFeeder, lowestVoltageByFeeder, highestVoltageByFeeder],
      style: 'lines',
      minInterval: '10m',
      width: 24,
      height: 10,
    }),
    curvePanel({
      title: { zh: '越限的 10 分钟值', en: '10-minute values outside the limits' },
      description: {
        zh: '每条线路低于 198 V 或高于 235.4 V 的 10 分钟平均值个数（按相计）。',
        en: 'Number of 10-minute means below 198 V or above 235.4 V on each feeder, counted per phase.',
      },
      unit: 'short',
      queries: [belowLimitByFeeder, aboveLimitByFeeder],
      style: 'bars',
      minInterval: '10m',
      width: 12,
      height: 8,
    }),
    rowsPanel({
      title: { zh: '台区电压', en: 'Voltage by transformer area' },
      description: {
        zh: '所选时段内各台区 10 分钟平均值的最低、平均与最高，最低者在前。',
        en: 'Lowest, mean and highest 10-minute mean of each transformer area in the period, lowest first.',
      },
      unit: 'volt',
      queries: [lowestByArea],
      columns: [
        { field: 'feeder', title: { zh: '线路', en: 'feeder' } },
        { field: 'area', title: { zh: '台区', en: 'area' } },
      ],
      sortBy: { column: '最低 lowest', descending: false },
      width: 12,
      height: 8,
    }),
  ];
}
