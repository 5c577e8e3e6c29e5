/** Registry of recording formats. The first whose `sniff` says yes reads the file. */
import { comtrade } from './comtrade.ts';
import { csvLogger } from './csv-logger.ts';
import { dsmr } from './dsmr.ts';
import type { Format, FormatInput, FormatResult } from './format.ts';
import { pqdif } from './pqdif.ts';
import { readingsCsv } from './readings-csv.ts';

export const FORMATS = [comtrade, pqdif, dsmr, readingsCsv, csvLogger] as const satisfies readonly Format[];
export type FormatId = (typeof FORMATS)[number]['id'];

/** A heading of 2413 columns takes about 70 kB. */
const HEAD_BYTES = 131_072;

/** Read a recording whatever its format. Never throws; an unknown format is a problem. */
export function readRecorded(input: FormatInput): FormatResult {
  const head = input.bytes.subarray(0, HEAD_BYTES);
  const formats: readonly Format[] = FORMATS;
  const format = formats.find((f) => f.sniff(head, input.name));
  if (format !== undefined) return format.parse(input);
  const expected = formats.map((f) => f.title).join(', ');
  return {
    records: [],
    channelList: [],
    problems: [
      {
        code: 'unknown-format',
        severity: 'error',
        file: input.name,
        line: null,
        field: null,
        expected,
        got: 'none of these',
      },
    ],
  };
}
