/** Column titles and units of disturbances, as the tables show them. */
import type { Column } from './rows.ts';

export const DISTURBANCE_COLUMNS: readonly Column[] = [
  { field: 'kind', title: { zh: '类型', en: 'kind' } },
  { field: 'feeder', title: { zh: '线路', en: 'feeder' } },
  { field: 'area', title: { zh: '台区', en: 'area' } },
  { field: 'meter', title: { zh: '终端', en: 'meter' } },
  { field: 'phases', title: { zh: '相别', en: 'phases' } },
  { field: 'pct', title: { zh: '剩余电压', en: 'residual' }, unit: 'percent' },
  { field: 'duration_ms', title: { zh: '时长', en: 'duration' }, unit: 'ms' },
  { field: 'method', title: { zh: '采样方法', en: 'method' } },
];
