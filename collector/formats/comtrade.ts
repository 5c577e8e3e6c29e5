/** COMTRADE: a .cfg with its .dat beside it, or a single .cff. @source IEEE C37.111-1991, -1999, -2013 */
import type { Problem } from '../../core/problem.ts';
import { splitCff } from './comtrade-cff.ts';
import { type Cfg, parseCfg } from './comtrade-cfg.ts';
import { sampleClock } from './comtrade-clock.ts';
import { type Dat, readDat } from './comtrade-dat.ts';
import { extensionOf, type Format, type FormatInput, type FormatResult, headText, stemOf } from './format.ts';
import { decodeRecorderText, type RecorderText } from './recorder-text.ts';
import type { AttachedText, Recording } from './recording.ts';

/** Ten thousand channels take about a megabyte of header; more than this is no header. */
const HEADER_BYTES_MAX = 16 * 2 ** 20;
/** A report beside the record longer than this is cut. */
const ATTACHED_BYTES_MAX = 2 ** 20;

export const comtrade = {
  id: 'comtrade',
  title: 'COMTRADE (IEEE C37.111)',
  sniff: (head, name) => {
    if (['cfg', 'cff'].includes(extensionOf(name))) return true;
    const text = headText(head);
    return /^---\s*file type:\s*CFG/i.test(text) || /^[^\n]*\n\s*\d+\s*,\s*\d+\s*A\s*,\s*\d+\s*D/i.test(text);
  },
  parse: (input) => {
    if (/^\s*---\s*file type/i.test(headText(input.bytes))) return parseCff(input);
    const header = decodeRecorderText(input.bytes.subarray(0, HEADER_BYTES_MAX));
    const { cfg, problems } = parseCfg(header.text, input.name, input.zone);
    if (cfg === null) return { records: [], problems, channelList: [] };
    const dat = input.companion('dat');
    if (dat === null) {
      return { records: [], problems: [...problems, missingDat(input.name)], channelList: channelList(cfg) };
    }
    return assemble(cfg, header, readDat(cfg, dat.bytes, dat.name), dat.name, problems, besides(input));
  },
} as const satisfies Format;

function parseCff(input: FormatInput): FormatResult {
  const parts = splitCff(input.bytes);
  const header = decodeRecorderText(parts.cfg.subarray(0, HEADER_BYTES_MAX));
  const { cfg, problems } = parseCfg(header.text, input.name, input.zone);
  if (cfg === null) return { records: [], problems, channelList: [] };
  if (parts.dat === null) {
    return { records: [], problems: [...problems, missingDat(input.name)], channelList: channelList(cfg) };
  }
  const typed = { ...cfg, datType: parts.datType ?? cfg.datType };
  const attached = parts.texts.map((t) => attach(t.name, t.bytes));
  return assemble(typed, header, readDat(typed, parts.dat, input.name), input.name, problems, attached);
}

/** The recorder's own report beside the record: some hold its view of the fault, which belongs to the evidence. */
const besides = (input: FormatInput): AttachedText[] =>
  ['hdr', 'inf'].flatMap((extension) => {
    const file = input.companion(extension);
    return file === null ? [] : [attach(file.name, file.bytes)];
  });

const attach = (name: string, bytes: Uint8Array): AttachedText => ({
  name,
  text: decodeRecorderText(bytes.subarray(0, ATTACHED_BYTES_MAX)).text,
});

function assemble(
  cfg: Cfg,
  header: RecorderText,
  dat: Dat,
  datName: string,
  said: readonly Problem[],
  attached: readonly AttachedText[],
): FormatResult {
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
    ...(attached.length === 0 ? {} : { attached }),
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
