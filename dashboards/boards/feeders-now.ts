/** "Feeders now": what happens on the grid at this moment, for operators. */
import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Text } from '../../core/text.ts';
import { complaintPanels } from '../panels/complaints.ts';
import { dataQualityPanels } from '../panels/data-quality.ts';
import { eventPanels } from '../panels/events.ts';
import { nowPanels } from '../panels/now.ts';
import { outagePanels } from '../panels/outages.ts';
import { voltagePanels } from '../panels/voltage.ts';
import { bothLanguages } from '../text.ts';
import type { Board } from './board.ts';
import { frame } from './frame.ts';

const about = {
  uid: 'gridwitness-feeders-now',
  title: { zh: '线路现况', en: 'Feeders now' },
  audience: {
    zh: '供调度与运维人员:线路电压、实时事件、停电、诉求积压、数据质量。',
    en: 'For operators: feeder voltage, live events, outages, complaints piling up, data that stopped coming.',
  },
} as const;

const SECTIONS: readonly { readonly title: Text; readonly panels: typeof nowPanels }[] = [
  { title: { zh: '现在', en: 'Now' }, panels: nowPanels },
  { title: { zh: '线路电压', en: 'Feeder voltage' }, panels: voltagePanels },
  { title: { zh: '实时事件', en: 'Live events' }, panels: eventPanels },
  { title: { zh: '停电', en: 'Outages' }, panels: outagePanels },
  { title: { zh: '客户诉求', en: 'Complaints' }, panels: complaintPanels },
  { title: { zh: '数据质量', en: 'Data quality' }, panels: dataQualityPanels },
];

function build(): DashboardBuilder {
  const board = frame(about);
  for (const section of SECTIONS) {
    board.withRow(new RowBuilder(bothLanguages(section.title)));
    for (const panel of section.panels()) board.withPanel(panel);
  }
  return board;
}

export const feedersNow: Board = { ...about, build };
