/**
 * An uploaded file, or a zip of files that belong together (COMTRADE's .cfg with its .dat), as recordings to be read.
 * Never throws: what can't be unpacked is a problem.
 */
import { unzipSync } from 'fflate';
import type { Problem } from '../../core/problem.ts';
import { extensionOf, type FormatInput, stemOf } from '../formats/format.ts';

/** Files of one zip. */
const FILES_MAX = 64;
/** Bytes all files of one zip may have together when unpacked. */
const BYTES_MAX = 512 * 1024 * 1024;
/** Files that belong to another and are no recording by themselves. */
const COMPANIONS = new Set(['dat', 'hdr', 'inf']);

interface Packed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Unpacked {
  readonly inputs: readonly FormatInput[];
  readonly problems: readonly Problem[];
}

/** `name` is what the file was called where it came from. */
export function unpackUpload(name: string, bytes: Uint8Array, zone: string): Unpacked {
  const problems: Problem[] = [];
  const files = isZip(bytes) ? unzip(name, bytes, problems) : [{ name, bytes }];
  const main = files.filter((f) => !COMPANIONS.has(extensionOf(f.name)));
  const companions = files.filter((f) => COMPANIONS.has(extensionOf(f.name)));
  for (const c of companions) {
    if (main.some((m) => sameStem(m, c))) continue;
    problems.push(problem('missing-file', c.name, `${stemOf(c.name)}.cfg beside it`, 'not among the files'));
  }
  const inputs = main.map((file) => ({
    name: file.name,
    bytes: file.bytes,
    zone,
    companion: (extension: string) =>
      companions.find((c) => sameStem(file, c) && extensionOf(c.name) === extension) ?? null,
  }));
  return { inputs, problems };
}

const sameStem = (a: Packed, b: Packed): boolean => stemOf(a.name).toLowerCase() === stemOf(b.name).toLowerCase();
/** `PK` and the mark of a local file, or of an empty archive. */
const isZip = (b: Uint8Array): boolean =>
  b[0] === 0x50 && b[1] === 0x4b && ((b[2] === 3 && b[3] === 4) || (b[2] === 5 && b[3] === 6));

function unzip(name: string, bytes: Uint8Array, problems: Problem[]): Packed[] {
  let [count, total] = [0, 0];
  try {
    const entries = unzipSync(bytes, {
      filter: (entry) => {
        if (entry.name.endsWith('/')) return false;
        count++;
        total += entry.originalSize;
        if (count <= FILES_MAX && total <= BYTES_MAX) return true;
        problems.push(
          problem('out-of-range', entry.name, `at most ${FILES_MAX} files and ${BYTES_MAX >> 20} MB`, 'left out'),
        );
        return false;
      },
    });
    return Object.entries(entries).map(([path, content]) => ({
      name: path.replace(/^.*[\\/]/, ''),
      bytes: content,
    }));
  } catch (error) {
    problems.push(problem('truncated', name, 'a zip file', error instanceof Error ? error.message : String(error)));
    return [];
  }
}

function problem(code: Problem['code'], file: string, expected: string, got: string): Problem {
  return { code, severity: 'error', file, line: null, field: null, expected, got };
}
