/** `--mapping FILE`: a user's own names of columns, YAML or JSON, in the shape of collector/formats/makers. */
import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { type FullMapping, readMapping } from '../collector/formats/makers/mapping.ts';

export type MappingOption =
  | { readonly ok: true; readonly mapping: FullMapping | null }
  | { readonly ok: false; readonly message: string };

/** Null mapping where the option was not given. */
export async function mappingOption(path: unknown): Promise<MappingOption> {
  if (path === undefined) return { ok: true, mapping: null };
  const file = String(path);
  const refused = (why: string): MappingOption => ({ ok: false, message: `--mapping ${file}: ${why}` });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return refused(`cannot be read (${String(cause.code)})`);
    throw cause;
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    if (cause instanceof YAMLParseError) return refused(cause.message.split('\n')[0] ?? 'no YAML');
    throw cause;
  }
  const read = readMapping(value);
  return read.ok ? read : refused(read.faults.join('; '));
}
