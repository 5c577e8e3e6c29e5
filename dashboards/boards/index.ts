/** Every board. One more: its file, a line here, `gridwitness boards`, and the generated JSON committed beside it. */
import type { Board } from './board.ts';
import { dataQuality } from './data-quality.ts';
import { feedersNow } from './feeders-now.ts';

export const BOARDS = [feedersNow, dataQuality] as const satisfies readonly Board[];
