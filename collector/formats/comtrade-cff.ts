/** The single-file form: `--- file type: CFG ---` and so on, the samples last. @source IEEE C37.111-2013 7 */
import { eachLine } from './byte-lines.ts';
import { DAT_TYPES, type DatType } from './comtrade-cfg.ts';

export interface CffParts {
  readonly cfg: Uint8Array;
  readonly dat: Uint8Array | null;
  readonly datType: DatType | null;
  /** The INF and HDR sections that are there and not empty. */
  readonly texts: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

const MARK = /^---\s*file type:\s*(CFG|INF|HDR|DAT)\s*([A-Z0-9]*)\s*:?\s*(\d*)\s*---\s*$/i;
/** A mark is one short line; anything longer is not looked at. */
const MARK_CHARS_MAX = 120;

interface Mark {
  readonly kind: string;
  readonly type: string;
  /** Length of binary samples in bytes, where the mark says it. */
  readonly size: number | null;
  /** First byte of the mark's line, and of what follows it. */
  readonly at: number;
  readonly from: number;
}

/** Sections by their marks. Bytes are kept as they are: the samples may be binary. */
export function splitCff(bytes: Uint8Array): CffParts {
  const marks = marksOf(bytes);
  const section = (i: number) => bytes.subarray(marks[i]?.from ?? bytes.length, marks[i + 1]?.at ?? bytes.length);
  const cfgAt = marks.findIndex((m) => m.kind === 'CFG');
  const datAt = marks.findIndex((m) => m.kind === 'DAT');
  const texts = marks.flatMap((m, i) => {
    const content = m.kind === 'HDR' || m.kind === 'INF' ? section(i) : new Uint8Array(0);
    return content.some((b) => b > 0x20) ? [{ name: m.kind, bytes: content }] : [];
  });
  const dat = marks[datAt];
  return {
    cfg: cfgAt < 0 ? new Uint8Array(0) : section(cfgAt),
    dat: dat === undefined ? null : bytes.subarray(dat.from, dat.size === null ? bytes.length : dat.from + dat.size),
    datType: DAT_TYPES.find((t) => t === dat?.type) ?? null,
    texts,
  };
}

/** Marks up to the samples: nothing follows those, and binary samples may look like a mark. */
function marksOf(bytes: Uint8Array): Mark[] {
  const out: Mark[] = [];
  const latin1 = new TextDecoder('latin1');
  eachLine(bytes, (_line, from, to) => {
    if (to - from > MARK_CHARS_MAX || bytes[from] !== 0x2d) return true;
    const m = MARK.exec(latin1.decode(bytes.subarray(from, to)));
    if (m === null) return true;
    const kind = (m[1] ?? '').toUpperCase();
    const size = m[3] === '' ? null : Number(m[3]);
    out.push({ kind, type: (m[2] ?? '').toUpperCase(), size, at: from, from: afterLine(bytes, to) });
    return kind !== 'DAT';
  });
  return out;
}

/** First byte after the line end that begins at `at`. */
function afterLine(bytes: Uint8Array, at: number): number {
  let i = at;
  while (bytes[i] === 0x0d) i++;
  return bytes[i] === 0x0a ? i + 1 : i;
}
