/** COMTRADE: a .cfg with its .dat beside it, or a single .cff. @source IEEE C37.111-1991, -1999, -2013 */
import type { Problem } from '../../core/problem.ts';
import { splitCff } from './comtrade-cff.ts';
import { type Cfg, parseCfg } from './comtrade-cfg.ts';
import { sampleClock } from './comtrade-clock.ts';
import { type Dat, readDat } from './comtrade-dat.ts';
import { extensionOf, type Format, type FormatInput, type FormatResult, headText, stemOf } from './format.ts';
import { decodeRecorderText, type RecorderText } from './recorder-text.ts';
import type { Recording } from './recording.ts';

export const comtrade = {
  id: 'comtrade',
  title: 'COMTRADE (IEEE C37.111)',
  sniff: (head, name) => {
    if (['cfg', 'cff'].includes(extensionOf(name))) return true;
    const text = headText(head);
    return /^---\s*file type:\s*CFG/i.test(text) || /^[^\n]*\r?\n\s*\d+\s*,\s*\d+\s*A\s*,\s*\d+\s*D/i.test(text);
  },
  parse: (input) => {
    if (/^\s*---\s*file type/i.test(headText(input.bytes))) return parseCff(input);
    const header = decodeRecorderText(input.bytes);
    const { cfg, problems } = parseCfg(header.text, input.name, input.zone);
    if (cfg === null) return { records: [], problems, channelList: [] };
    const dat = input.companion('dat');
    if (dat === null) {
      return { records: [], problems: [...problems, missingDat(input.name)], channelList: channelList(cfg) };
    }
    return assemble(cfg, header, readDat(cfg, dat.bytes, dat.name), dat.name, problems);
  },
} as const satisfies Format;

function parseCff(input: FormatInput): FormatResult {
  const parts = splitCff(input.bytes);
  const header = decodeRecorderText(parts.cfg);
  const { cfg, problems } = parseCfg(header.text, input.name, input.zone);
  if (cfg === null) return { records: [], problems, channelList: [] };
  if (parts.dat === null) {
    return { records: [], problems: [...problems, missingDat(input.name)], channelList: channelList(cfg) };
  }
  const typed = { ...cfg, datType: parts.datType ?? cfg.datType };
  return assemble(typed, header, readDat(typed, parts.dat, input.name), input.name, problems);
}

function assemble(cfg: Cfg, header: RecorderText, dat: Dat, datName: string, said: readonly Problem[]): FormatResult {
  const clock = sampleClock(cfg, dat.stamps, datName);
  const problems = [...said, ...dat.problems, ...clock.problems, ...missingProblem(cfg, dat, datName)];
  const recording: Recording = {
    kind: 'waveform',
    station: cfg.station,
    device: cfg.device,
    revision: cfg.revision,
    encoding: header.encoding,
    lineHz: cfg.lineHz,
    startMs: cfg.start.ms,
    startNs: cfg.start.ns,
    triggerMs: cfg.trigger?.ms ?? null,
    timesMs: clock.timesMs,
    breaks: clock.breaks,
    rates: cfg.rates,
    analogs: cfg.analogs.map((c, i) => ({
      index: c.index,
      name: c.name,
      phase: c.phase,
      component: c.component,
      unit: c.unit,
      side: c.side,
      primary: c.primary,
      secondary: c.secondary,
      values: dat.analogs[i] ?? new Float64Array(0),
    })),
    digitals: dat.digitals,
  };
  return { records: [recording], problems, channelList: channelList(cfg) };
}

const channelList = (cfg: Cfg): string[] => [
  ...cfg.analogs.map((c) => `${c.name}${c.unit === '' ? '' : ` [${c.unit}]`}`),
  ...cfg.digitals.map((c) => c.name),
];

function missingDat(cfgName: string): Problem {
  const want = `${stemOf(cfgName)}.dat`;
  return {
    code: 'missing-file',
    severity: 'error',
    file: want,
    line: null,
    field: null,
    expected: `the samples of ${cfgName} beside it`,
    got: 'no such file',
  };
}

function missingProblem(cfg: Cfg, dat: Dat, file: string): Problem[] {
  let count = 0;
  for (const values of dat.analogs) for (const v of values) if (Number.isNaN(v)) count++;
  if (count === 0) return [];
  return [
    {
      code: 'missing-samples',
      severity: 'warning',
      file,
      line: null,
      field: null,
      expected: `${cfg.analogs.length} × ${dat.n} values`,
      got: `${count} marked as missing (unknown, not 0)`,
    },
  ];
}
