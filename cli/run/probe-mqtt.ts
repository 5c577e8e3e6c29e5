/** `probe` on a broker: listens, tells which dialect each topic is, what it says, and prints the lines to paste. */
import { type HeardMessage, listenMqtt } from '../../collector/io/listen-mqtt.ts';
import { DIALECTS } from '../../collector/payloads/index.ts';
import { type Recognised, recognise } from '../../collector/payloads/recognise.ts';
import { scaleDoubt } from '../../collector/payloads/scale.ts';
import { connectionAdvice } from '../../collector/probe/advice.ts';
import { type FoundDevice, mqttLines } from '../../collector/probe/config-lines.ts';
import type { ProbeTarget } from '../../collector/probe/target.ts';
import { problemLine } from '../../core/problem.ts';
import type { Reading } from '../../core/series.ts';
import type { Lang, Text } from '../../core/text.ts';
import { type Row, table, writeJsonLines } from '../output.ts';
import { clientOptions } from './mqtt-client.ts';

export interface MqttProbeOptions {
  readonly nominalV: number;
  readonly listenS: number;
  /** PEM files for a broker behind TLS. */
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  readonly lang: Lang;
  readonly json: boolean;
}

type Target = Extract<ProbeTarget, { kind: 'mqtt' }>;

const MESSAGES_MAX = 5_000;
/** Topics shown; a big broker has thousands of other people's. */
const TOPICS_SHOWN = 100;
const FIELDS_SHOWN = 8;

interface TopicSeen {
  readonly topic: string;
  readonly count: number;
  readonly retained: boolean;
  readonly recognised: Recognised;
}

/** 0 where something was heard, 1 where there is no connection or only silence. */
export async function probeMqtt(target: Target, options: MqttProbeOptions): Promise<number> {
  process.stderr.write(`listening to ${target.filter} for ${options.listenS} s …\n`);
  const heard = await listen(target, options);
  if (heard.failure !== null) return say(`${heard.failure}: ${connectionAdvice(heard.failure)[options.lang]}`, options);
  if (heard.refused.length > 0) return say(REFUSED[options.lang], options);
  if (heard.messages.length === 0) return say(SILENT[options.lang], options);
  const seen = topicsOf(heard.messages);
  if (options.json) await writeJsonLines(seen.map((t) => topicLine(t, options.nominalV)));
  else showTopics(seen, options.nominalV);
  const devices = devicesOf(seen);
  if (devices.length > 0) await showLines(mqttLines(target.url, devices, filtersOf), options);
  return 0;
}

const REFUSED: Text = {
  en: 'connected, but the broker refuses this subscription: the user has no right to read it',
  zh: '已连接，但代理服务器拒绝该订阅：该用户没有读取权限',
};
const SILENT: Text = {
  en: 'connected, but nothing was published there in this time: listen longer, or check topic and read rights',
  zh: '已连接，但在此期间没有任何报文：请延长监听时间，或检查主题和读取权限',
};

/** Old brokers know version 3.1.1 only. */
async function listen(target: Target, { listenS, tls }: MqttProbeOptions) {
  const options = { url: target.url, filters: [target.filter], forMs: listenS * 1000, messagesMax: MESSAGES_MAX };
  const client = await clientOptions({ protocol: '5', ...(tls === undefined ? {} : { tls }) });
  const heard = await listenMqtt({ ...options, client });
  const isOld = heard.failure !== null && /protocol version|closed the connection/i.test(heard.failure);
  return isOld ? listenMqtt({ ...options, client: { ...client, protocolVersion: 4 } }) : heard;
}

async function say(text: string, { json }: MqttProbeOptions): Promise<number> {
  if (json) await writeJsonLines([{ type: 'probe_note', text }]);
  else process.stdout.write(`${text}\n`);
  return 1;
}

/** All messages are recognised in order, as aliases are told once; the last of each topic is shown. */
function topicsOf(messages: readonly HeardMessage[]): readonly TopicSeen[] {
  const memory = new Map<string, unknown>();
  const byTopic = new Map<string, TopicSeen>();
  for (const { topic, bytes, retained, receivedMs } of messages) {
    const recognised = recognise(topic, bytes, { receivedMs, memory });
    byTopic.set(topic, { topic, count: (byTopic.get(topic)?.count ?? 0) + 1, retained, recognised });
  }
  const rank = ({ recognised: { matches, fields } }: TopicSeen) =>
    matches[0]?.readAs === null ? 0 : matches.length > 0 ? 1 : fields.length > 0 ? 2 : 3;
  return [...byTopic.values()].sort((a, b) => rank(a) - rank(b) || a.topic.localeCompare(b.topic));
}

function topicLine(seen: TopicSeen, nominalV: number): Row {
  const { topic, count, retained, recognised } = seen;
  return { type: 'probe_topic', topic, messages: count, retained, doubt: doubtOf(seen, nominalV), ...recognised };
}

/** The likely mistake where the voltages are off the declared one by a usual factor. */
function doubtOf({ recognised }: TopicSeen, nominalV: number): string | null {
  const values = recognised.matches[0]?.readings[0]?.values;
  return values === undefined ? null : (scaleDoubt(values, nominalV)?.hint ?? null);
}

function showTopics(seen: readonly TopicSeen[], nominalV: number): void {
  const rows = seen.slice(0, TOPICS_SHOWN).map((one): Row => {
    const { topic, count, retained } = one;
    const [best] = one.recognised.matches;
    const doubt = doubtOf(one, nominalV);
    return {
      topic,
      messages: count,
      dialect: best === undefined ? null : best.readAs === null ? best.dialect : `${best.dialect}? (readAs)`,
      device: best?.device ?? null,
      reads: best === undefined ? null : summary(best.readings[0], best.others),
      note: [
        ...(doubt === null ? [] : [doubt]),
        ...(retained ? ['retained: the broker kept it'] : []),
        ...(best?.problems ?? []).slice(0, 1).map(problemLine),
      ].join('; '),
    };
  });
  process.stdout.write(`\n${table(rows)}\n`);
  if (seen.length > TOPICS_SHOWN) process.stdout.write(`… and ${seen.length - TOPICS_SHOWN} more topics\n`);
  for (const { topic, recognised } of seen) {
    if (recognised.fields.length === 0) continue;
    const fields = recognised.fields.slice(0, FIELDS_SHOWN).map((f) => ({
      field: f.path === '' ? '(the whole message)' : f.path,
      value: f.value,
      phase: f.phase,
      likely: f.likely,
    }));
    process.stdout.write(`\nnumbers of ${topic} that may be voltages\n${table(fields)}\n`);
  }
}

function summary(reading: Reading | undefined, others: readonly string[]): string {
  const volts = Object.entries(reading?.values ?? {}).flatMap(([phase, v]) =>
    v?.u === undefined ? [] : [`${phase} ${v.u} V`],
  );
  return [...volts, ...others].join(', ') || '-';
}

function devicesOf(seen: readonly TopicSeen[]): readonly FoundDevice[] {
  const found = new Map<string, FoundDevice>();
  for (const { topic, recognised } of seen) {
    const best = recognised.matches[0];
    const hasUse =
      best !== undefined && (best.readings.some((r) => Object.keys(r.values).length > 0) || best.others.length > 0);
    if (!hasUse || best.device === '' || found.has(best.device)) continue;
    found.set(best.device, {
      device: best.device,
      dialect: best.dialect,
      readAs: best.readAs === null ? null : [topic, best.readAs],
    });
  }
  return [...found.values()];
}

const filtersOf = (dialect: string): readonly string[] => DIALECTS.find((d) => d.id === dialect)?.topics ?? [];

async function showLines(lines: readonly string[], { json }: MqttProbeOptions): Promise<void> {
  if (json) await writeJsonLines([{ type: 'probe_config', lines }]);
  else process.stdout.write(`\nfor gridwitness.yaml (put in the ids of your meters)\n\n${lines.join('\n')}\n`);
}
