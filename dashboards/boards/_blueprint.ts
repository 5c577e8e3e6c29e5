/** Copy this for one more board and add a line to index.ts. Compiles, is not registered. */
import { voltagePanels } from '../panels/voltage.ts';
import type { Board } from './board.ts';
import { frame } from './frame.ts';

const about = {
  uid: 'gridwitness-blueprint',
  title: { zh: '样板', en: 'Blueprint' },
  audience: { zh: '谁在什么时候看这块板。', en: 'Who looks at this board, and when.' },
} as const;

export const blueprint: Board = {
  ...about,
  build: () => {
    const board = frame(about);
    for (const panel of voltagePanels()) board.withPanel(panel);
    return board;
  },
};
