/**
 * Exports of analysers and loggers: delimited text, a heading, a time (one or two columns) and voltage columns. A maker
 * whose names are known has a mapping (makers/); the rest is found by the names of its columns. Where nothing says what a
 * stamp means, one whose first lies on the 10-minute grid is the start of its interval, else its end; a note says so.
 */
import type { Problem } from '../../core/problem.ts';
import { type CsvLayout, layoutOf } from './csv-maker.ts';
import { readLayout } from './csv-read.ts';
import { type CsvHeading, type CsvText, csvText, headings } from './csv-scan.ts';
import type { Format, FormatInput, FormatResult } from './format.ts';
import { genericLayout } from './logger-columns.ts';
import { MAKERS } from './makers/index.ts';
import { type FullMapping, mappingSchema } from './makers/mapping.ts';

/** Registered mappings with their defaults filled in, once. */
const KNOWN: readonly FullMapping[] = MAKERS.map((m) => mappingSchema.parse(m));

interface Laid {
  readonly heading: CsvHeading;
  readonly layout: CsvLayout;
}

export const csvLogger = {
  id: 'csv_logger',
  title: 'CSV of an analyser or logger',
  sniff: (head) => {
    const text = csvText(head);
    return text !== null && lay(text) !== null;
  },
  parse: (input) => {
    const text = csvText(input.bytes);
    const laid = text === null ? null : lay(text);
    if (text === null || laid === null)
      return refused(input.name, 'a heading with a time and a voltage column', 'none');
    return readLayout(text, laid.heading, laid.layout, input);
  },
} as const satisfies Format;

/** A maker's mapping, else whatever the names say, on the first line that fits. */
function lay(text: CsvText): Laid | null {
  for (const heading of headings(text)) {
    for (const mapping of KNOWN) {
      const layout = layoutOf(mapping, heading);
      if (layout !== null) return { heading, layout };
    }
    const layout = genericLayout(heading.columns);
    if (layout !== null) return { heading, layout };
  }
  return null;
}

/** Read with a user's own mapping and no other. Never throws; where no line fits, the names found are said. */
export function readWithMapping(input: FormatInput, mapping: FullMapping): FormatResult {
  const text = csvText(input.bytes);
  if (text === null) return refused(input.name, `a text for ${mapping.title}`, 'binary data');
  let widest: CsvHeading | null = null;
  for (const heading of headings(text)) {
    const layout = layoutOf(mapping, heading);
    if (layout !== null) return readLayout(text, heading, layout, input);
    if (widest === null || heading.columns.length > widest.columns.length) widest = heading;
  }
  const got =
    widest === null ? 'no line of several columns' : `line ${widest.line}: ${widest.columns.join(', ').slice(0, 200)}`;
  return refused(input.name, `a heading with the time and a column of ${mapping.title}`, got);
}

function refused(file: string, expected: string, got: string): FormatResult {
  const problem: Problem = { code: 'missing-column', severity: 'error', file, line: 1, field: null, expected, got };
  return { records: [], problems: [problem], channelList: [] };
}
