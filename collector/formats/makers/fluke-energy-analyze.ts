/** Fluke 17xx, trend exported by Energy Analyze Plus: start and stop of each interval, zone named in their headings. */
import type { MakerMapping } from './mapping.ts';

export const flukeEnergyAnalyze = {
  id: 'fluke_energy_analyze',
  title: 'Fluke Energy Analyze Plus trend',
  source:
    'headings as public analyses of such trend files quote them: Start(zone), Stop(zone), Vrms_AN_avg, Irms_A_avg …',
  sniff: ['^vrms_(?:an|bn|cn|ab|bc|ca)_(?:avg|min|max)$'],
  time: { stamp: String.raw`^start ?\(`, end: String.raw`^stop ?\(` },
  stampMeans: 'start',
  zone: 'heading',
  columns: [
    { pattern: '^vrms_(?<phase>an|bn|cn|ab|bc|ca)_(?<stat>avg|min|max)$', quantity: 'u' },
    { pattern: '^irms_(?<phase>[abc])_(?<stat>avg)$', quantity: 'i' },
    { pattern: '^frequency_(?<stat>avg)$', quantity: 'f', phase: 'total' },
    { pattern: '^powerp_(?<phase>[abc]n?|total)_(?<stat>avg)$', quantity: 'p' },
    { pattern: '^powerq(?:fund)?_(?<phase>[abc]n?|total)_(?<stat>avg)$', quantity: 'q' },
    { pattern: '^vthd_(?<phase>an|bn|cn|ab|bc|ca)_(?<stat>avg)$', quantity: 'thdu' },
    { pattern: '^voltageunbalance_(?<stat>avg)$', quantity: 'u2', phase: 'total' },
    { pattern: '^pst_(?<phase>an|bn|cn)(?:_(?<stat>avg))?$', quantity: 'pst' },
    { pattern: '^plt_(?<phase>an|bn|cn)(?:_(?<stat>avg))?$', quantity: 'plt' },
  ],
} as const satisfies MakerMapping;
