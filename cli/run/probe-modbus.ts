/** `probe` on a Modbus address: asks, judges, and prints what was found. */
import { ModbusLink, type ModbusLinkOptions } from '../../collector/io/modbus-link.ts';
import { type ProbedUnit, probeUnit, readRaw } from '../../collector/io/probe-modbus.ts';
import { loadProfiles } from '../../collector/io/profile-file.ts';
import { connectionAdvice, NO_ANSWER } from '../../collector/probe/advice.ts';
import { type FoundUnit, modbusLines } from '../../collector/probe/config-lines.ts';
import type { Fit } from '../../collector/probe/profile-fit.ts';
import { hexDump, type RawBlock, voltagePlaces } from '../../collector/probe/raw-words.ts';
import { registerRows } from '../../collector/probe/register-rows.ts';
import type { ProbeTarget } from '../../collector/probe/target.ts';
import type { Lang } from '../../core/text.ts';
import { type Row, table, writeJsonLines } from '../output.ts';

export interface ModbusProbeOptions {
  readonly units: readonly number[];
  readonly raw: { readonly function: 3 | 4; readonly address: number; readonly length: number } | null;
  /** Files of further profiles. */
  readonly profiles: readonly string[];
  readonly nominalV: number;
  readonly timeoutMs: number;
  readonly lang: Lang;
  readonly json: boolean;
}

type Target = Extract<ProbeTarget, { kind: 'modbus' | 'serial' }>;
const CONNECT_TIMEOUT_MS = 5_000;
/** So many maps are shown of a unit; the rest is a long tail of misfits. */
const FITS_SHOWN = 4;

/** 0 where some unit answered, 1 where none did. */
export async function probeModbus(target: Target, options: ModbusProbeOptions): Promise<number> {
  const profiles = [...(await loadProfiles(options.profiles)).values()];
  const link = new ModbusLink(linkOptions(target, options.timeoutMs));
  try {
    const failure = await link.open();
    if (failure !== null) return await unreachable(failure, options);
    const found: FoundUnit[] = [];
    let answers = 0;
    for (const unit of options.units) {
      process.stderr.write(`asking unit ${unit} …\n`);
      const probed = await probeUnit(link, unit, profiles);
      if (probed.state !== 'answers') {
        if (options.units.length === 1) await silentUnit(probed, options);
        continue;
      }
      answers++;
      const best = probed.fits[0];
      if (best?.verdict === 'fits') found.push({ unit, profile: best.profile.id });
      await showUnit(probed, options);
      if (options.raw !== null || best?.verdict !== 'fits')
        await showRaw(await readRaw(link, unit, options.raw), unit, options);
    }
    if (found.length > 0) await showLines(modbusLines(target, found), options);
    if (answers === 0 && options.units.length > 1) await say(`no unit of ${options.units.join(', ')} answers`, options);
    return answers > 0 ? 0 : 1;
  } finally {
    link.close();
  }
}

function linkOptions(target: Target, replyTimeoutMs: number): ModbusLinkOptions {
  const times = { connectTimeoutMs: CONNECT_TIMEOUT_MS, replyTimeoutMs };
  if (target.kind === 'serial') return { serial: { path: target.path, baudRate: target.baudRate }, ...times };
  return { host: target.host, port: target.port, framing: target.framing, ...times };
}

async function unreachable(failure: string, options: ModbusProbeOptions): Promise<number> {
  await say(`${failure}: ${connectionAdvice(failure)[options.lang]}`, options);
  return 1;
}

async function silentUnit({ unit, state }: ProbedUnit, options: ModbusProbeOptions): Promise<void> {
  const why = state === 'silent' ? NO_ANSWER : connectionAdvice('the connection closed');
  await say(`unit ${unit}: ${why[options.lang]}`, options);
}

async function say(text: string, { json }: ModbusProbeOptions): Promise<void> {
  if (json) await writeJsonLines([{ type: 'probe_note', text }]);
  else process.stdout.write(`${text}\n`);
}

async function showUnit({ unit, fits }: ProbedUnit, options: ModbusProbeOptions): Promise<void> {
  const shown = fits.filter((f) => f.verdict !== 'no answer').slice(0, FITS_SHOWN);
  const [best] = shown;
  const registers =
    best === undefined || best.score === 0 ? [] : registerRows(best, best.nominalLnV ?? options.nominalV);
  if (options.json) {
    await writeJsonLines(shown.map((f) => ({ type: 'probe_fit', unit, ...fitRow(f), because: f.because })));
    await writeJsonLines(
      registers.map((r) => ({ type: 'probe_register', unit, profile: best?.profile.id ?? null, ...r })),
    );
    return;
  }
  process.stdout.write(
    `\nunit ${unit}\n${table(shown.map((f) => ({ ...fitRow(f), because: f.because.slice(0, 3).join('; ') })))}\n`,
  );
  if (best === undefined || registers.length === 0) return;
  process.stdout.write(`\nregisters as ${best.profile.id} reads them\n${table(registers.map(registerRow))}\n`);
}

function fitRow(f: Fit): Row {
  return { profile: f.profile.id, verdict: f.verdict, score: Number(f.score.toFixed(2)), nominal_v: f.nominalLnV };
}

function registerRow(r: ReturnType<typeof registerRows>[number]): Row {
  return {
    register: r.register,
    fn: r.function,
    address: r.address,
    words: r.words,
    value:
      r.value === null
        ? 'not available'
        : `${Number(r.value.toPrecision(7))} ${r.unitOfValue === '1' ? '' : r.unitOfValue}`.trim(),
    note: [...(r.unconfirmed ? ['address unconfirmed'] : []), ...r.alternatives].join('; '),
  };
}

async function showRaw(blocks: readonly RawBlock[], unit: number, options: ModbusProbeOptions): Promise<void> {
  const places = voltagePlaces(blocks, options.raw === null ? null : options.nominalV);
  if (options.json) {
    await writeJsonLines(blocks.map((b) => ({ type: 'probe_words', unit, ...b })));
    await writeJsonLines(places.map((p) => ({ type: 'probe_place', unit, ...p })));
    return;
  }
  if (options.raw !== null) {
    for (const b of blocks) process.stdout.write(`\nfunction ${b.function}\n${hexDump(b).join('\n')}\n`);
  }
  if (blocks.length === 0) process.stdout.write('\nno registers answer there\n');
  else if (places.length === 0) process.stdout.write('\nnothing in these registers could be a usual supply voltage\n');
  else {
    const rows = places.map((p) => ({
      fn: p.function,
      address: p.address,
      words: p.hex,
      reading: p.reading,
      value: `${p.valueV.toFixed(1)} V`,
    }));
    process.stdout.write(`\nplaces where a voltage could stand\n${table(rows)}\n`);
  }
}

async function showLines(lines: readonly string[], { json }: ModbusProbeOptions): Promise<void> {
  if (json) await writeJsonLines([{ type: 'probe_config', lines }]);
  else process.stdout.write(`\nfor gridwitness.yaml (put in the ids of your meters)\n\n${lines.join('\n')}\n`);
}
