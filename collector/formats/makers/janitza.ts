/** Janitza analysers through GridVis: channels by their full names, German or English. */
import type { MakerMapping } from './mapping.ts';

const TAIL = String.raw`(?:[ ,;:(/-]*(?<stat>avg|mean|average|mittelwert|mittel|min|minimum|max|maximum)\)?)?(?: ?[[(](?<unit>k?V|m?A|[kM]?W|[kM]?var|Hz|%)[\])])?$`;
const LL = '(?<phase>l1-?l2|l2-?l3|l3-?l1|l2-?l1|l3-?l2|l1-?l3)';

export const janitza = {
  id: 'janitza_gridvis',
  title: 'Janitza GridVis export',
  source: 'channel names (Voltage effective L1, L2-L1) as GridVis shows them; layout of its CSV not seen',
  unconfirmed: true,
  sniff: ['^(?:voltage effective|spannung effektiv) l[123]'],
  time: {
    stamp: '^(?:time|timestamp|date ?time|start ?time|zeit|zeitstempel|startzeit|datum|datum/zeit)\\b',
    end: '^(?:end ?time|endzeit)\\b',
  },
  zone: 'wall',
  columns: [
    { pattern: `^(?:voltage effective|spannung effektiv) ${LL}${TAIL}`, quantity: 'u' },
    { pattern: `^(?:voltage effective|spannung effektiv) (?<phase>l[123])(?:-n)?${TAIL}`, quantity: 'u' },
    { pattern: `^(?:current effective|strom effektiv) (?<phase>l[123])${TAIL}`, quantity: 'i' },
    { pattern: `^(?:frequency|frequenz)${TAIL}`, quantity: 'f', phase: 'total' },
    { pattern: `^(?:active power|wirkleistung) (?<phase>l[123]|sum|summe)(?: l1-l3)?${TAIL}`, quantity: 'p' },
    { pattern: `^(?:reactive power|blindleistung) (?<phase>l[123]|sum|summe)(?: l1-l3)?${TAIL}`, quantity: 'q' },
    { pattern: `^thd (?:voltage|spannung|u) (?<phase>l[123])${TAIL}`, quantity: 'thdu' },
    { pattern: `^(?:short term flicker|kurzzeitflicker) (?<phase>l[123])${TAIL}`, quantity: 'pst' },
    { pattern: `^(?:long term flicker|langzeitflicker) (?<phase>l[123])${TAIL}`, quantity: 'plt' },
  ],
} as const satisfies MakerMapping;
