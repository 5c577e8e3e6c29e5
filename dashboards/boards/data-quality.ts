/** "Data quality": what stopped coming, how complete the data are, and which clocks are wrong. */
import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Text } from '../../core/text.ts';
import type { AnyPanel } from '../panels/any-panel.ts';
import { clockPanels, completenessPanels } from '../panels/completeness.ts';
import { dataQualityPanels } from '../panels/data-quality.ts';
import { bothLanguages } from '../text.ts';
import type { Board } from './board.ts';
import { frame } from './frame.ts';

const about = {
  uid: 'gridwitness-data-quality',
  title: { zh: '数据质量', en: 'Data quality' },
  audience: {
    zh: '供维护终端与通信的人员：静默及其类型、完整率、延迟、时钟。',
    en: 'For whoever keeps meters and links in order: silence by type, completeness, lag, clocks.',
  },
} as const;

const SECTIONS: readonly { readonly title: Text; readonly panels: () => readonly AnyPanel[] }[] = [
  { title: { zh: '静默、延迟与时钟', en: 'Silence, lag and clocks' }, panels: dataQualityPanels },
  { title: { zh: '完整率', en: 'Completeness' }, panels: completenessPanels },
  { title: { zh: '走时', en: 'How clocks run' }, panels: clockPanels },
];

function build(): DashboardBuilder {
  const board = frame(about);
  for (const section of SECTIONS) {
    board.withRow(new RowBuilder(bothLanguages(section.title)));
    for (const panel of section.panels()) board.withPanel(panel);
  }
  return board;
}

export const dataQuality: Board = { ...about, build };
