/** Hand-made recordings for tests, and the field data beside the repository where it is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extensionOf, type FormatInput, type FormatResult, stemOf } from '../../collector/formats/format.ts';
import { readRecorded } from '../../collector/formats/index.ts';
import type { ReadingTable, Recording } from '../../collector/formats/recording.ts';

export const FIELD = fileURLToPath(new URL('../../../shared/data/field/', import.meta.url));
export const hasField = existsSync(FIELD);
if (!hasField) console.warn(`skipped: no field data at ${FIELD}`);

const utf8 = (text: string) => new TextEncoder().encode(text);
export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? utf8(content) : content;

export function readCfg(cfg: string | Uint8Array, dat: string | Uint8Array | null, zone = 'UTC'): FormatResult {
  return readRecorded({
    name: 'r.cfg',
    bytes: bytesOf(cfg),
    zone,
    companion: (e) => (e === 'dat' && dat !== null ? { name: 'r.dat', bytes: bytesOf(dat) } : null),
  });
}

/** A file of the field data with its companion (`dat` may name another file). */
export function readField(path: string, options: { readonly dat?: string; readonly zone?: string } = {}): FormatResult {
  const folder = `${FIELD}${path.slice(0, path.lastIndexOf('/') + 1)}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const companion: FormatInput['companion'] = (extension) => {
    const beside = () =>
      readdirSync(folder).find((f) => f !== name && stemOf(f) === stemOf(name) && extensionOf(f) === extension);
    const found = extension === 'dat' ? (options.dat ?? beside()) : beside();
    return found === undefined ? null : { name: found, bytes: readFileSync(folder + found) };
  };
  return readRecorded({ name, bytes: readFileSync(folder + name), zone: options.zone ?? 'UTC', companion });
}

export function recording(result: FormatResult): Recording {
  const [first] = result.records;
  if (first?.kind !== 'waveform') throw new Error(`no recording: ${JSON.stringify(result.problems)}`);
  return first;
}

export function readingTable(result: FormatResult): ReadingTable {
  const [first] = result.records;
  if (first?.kind !== 'readings') throw new Error(`no readings: ${JSON.stringify(result.problems)}`);
  return first;
}

export function channel(r: Recording, name: string): Float64Array {
  const found = r.analogs.find((a) => a.name === name);
  if (found === undefined) throw new Error(`no channel ${name}`);
  return found.values;
}

/** Lowest and highest, NaN left out. */
export function range(values: Float64Array): { readonly min: number; readonly max: number } {
  const known = values.filter((v) => !Number.isNaN(v));
  return { min: Math.min(...known), max: Math.max(...known) };
}
