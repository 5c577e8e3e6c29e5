/** Each configured broker is listened to for a while, and what comes is judged as the collector would. */

import type { CollectorConfig } from '../../../collector/config.ts';
import { Judge } from '../../../collector/decode.ts';
import { type Heard, listenMqtt } from '../../../collector/io/listen-mqtt.ts';
import { DIALECTS } from '../../../collector/payloads/index.ts';
import { connectionAdvice } from '../../../collector/probe/advice.ts';
import type { Meter } from '../../../core/network.ts';
import { type Problem, problemLine } from '../../../core/problem.ts';
import { clientOptions } from '../mqtt-client.ts';
import type { Finding } from './finding.ts';

type Broker = CollectorConfig['mqtt'][number];

const MESSAGES_MAX = 20_000;
/** Names shown of a longer list. */
const SHOWN = 5;
const SOURCE = 'check';

export async function checkMqtt(
  brokers: readonly Broker[],
  meters: ReadonlyMap<string, Meter> | null,
  listenS: number,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(brokers.map((b) => checkBroker(b, meters, listenS)));
  return findings.flat();
}

async function checkBroker(
  broker: Broker,
  meters: ReadonlyMap<string, Meter> | null,
  listenS: number,
): Promise<readonly Finding[]> {
  const subject = `mqtt ${broker.url.replace(/\/\/[^@/]*@/, '//')}`;
  const dialects = DIALECTS.filter((d) => (broker.dialects as readonly string[]).includes(d.id));
  const filters = broker.topics.length > 0 ? broker.topics : dialects.flatMap((d) => d.topics);
  const client = await clientOptions(broker);
  const heard = await listenMqtt({
    url: broker.url,
    filters,
    forMs: listenS * 1000,
    client,
    messagesMax: MESSAGES_MAX,
  });
  if (heard.failure !== null) {
    const advice = connectionAdvice(heard.failure);
    const text = { en: `${heard.failure}: ${advice.en}`, zh: `${heard.failure}：${advice.zh}` };
    return [{ subject, state: 'error', text }];
  }
  return [
    ...refusals(subject, heard),
    ...(heard.messages.length === 0 ? [silence(subject, filters, listenS)] : judged(subject, broker, heard, meters)),
  ];
}

function refusals(subject: string, { refused }: Heard): readonly Finding[] {
  return refused.map((filter) => {
    const en = `the broker refuses the subscription ${filter}: give the user the right to read it`;
    return { subject, state: 'error', text: { en, zh: `代理服务器拒绝订阅 ${filter}：请授予该用户读取权限` } };
  });
}

/** A broker grants what its access list then filters: silence may be that too. */
function silence(subject: string, filters: readonly string[], listenS: number): Finding {
  const en = `connected, but no message within ${listenS} s on ${filters.join(', ')}: do devices publish there, and may this user read it?`;
  const zh = `已连接，但 ${listenS} 秒内在 ${filters.join(', ')} 上没有任何报文：设备是否向此发布？该用户是否有读取权限？`;
  return { subject, state: 'warning', text: { en, zh } };
}

function judged(
  subject: string,
  broker: Broker,
  { messages }: Heard,
  meters: ReadonlyMap<string, Meter> | null,
): readonly Finding[] {
  const dialects = DIALECTS.filter((d) => (broker.dialects as readonly string[]).includes(d.id));
  const judge = new Judge([...(meters?.values() ?? [])], new Map([[SOURCE, { ...broker, dialects }]]));
  const problems = new Map<string, Problem>();
  const heardOf = new Set<string>();
  for (const m of messages) {
    const one = judge.raw({ kind: 'message', source: SOURCE, ...m });
    if (one.meter !== null && one.items.length > 0) heardOf.add(one.meter);
    for (const p of one.problems) problems.set(`${p.code}|${p.file}|${p.field}`, p);
  }
  const unknown = [...problems.values()].filter((p) => p.code === 'unknown-reference').map((p) => p.got);
  const others = [...problems.values()].filter((p) => p.code !== 'unknown-reference');
  const findings: Finding[] = [];
  const count = `${messages.length} messages, ${heardOf.size} meters`;
  findings.push({
    subject,
    state: 'ok',
    text: { en: count, zh: `${messages.length} 条报文，${heardOf.size} 个表计` },
  });
  if (unknown.length > 0 && meters !== null) findings.push(unregistered(subject, [...new Set(unknown)]));
  for (const p of others.slice(0, SHOWN)) {
    findings.push({ subject, state: 'warning', text: { en: problemLine(p), zh: problemLine(p) } });
  }
  const foreign = [...judge.foreign().keys()];
  if (foreign.length > 0) findings.push(foreignTopics(subject, foreign));
  return findings;
}

function unregistered(subject: string, devices: readonly string[]): Finding {
  const names = listed(devices);
  const en = `no registered meter behind ${names}: name it under devices, or register the meter`;
  return {
    subject,
    state: 'error',
    text: { en, zh: `以下设备没有对应的已登记表计：${names}；请在 devices 中指定，或登记表计` },
  };
}

function foreignTopics(subject: string, topics: readonly string[]): Finding {
  const names = listed(topics);
  const en = `no configured dialect reads ${names}; gridwitness probe mqtt://…/TOPIC says which would`;
  const zh = `已配置的报文格式都不能读取 ${names}；可用 gridwitness probe mqtt://…/TOPIC 查询适用的格式`;
  return { subject, state: 'warning', text: { en, zh } };
}

function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` (+${names.length - SHOWN})` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
