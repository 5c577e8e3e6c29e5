/** `check --config`: the file, then the stores, then every device it names. */
import { loadProfiles } from '../../../collector/io/profile-file.ts';
import { OperationalError } from '../../../core/assert.ts';
import type { Lang } from '../../../core/text.ts';
import { writeJsonLines } from '../../output.ts';
import { type Config, loadConfig } from '../config.ts';
import { type Finding, findingRow, findingTable, hasError, same } from './finding.ts';
import { checkModbus } from './modbus.ts';
import { checkMqtt } from './mqtt.ts';
import { checkStores } from './stores.ts';

export interface ConfigCheckOptions {
  /** Only the file itself: no store is opened, no device asked. */
  readonly offline: boolean;
  /** How long each broker is listened to, s. */
  readonly listenS: number;
  readonly lang: Lang;
  readonly json: boolean;
}

/** 1 where something is wrong. */
export async function checkConfig(file: string, options: ConfigCheckOptions): Promise<number> {
  const read = await readConfig(file);
  const findings = [...read.findings];
  if (read.config !== null && !options.offline) findings.push(...(await checkParts(read.config, options)));
  if (options.json) await writeJsonLines(findings.map(findingRow));
  else process.stdout.write(`${findingTable(findings, options.lang)}\n`);
  return hasError(findings) ? 1 : 0;
}

async function readConfig(file: string): Promise<{ config: Config | null; findings: readonly Finding[] }> {
  try {
    const config = await loadConfig(file);
    const text = { en: 'can be read', zh: '可以读取' };
    return { config, findings: [{ subject: file, state: 'ok', text }] };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    // One finding per mistake: the message lists them line by line behind the file's name.
    const [head = '', ...faults] = error.message.split('\n');
    const lines = faults.length > 0 ? faults.map((f) => f.trim()) : [head];
    return { config: null, findings: lines.map((l) => ({ subject: file, state: 'error', text: same(l) })) };
  }
}

async function checkParts(config: Config, options: ConfigCheckOptions): Promise<readonly Finding[]> {
  const note = (what: string) => process.stderr.write(`${what} …\n`);
  note('stores');
  const { findings, meters } = await checkStores(config);
  const { collector } = config;
  if (collector === undefined) {
    const text = { en: 'no collector is configured', zh: '未配置采集部分（collector）' };
    return [...findings, { subject: 'collector', state: 'warning', text }];
  }
  const byId = meters === null ? null : new Map(meters.map((m) => [m.meter as string, m]));
  const profiles = await loadProfiles(collector.profiles);
  note(`${collector.modbus.length} Modbus connections`);
  const modbus = await checkModbus(collector.modbus, profiles, byId);
  note(`${collector.mqtt.length} brokers, ${options.listenS} s each`);
  const mqtt = await checkMqtt(collector.mqtt, byId, options.listenS);
  return [...findings, ...modbus, ...mqtt];
}
