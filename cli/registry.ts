/** Every command: name, one line for `--help`, and the file that does it. One more command = one more line. */
import type { Command } from './command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'everything in one process on embedded parts, with a simulated grid',
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'serve',
    summary: 'collect, correlate and serve the console, from gridwitness.yaml',
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'collect',
    summary: 'collect without the console: one process, or intakes and shards on many hosts',
    load: () => import('./commands/collect.ts'),
  },
  {
    name: 'import',
    summary: 'import network, customers, strokes, works, complaints … from files',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'detect',
    summary: 'disturbances of a recording (COMTRADE, CSV)',
    load: () => import('./commands/detect.ts'),
  },
  {
    name: 'measure',
    summary: 'RMS, THD, unbalance and frequency of a waveform, aggregated',
    load: () => import('./commands/measure.ts'),
  },
  { name: 'flicker', summary: 'Pinst, Pst and Plt of a recording', load: () => import('./commands/flicker.ts') },
  { name: 'compliance', summary: 'limits of a profile over a period', load: () => import('./commands/compliance.ts') },
  {
    name: 'report',
    summary: 'compliance of a supply point over a week or month, as a printable page',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'indices',
    summary: 'SARFI, SAIFI, SAIDI and their kin, by site and for the system',
    load: () => import('./commands/indices.ts'),
  },
  {
    name: 'classify',
    summary: 'category and symptoms of complaint texts from stdin',
    load: () => import('./commands/classify.ts'),
  },
  {
    name: 'correlate',
    summary: 'verdicts, incidents and ranked sections of a case folder',
    load: () => import('./commands/correlate.ts'),
  },
  { name: 'simulate', summary: 'make a case folder with its truth', load: () => import('./commands/simulate.ts') },
  {
    name: 'evaluate',
    summary: 'judge results against the truth, beside two practices of today',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'check',
    summary: 'check configuration, stores, devices or a case folder',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'probe',
    summary: 'what is behind a Modbus address or an MQTT topic: the fitting profile, raw words, lines to paste',
    load: () => import('./commands/probe.ts'),
  },
  {
    name: 'spool',
    summary: 'what lies in the spool, who has read how far, and whether every record is whole',
    load: () => import('./commands/spool.ts'),
  },
  {
    name: 'held',
    summary: 'what a running server holds back: messages not understood, facts a store refused; try them again',
    load: () => import('./commands/held.ts'),
  },
  { name: 'boards', summary: 'write the Grafana boards as JSON', load: () => import('./commands/boards.ts') },
];
