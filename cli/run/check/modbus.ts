/** Each configured Modbus unit is asked once as the collector would; what is wrong is said in plain words. */

import type { CollectorConfig } from '../../../collector/config.ts';
import { linkName, ModbusLink } from '../../../collector/io/modbus-link.ts';
import { askProfile, isThere, probeUnit } from '../../../collector/io/probe-modbus.ts';
import { decodePoll } from '../../../collector/meters/decode.ts';
import type { MeterProfile } from '../../../collector/meters/profile.ts';
import { connectionAdvice, exceptionAdvice, NO_ANSWER } from '../../../collector/probe/advice.ts';
import { fitProfile, type ProbedBlock } from '../../../collector/probe/profile-fit.ts';
import { channelUdinV } from '../../../core/declared.ts';
import { id, type MeterId } from '../../../core/ids.ts';
import type { Meter } from '../../../core/network.ts';
import { problemLine } from '../../../core/problem.ts';
import { LINE_PAIRS, PHASES } from '../../../core/quantity.ts';
import type { Reading } from '../../../core/series.ts';
import type { Finding } from './finding.ts';

type Connection = CollectorConfig['modbus'][number];
type Unit = Connection['units'][number];

export async function checkModbus(
  connections: readonly Connection[],
  profiles: ReadonlyMap<string, MeterProfile>,
  meters: ReadonlyMap<string, Meter> | null,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const connection of connections) {
    const { units, ...options } = connection;
    const link = new ModbusLink(options);
    try {
      const failure = await link.open();
      if (failure !== null) {
        const advice = connectionAdvice(failure);
        const text = { en: `${failure}: ${advice.en}`, zh: `${failure}：${advice.zh}` };
        findings.push({ subject: placeOf(connection), state: 'error', text });
        continue;
      }
      for (const unit of units) findings.push(await checkUnit(link, connection, unit, profiles, meters));
    } finally {
      link.close();
    }
  }
  return findings;
}

async function checkUnit(
  link: ModbusLink,
  connection: Connection,
  unit: Unit,
  profiles: ReadonlyMap<string, MeterProfile>,
  meters: ReadonlyMap<string, Meter> | null,
): Promise<Finding> {
  const subject = `${placeOf(connection)} unit ${unit.unit} (${unit.meter})`;
  const configured = profiles.get(unit.profile);
  if (configured === undefined) {
    const known = [...profiles.keys()].join(', ');
    const en = `profile ${unit.profile} is none of ${known}`;
    return { subject, state: 'error', text: { en, zh: `寄存器表 ${unit.profile} 不存在，可用：${known}` } };
  }
  const { profile, probed } = await askProfile(link, unit.unit, configured);
  const meter = meters?.get(unit.meter);
  const problem =
    (await unanswered(link, unit.unit, probed)) ?? (await misfit(link, unit, profile, probed, profiles, meter));
  if (problem !== null) return { subject, ...problem };
  const values = valuesText(fitProfile(profile, probed).values);
  if (meters !== null && meter === undefined) {
    const en = `${values}; but no meter ${unit.meter} is registered in the network`;
    return { subject, state: 'error', text: { en, zh: `${values}；但网络中没有登记表计 ${unit.meter}` } };
  }
  return { subject, state: 'ok', text: { en: values, zh: values } };
}

type Wrong = Pick<Finding, 'state' | 'text'> | null;

/** Nobody there, in which way; null where something answered, if only to another question than this profile's. */
async function unanswered(link: ModbusLink, unit: number, probed: readonly ProbedBlock[]): Promise<Wrong> {
  if (probed.some((p) => p.result.kind === 'words')) return null;
  if (await isThere(link, unit)) return null;
  const result = probed[0]?.result;
  if (result?.kind === 'link') return { state: 'error', text: connectionAdvice(result.message) };
  if (result?.kind === 'exception') return { state: 'error', text: exceptionAdvice(result.code) };
  return { state: 'error', text: NO_ANSWER };
}

/** It answers, but what it says is not what this profile and this supply point lead to expect. */
async function misfit(
  link: ModbusLink,
  unit: Unit,
  profile: MeterProfile,
  probed: readonly ProbedBlock[],
  profiles: ReadonlyMap<string, MeterProfile>,
  meter: Meter | undefined,
): Promise<Wrong> {
  const nominalLnV = meter?.udinV == null ? null : channelUdinV(meter, 'A', meter.udinV);
  const answered = probed.flatMap(({ block, result }) =>
    result.kind === 'words' ? [{ block, words: result.words }] : [],
  );
  const context = { meter: id<MeterId>(unit.meter), atMs: Date.now(), method: '10s', nominalLnV } as const;
  const { problems } = decodePoll(profile, answered, context);
  const fit = fitProfile(profile, probed);
  if (fit.verdict === 'fits') {
    if (problems.length === 0) return offNominal(fit.values, nominalLnV);
    const en = problems.map(problemLine).join('; ');
    return { state: 'warning', text: { en, zh: en } };
  }
  const { fits } = await probeUnit(link, unit.unit, [...profiles.values()]);
  const better = fits.find((f) => f.verdict === 'fits');
  const why = [...problems.map(problemLine), ...fit.because].slice(0, 3).join('; ');
  const en = `the answers do not look like a ${profile.maker} ${profile.model} (${why})`;
  const zh = `应答不像 ${profile.maker} ${profile.model}（${why}）`;
  if (better === undefined) return { state: 'error', text: { en, zh } };
  const other = `profile: ${better.profile.id}`;
  return { state: 'error', text: { en: `${en}; ${other} fits`, zh: `${zh}；${other} 相符` } };
}

/** Register says 220 V, meter says 57.7: secondary volts, or the wrong supply point. */
const FAR_PU = 0.3;
function offNominal(values: Reading['values'], nominalLnV: number | null): Wrong {
  if (nominalLnV === null) return null;
  const live = PHASES.map((p) => values[p]?.u).filter((v) => v !== undefined && v > 1) as number[];
  const [first] = live;
  if (first === undefined || live.some((v) => Math.abs(v / nominalLnV - 1) <= FAR_PU)) return null;
  const en = `${first.toFixed(1)} V although ${nominalLnV.toFixed(0)} V is declared: voltage transformer ratio, or another supply point?`;
  const zh = `实测 ${first.toFixed(1)} V，而申报电压为 ${nominalLnV.toFixed(0)} V：是否为互感器变比，或接在其他供电点？`;
  return { state: 'error', text: { en, zh } };
}

function placeOf(c: Connection): string {
  return `modbus ${linkName(c)}`;
}

function valuesText(values: Reading['values']): string {
  const volts = [...PHASES, ...LINE_PAIRS].flatMap((p) =>
    values[p]?.u === undefined ? [] : [`${p} ${values[p]?.u?.toFixed(1)} V`],
  );
  const hz = values.total?.f;
  return [...volts, ...(hz === undefined ? [] : [`${hz.toFixed(2)} Hz`])].join(', ');
}
