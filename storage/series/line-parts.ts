/**
 * A finished line of line protocol taken apart again, for the few a server refuses.
 * @source InfluxDB 1.8 documentation, "Line protocol reference"
 */

/** Names of the fields, as they are written (escaped). */
export function fieldsOf(line: string): readonly string[] {
  return pairsOf(line).map(nameOf);
}

/** The line without one field; null where it has no other. */
export function withoutField(line: string, field: string): string | null {
  const { head, time } = partsOf(line);
  const left = pairsOf(line).filter((pair) => nameOf(pair) !== field);
  return left.length === 0 ? null : `${head} ${left.join(',')} ${time}`;
}

/** The stamp, in the unit the line was written in. */
export function timeOf(line: string): number {
  return Number(line.slice(line.lastIndexOf(' ') + 1));
}

function nameOf(pair: string): string {
  return pair.slice(0, /(?<!\\)=/.exec(pair)?.index ?? pair.length);
}

function pairsOf(line: string): readonly string[] {
  return splitOutside(partsOf(line).fields, ',');
}

function partsOf(line: string): { readonly head: string; readonly fields: string; readonly time: string } {
  const [head = '', fields = '', time = ''] = splitOutside(line, ' ');
  return { head, fields, time };
}

/** Splits where the separator is neither escaped nor inside a text in quotes. Quotes mean something in fields only. */
function splitOutside(text: string, separator: ' ' | ','): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let isText = false;
  let isHead = separator === ' ';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '"' && !isHead) isText = !isText;
    else if (c === separator && !isText) {
      parts.push(text.slice(from, i));
      from = i + 1;
      isHead = false;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
