/** The samples of a COMTRADE recording, from ASCII rows or binary records, scaled and with missing values as NaN. */
import type { Problem } from '../../core/problem.ts';
import type { Cfg, DatType } from './comtrade-cfg.ts';
import { readAsciiRows } from './comtrade-dat-ascii.ts';
import { readBinaryRecords } from './comtrade-dat-binary.ts';
import type { DigitalChannel } from './recording.ts';

export interface Dat {
  readonly n: number;
  readonly stamps: Float64Array;
  readonly analogs: readonly Float64Array[];
  readonly digitals: readonly DigitalChannel[];
  readonly problems: readonly Problem[];
}

/** Read what is there, at most what the header announces; say where the two differ. Never throws. */
export function readDat(cfg: Cfg, bytes: Uint8Array, file: string): Dat {
  const announced = cfg.rates.at(-1)?.endSample ?? 0;
  const limit = announced > 0 ? announced : Number.POSITIVE_INFINITY;
  const raw =
    cfg.datType === 'ASCII' ? readAsciiRows(cfg, bytes, file, limit) : readBinaryRecords(cfg, bytes, file, limit);
  const n = raw.stamps.length;
  const problems = [...raw.problems, ...countProblem(announced, raw.found, cfg.datType, file)];
  return {
    n,
    stamps: raw.stamps,
    analogs: raw.analogs.map((values, i) => scale(values, cfg.analogs[i]?.a ?? 1, cfg.analogs[i]?.b ?? 0)),
    digitals: raw.digitals.map((states, i) => changesOf(cfg, i, states)),
    problems,
  };
}

/** A damaged factor that leaves the range of numbers gives NaN: unknown, as any other missing sample. */
function scale(values: Float64Array, a: number, b: number): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const value = a * values[i]! + b;
    values[i] = Number.isFinite(value) ? value : Number.NaN;
  }
  return values;
}

function changesOf(cfg: Cfg, i: number, states: Uint8Array): DigitalChannel {
  const changes: { sample: number; state: 0 | 1 }[] = [];
  for (let s = 1; s < states.length; s++) {
    if (states[s] !== states[s - 1]) changes.push({ sample: s, state: states[s] === 1 ? 1 : 0 });
  }
  const of = cfg.digitals[i];
  return {
    index: of?.index ?? i + 1,
    name: of?.name ?? '',
    normal: of?.normal ?? 0,
    initial: states[0] === 1 ? 1 : 0,
    changes,
  };
}

function countProblem(announced: number, found: number, type: DatType, file: string): Problem[] {
  if (announced <= 0 || announced === found) return [];
  const rows = type === 'ASCII' ? 'rows' : 'records';
  return [
    {
      code: found > announced ? 'count-mismatch' : 'truncated',
      severity: 'warning',
      file,
      line: type === 'ASCII' ? Math.min(announced, found) + 1 : null,
      field: null,
      expected: `cfg says ${announced}${found > announced ? ` (read ${announced})` : ''}`,
      got: `dat has ${found} ${rows}`,
    },
  ];
}
