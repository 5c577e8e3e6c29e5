/**
 * Binary samples, little-endian: u32 number, u32 stamp, analogs of 2 or 4 bytes, digitals 16 to a word.
 * @source IEEE C37.111-1999 6, -2013 8
 */
import type { Problem } from '../../core/problem.ts';
import type { Cfg } from './comtrade-cfg.ts';
import type { RawSamples } from './comtrade-samples.ts';

const HEAD_BYTES = 8;
const WORD_BITS = 16;
const STAMP_MISSING = 0xffff_ffff;
const INT16_MISSING = -0x8000;
const INT32_MISSING = -0x8000_0000;
/** Smallest float32: "no value" of FLOAT32 files. @source IEEE C37.111-2013 8.6 */
const FLOAT32_MISSING = -3.4028234663852886e38;

export function readBinaryRecords(cfg: Cfg, bytes: Uint8Array, file: string, limit: number): RawSamples {
  const width = cfg.datType === 'BINARY' ? 2 : 4;
  const words = Math.ceil(cfg.digitals.length / WORD_BITS);
  const size = HEAD_BYTES + width * cfg.analogs.length + 2 * words;
  const found = Math.floor(bytes.length / size);
  const n = Math.min(limit, found);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stamps = new Float64Array(n);
  const analogs = cfg.analogs.map(() => new Float64Array(n));
  const digitals = cfg.digitals.map(() => new Uint8Array(n));
  const read = analogReader(cfg, view);
  for (let s = 0; s < n; s++) {
    const at = s * size;
    const stamp = view.getUint32(at + 4, true);
    stamps[s] = stamp === STAMP_MISSING ? Number.NaN : stamp;
    for (let c = 0; c < analogs.length; c++) analogs[c]![s] = read(at + HEAD_BYTES + width * c);
    const base = at + HEAD_BYTES + width * analogs.length;
    for (let d = 0; d < digitals.length; d++) {
      const word = view.getUint16(base + 2 * Math.floor(d / WORD_BITS), true);
      digitals[d]![s] = (word >> (d % WORD_BITS)) & 1;
    }
  }
  return { found, stamps, analogs, digitals, problems: restProblem(bytes.length - found * size, size, file) };
}

function analogReader(cfg: Cfg, view: DataView): (at: number) => number {
  if (cfg.datType === 'BINARY') {
    return (at) => missing(view.getInt16(at, true), INT16_MISSING);
  }
  if (cfg.datType === 'BINARY32') return (at) => missing(view.getInt32(at, true), INT32_MISSING);
  return (at) => missing(view.getFloat32(at, true), FLOAT32_MISSING);
}

const missing = (raw: number, code: number): number => (raw === code ? Number.NaN : raw);

function restProblem(restBytes: number, size: number, file: string): Problem[] {
  if (restBytes === 0) return [];
  return [
    {
      code: 'truncated',
      severity: 'warning',
      file,
      line: null,
      field: null,
      expected: `records of ${size} bytes`,
      got: `${restBytes} bytes left over (ignored)`,
    },
  ];
}
