/** Metrel analysers through PowerView: `U1 Avg (V)`. */
import type { MakerMapping } from './mapping.ts';

const STAT = '(?<stat>min|avg|max)';
const UNIT = (unit: string) => String.raw`(?: ?[[(](?<unit>${unit})[\])])?$`;

export const metrel = {
  id: 'metrel_powerview',
  title: 'Metrel PowerView export',
  source: 'names of quantities as Metrel instruments show them (U1, U12, I1, Ptot, u-, u0); layout of the CSV not seen',
  unconfirmed: true,
  sniff: [`^u(?:1|12) ${STAT}`, '^(?:i1|u-|thd ?u1|ptot|pst1|thdu1) ?'],
  time: { stamp: '^(?:time|date ?/? ?time|timestamp)$' },
  columns: [
    { pattern: `^u(?<phase>[123]|12|23|31) ${STAT}${UNIT('k?V')}`, quantity: 'u' },
    { pattern: `^i(?<phase>[123]) ${STAT}${UNIT('m?A')}`, quantity: 'i' },
    { pattern: `^freq(?:uency)?\\.? ${STAT}${UNIT('Hz')}`, quantity: 'f', phase: 'total' },
    { pattern: `^p(?<phase>[123]|tot)\\+? ${STAT}${UNIT('[kM]?W')}`, quantity: 'p' },
    { pattern: `^thd ?u(?<phase>[123]) ${STAT}${UNIT('%')}`, quantity: 'thdu' },
    { pattern: `^u- ${STAT}${UNIT('%')}`, quantity: 'u2', phase: 'total' },
    { pattern: `^u0 ${STAT}${UNIT('%')}`, quantity: 'u0', phase: 'total' },
    { pattern: '^pst(?:\\(10min\\))? ?(?<phase>[123])(?: (?<stat>avg))?$', quantity: 'pst' },
    { pattern: '^plt(?:\\(2h\\))? ?(?<phase>[123])(?: (?<stat>avg))?$', quantity: 'plt' },
  ],
} as const satisfies MakerMapping;
