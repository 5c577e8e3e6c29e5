/** The single-file form: `--- file type: CFG ---` and so on, the samples last. @source IEEE C37.111-2013 7 */
import { DAT_TYPES, type DatType } from './comtrade-cfg.ts';

export interface CffParts {
  readonly cfg: Uint8Array;
  readonly dat: Uint8Array | null;
  readonly datType: DatType | null;
}

const MARK = /^---\s*file type:\s*(CFG|INF|HDR|DAT)(?:\s+([A-Z0-9]+))?\s*(?::\s*(\d+))?\s*---[ \t]*\r*\n/gim;

/** Sections by their marks. Bytes are kept as they are: the samples may be binary. */
export function splitCff(bytes: Uint8Array): CffParts {
  // windows-1252 is what `latin1` means to a decoder, but it still gives one character per byte: offsets agree.
  const text = new TextDecoder('latin1').decode(bytes);
  const marks = [...text.matchAll(MARK)];
  let cfg: Uint8Array = new Uint8Array(0);
  for (const [i, m] of marks.entries()) {
    const from = m.index + m[0].length;
    const kind = m[1]?.toUpperCase();
    if (kind === 'CFG') cfg = bytes.subarray(from, marks[i + 1]?.index ?? bytes.length);
    if (kind !== 'DAT') continue;
    // Nothing follows the samples, and binary samples may look like a mark: take all the rest.
    const size = m[3] === undefined ? undefined : from + Number(m[3]);
    const datType = DAT_TYPES.find((t) => t === m[2]?.toUpperCase()) ?? null;
    return { cfg, dat: bytes.subarray(from, size), datType };
  }
  return { cfg, dat: null, datType: null };
}
