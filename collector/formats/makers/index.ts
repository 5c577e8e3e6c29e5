/** Registry of makers' exports. The first whose names fit reads the file. */
import { flukeEnergyAnalyze } from './fluke-energy-analyze.ts';
import { flukePowerLog } from './fluke-power-log.ts';
import { hioki } from './hioki.ts';
import { janitza } from './janitza.ts';
import type { MakerMapping } from './mapping.ts';
import { metrel } from './metrel.ts';
import { pqube } from './pqube.ts';

export const MAKERS = [
  flukePowerLog,
  flukeEnergyAnalyze,
  hioki,
  janitza,
  metrel,
  pqube,
] as const satisfies readonly MakerMapping[];
