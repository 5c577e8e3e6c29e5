/** What all boards share: zone, refresh, choices at the top. */
import { DashboardBuilder, DashboardCursorSync } from '@grafana/grafana-foundation-sdk/dashboard';
import { bothLanguages, bothSentences } from '../text.ts';
import { areaVariable, datasourceVariable, feederVariable } from '../variables.ts';
import type { Board } from './board.ts';

/** The utility's zone, never the browser's: a time read out on the telephone must be the time on the report. */
const ZONE = 'Asia/Shanghai';

export function frame(board: Omit<Board, 'build'>): DashboardBuilder {
  return new DashboardBuilder(bothLanguages(board.title))
    .uid(board.uid)
    .description(
      `${bothSentences(board.audience)}\n\n电压为零不等于线路已停电隔离。No voltage is no proof of isolation.`,
    )
    .tags(['gridwitness'])
    .timezone(ZONE)
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .withVariable(datasourceVariable())
    .withVariable(feederVariable())
    .withVariable(areaVariable());
}
