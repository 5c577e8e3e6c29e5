/** JSON lines as objects with their line number; a line that is none is named and passed over. */
import type { Problem } from '../../core/problem.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function* jsonLines(
  lines: Iterable<string>,
  file: string,
  problems: Problem[],
): Generator<{ readonly line: number; readonly value: JsonObject }> {
  let line = 0;
  for (const raw of lines) {
    line += 1;
    const text = (line === 1 ? raw.replace(/^\ufeff/, '') : raw).trim();
    if (text === '') continue;
    const value = parseObject(text);
    if (value !== null) yield { line, value };
    else {
      const got = text.slice(0, 80);
      problems.push({ code: 'bad-value', severity: 'error', file, line, field: null, expected: 'a JSON object', got });
    }
  }
}

/** Text of a field; numbers count as their digits (ids are sometimes written so); null where it is anything else. */
export function textField(value: JsonObject, name: string): string | null {
  const got = value[name];
  if (typeof got === 'number') return String(got);
  return typeof got === 'string' && got !== '' ? got : null;
}

export function numberField(value: JsonObject, name: string): number | null {
  const got = value[name];
  return typeof got === 'number' && Number.isFinite(got) ? got : null;
}

/** Keys of an object whose values are numbers; empty where the field is no object. */
export function numbersField(value: JsonObject, name: string): ReadonlyMap<string, number> {
  const got = value[name];
  if (typeof got !== 'object' || got === null || Array.isArray(got)) return new Map();
  return new Map(Object.entries(got).filter((e): e is [string, number] => typeof e[1] === 'number'));
}

export function textsField(value: JsonObject, name: string): readonly string[] {
  const got = value[name];
  return Array.isArray(got) ? got.filter((t): t is string => typeof t === 'string') : [];
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
