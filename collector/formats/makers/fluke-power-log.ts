/** Fluke 43x, exported by Power Log: date and time in two columns, triples Min/Avg/Max, headings in the PC's language. */
import type { MakerMapping } from './mapping.ts';

const STAT = String.raw`(?<stat>min|avg|max|mín|méd\.?|máx|priem)`;
const LN = `(?<phase>[abc]n|l[123]n)`;

export const flukePowerLog = {
  id: 'fluke_power_log',
  title: 'Fluke Power Log export (Fluke 43x)',
  source:
    'headings in English, Slovak and Portuguese as public analyses of such exports quote them; TAB or other delimiter, windows-1250, decimal comma',
  sniff: [`^(?:vrms ph-n|vrms ph-ph|napätie) (?:[abc]n|l[123]n|ab|bc|ca|l12|l23|l31) ${STAT}$`],
  time: { date: '^(?:date|dátum|datum|data|fecha|日期)$', clock: '^(?:time|čas|hora|zeit|uhrzeit|时间)$' },
  // A day of one-minute rows runs from 16:01 to 16:00: the stamp is the end of its minute.
  stampMeans: 'end',
  columns: [
    { pattern: `^(?:vrms ph-n|napätie) ${LN} ${STAT}$`, quantity: 'u' },
    { pattern: `^vrms ph-ph (?<phase>ab|bc|ca|l12|l23|l31) ${STAT}$`, quantity: 'u' },
    { pattern: `^(?:current|prúd|corrente) (?<phase>[abc]|l[123]) ${STAT}$`, quantity: 'i' },
    { pattern: `^(?:frequency|frekvencia|frequência) ${STAT}$`, quantity: 'f', phase: 'total' },
    {
      pattern: `^(?:active power|činný výkon) (?<phase>[abc]n|l[123]n|total|celkom) ${STAT}$`,
      quantity: 'p',
    },
    {
      pattern: `^(?:reactive power|klasický var) (?<phase>[abc]n|l[123]n|total|celkom) ${STAT}$`,
      quantity: 'q',
    },
    { pattern: `^thd v ${LN} ${STAT}$`, quantity: 'thdu' },
    { pattern: `^(?:unbalance|asymetria) vn ${STAT}$`, quantity: 'u2', phase: 'total' },
    { pattern: `^(?:unbalance|asymetria) vz ${STAT}$`, quantity: 'u0', phase: 'total' },
    { pattern: `^pst(?: \\(?10 ?min\\)?)? ${LN}(?: ${STAT})?$`, quantity: 'pst' },
    { pattern: `^plt(?: \\(?2 ?h\\)?)? ${LN}(?: ${STAT})?$`, quantity: 'plt' },
  ],
} as const satisfies MakerMapping;
