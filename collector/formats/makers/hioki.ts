/** Hioki loggers and analysers: settings above the heading, `U1_Avg[V]`. With three wires U1 is a line voltage. */
import type { MakerMapping } from './mapping.ts';

const STAT = '(?<stat>avg|max|min)';

export const hioki = {
  id: 'hioki',
  title: 'Hioki measurement CSV (PW33xx; PW3198 and PQ3198 alike)',
  source:
    'headings and settings block (WIRING …) as public readers of PW33xx files quote them; PW3198 and PQ3198, meaning of stamps and three-wire channels not seen',
  unconfirmed: true,
  sniff: [String.raw`^u(?:rms)?[123]_${STAT}\[k?v\]$`],
  time: { date: '^date$', clock: '^(?:time|etime)$' },
  columns: [
    { pattern: String.raw`^u(?:rms)?(?<phase>[123]|12|23|31)_${STAT}\[(?<unit>k?V)\]$`, quantity: 'u' },
    { pattern: String.raw`^i(?:rms)?(?<phase>[123])_${STAT}\[(?<unit>m?A)\]$`, quantity: 'i' },
    { pattern: String.raw`^freq_${STAT}\[hz\]$`, quantity: 'f', phase: 'total' },
    { pattern: String.raw`^p(?<phase>[123]|sum)_${STAT}\[(?<unit>[kM]?W)\]$`, quantity: 'p' },
    { pattern: String.raw`^q(?<phase>[123]|sum)_${STAT}\[(?<unit>[kM]?var)\]$`, quantity: 'q' },
    { pattern: String.raw`^uthd(?:-?[fr])?(?<phase>[123])_${STAT}\[%\]$`, quantity: 'thdu' },
    { pattern: String.raw`^uunb_${STAT}\[%\]$`, quantity: 'u2', phase: 'total' },
    { pattern: String.raw`^uunb0_${STAT}\[%\]$`, quantity: 'u0', phase: 'total' },
    { pattern: '^pst(?<phase>[123])$', quantity: 'pst' },
    { pattern: '^plt(?<phase>[123])$', quantity: 'plt' },
  ],
  wiring: [{ pattern: '3p3w', phases: { '1': 'AB', '2': 'BC', '3': 'CA' } }],
} as const satisfies MakerMapping;
