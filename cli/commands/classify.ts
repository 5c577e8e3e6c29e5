/** `gridwitness classify`: complaint texts on stdin, one JSON answer per line on stdout, in the same order. */
import { classify } from '../../correlator/triage/classify.ts';
import type { Command } from '../command.ts';
import { writeJsonLines } from '../output.ts';
import { inputLines } from '../text-lines.ts';

export const command: Command = {
  configure: (command) => {
    command
      .description(
        'category and symptoms of complaint texts from stdin: one text per line, or JSON lines with "text" (an "id" is kept)',
      )
      .option('--json', 'JSON lines (always so)');
  },
  run: async () => {
    for await (const line of inputLines(process.stdin)) await writeJsonLines([answer(line)]);
    return 0;
  },
};

/** Contract order first; the id of a JSON line follows. */
function answer(line: string): Readonly<Record<string, unknown>> {
  const { text, id } = entry(line);
  const triage = classify(text);
  return id === undefined ? { ...triage } : { ...triage, id };
}

/** A line that is a JSON object is read by its `text`; any other line is itself the text. */
function entry(line: string): { readonly text: string; readonly id?: unknown } {
  if (!line.trimStart().startsWith('{')) return { text: line };
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { text: line };
  const { text, id } = value as { text?: unknown; id?: unknown };
  const said = typeof text === 'string' ? text : text === undefined || text === null ? '' : String(text);
  return id === undefined ? { text: said } : { text: said, id };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null; // not JSON: the line is a text that begins with a brace
    throw error;
  }
}
