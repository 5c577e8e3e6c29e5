/** PQube trend files: `L1-N`, `L1-L2` with lowest, mean, highest. */
import type { MakerMapping } from './mapping.ts';

const STAT = String.raw`[ ,:(-]*(?<stat>min|avg|max|minimum|average|maximum)\)?`;
/** A unit in brackets, before the statistic or after it. */
const VOLTS = String.raw`[[(](?<unit>k?V)[\])]`;
const ANY = String.raw`(?: ?[[(][^()[\]]{1,4}[\])])?`;
const LINES = '(?<phase>l[123]-n|l1-l2|l2-l3|l3-l1)';

export const pqube = {
  id: 'pqube',
  title: 'PQube trend CSV',
  source: 'channel names (L1-N, L1-L2, L1 Amp) as the instrument serves them; layout of the trend CSV not seen',
  unconfirmed: true,
  sniff: [`^l[123]-(?:n|l[123])${ANY}${STAT}`],
  time: { stamp: String.raw`^(?:date ?/? ?time|date and time|timestamp|time|local time)\b` },
  columns: [
    { pattern: `^${LINES}(?: ?${VOLTS})?${STAT}$`, quantity: 'u' },
    { pattern: `^${LINES}${STAT} ?${VOLTS}$`, quantity: 'u' },
    { pattern: `^(?<phase>l[123]) amps?${ANY}${STAT}${ANY}$`, quantity: 'i' },
    { pattern: `^frequency${ANY}${STAT}${ANY}$`, quantity: 'f', phase: 'total' },
    { pattern: `^voltage unbalance${ANY}${STAT}${ANY}$`, quantity: 'u2', phase: 'total' },
    { pattern: `^(?<phase>l[123]-n) thd${ANY}${STAT}${ANY}$`, quantity: 'thdu' },
  ],
} as const satisfies MakerMapping;
