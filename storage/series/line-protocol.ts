/**
 * InfluxDB line protocol, written by hand: the clients' point builders halve the rate, and ours writes numbers as
 * floats always (the first write fixes a field's type for ever).
 * @source InfluxDB 1.8 documentation, "Line protocol reference": special characters, data types
 */

export interface LinePoint {
  readonly measurement: string;
  /** Empty values are left out: the protocol has no empty tag. */
  readonly tags: readonly (readonly [key: string, value: string])[];
  /** Numbers become floats, texts strings; null, NaN and infinities are left out. */
  readonly fields: Iterable<readonly [key: string, value: number | string | null]>;
  readonly timeMs: number;
}

/** One line without its line break, stamped in whole ms (`precision=ms`); null when no field is left. */
export function encodeLine(point: LinePoint): string | null {
  let fields = '';
  for (const [key, value] of point.fields) {
    if (value === null || (typeof value === 'number' && !Number.isFinite(value))) continue;
    fields += `${fields === '' ? '' : ','}${escapeKey(key)}=${typeof value === 'number' ? value : quoted(value)}`;
  }
  if (fields === '') return null;
  let head = escapeMeasurement(point.measurement);
  for (const [key, value] of point.tags) if (value !== '') head += `,${escapeKey(key)}=${escapeKey(value)}`;
  return `${head} ${fields} ${Math.round(point.timeMs)}`;
}

/** Tag keys, tag values, field keys. A line break and a last backslash can't be written there and become a blank. */
function escapeKey(text: string): string {
  return text
    .replace(/[\r\n\0]/g, ' ')
    .replace(/[ ,=]/g, '\\$&')
    .replace(/\\$/, '\\ ');
}

function escapeMeasurement(text: string): string {
  return text.replace(/[ ,]/g, '\\$&');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
