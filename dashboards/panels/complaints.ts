/** Complaints, and where they pile up. */
import { complaintsByCategory, complaintsPilingUp } from '../queries/complaints.ts';
import type { AnyPanel } from './any-panel.ts';
import { curvePanel } from './curves.ts';

export function complaintPanels(): readonly AnyPanel[] {
  return [
    curvePanel({
      title: { zh: '诉求（按类别）', en: 'Complaints by category' },
      description: {
        zh: '按受理时间与类别统计的客户诉求数，不含任何个人信息。',
        en: 'Complaints by time received and category; no personal data is stored here.',
      },
      unit: 'short',
      queries: [complaintsByCategory],
      style: 'bars',
      minInterval: '10m',
      width: 12,
      height: 8,
    }),
    curvePanel({
      title: { zh: '诉求累计（按线路）', en: 'Complaints piling up, by feeder' },
      description: {
        zh: '从所选时段开始累计的诉求数。一条线路突然变陡，先查该线路是否有停电。',
        en: 'Complaints added up from the start of the period. When one feeder turns steep, look for an outage there first.',
      },
      unit: 'short',
      queries: [complaintsPilingUp],
      style: 'lines',
      minInterval: '10m',
      width: 12,
      height: 8,
    }),
  ];
}
