/** Copy me: one file per format; then a line in index.ts and a good, a truncated and a lying file in test/formats. */
import { type Format, headText } from './format.ts';

export const blueprint = {
  id: 'blueprint',
  title: 'Blueprint of a format',
  sniff: (head) => headText(head).startsWith('BLUEPRINT'),
  parse: (input) => ({
    records: [],
    channelList: [],
    problems: [
      {
        code: 'unknown-format',
        severity: 'error',
        file: input.name,
        line: 1,
        field: null,
        expected: 'samples',
        got: 'none',
      },
    ],
  }),
} as const satisfies Format;
