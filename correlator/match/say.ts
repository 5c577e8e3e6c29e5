/** The one sentence for the agent, both languages: what was found, as of when, and what not to promise. */

import { CATEGORY_TEXT } from '../../core/complaint.ts';
import type { Text } from '../../core/text.ts';
import { formatTime } from '../../core/time.ts';
import { CAUSE_TEXT, type Cause, type Conclusion } from '../../core/verdict.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import type { IncidentModel } from '../incidents/model.ts';
import { CONCLUDE } from '../params/verdict.ts';
import { EMERGENCY } from './next-step.ts';

export interface Said {
  readonly conclusion: Conclusion;
  readonly cause: Cause | null;
  readonly p: number;
  readonly incident: IncidentModel | null;
  readonly outages: number;
  readonly repeated: boolean;
}

export function say(c: ComplaintContext, v: Said): Text {
  const zone = c.index.facts.settings.zone;
  const asOf = short(Math.max(c.index.toMs, c.time.receivedMs), zone);
  const first = c.triage.category === 'hazard' ? EMERGENCY : null;
  const body = v.conclusion === 'routed' ? routed(c) : found(v, zone);
  return {
    zh: `${first === null ? '' : `${first.zh} `}截至 ${asOf}，${body.zh}`,
    en: `${first === null ? '' : `${first.en} `}As of ${asOf}, ${body.en}`,
  };
}

function routed(c: ComplaintContext): Text {
  const desk = CATEGORY_TEXT[c.triage.category];
  return {
    zh: `您反映的事项属于“${desk.zh}”，已转相应岗位办理，会有人与您联系；办结时间请以对方答复为准。`,
    en: `this matter belongs to "${desk.en}" and has been passed to that desk, who will contact you; do not promise an outcome or a date.`,
  };
}

function found(v: Said, zone: string): Text {
  if (v.repeated) {
    return {
      zh: `近两个月记录到您处停电 ${v.outages} 次，已列入核查；请勿承诺不再停电。`,
      en: `${v.outages} outages are on record at this supply point in two months and are being looked into; do not promise that there will be no more.`,
    };
  }
  if (v.cause === 'disconnected') {
    return {
      zh: '系统显示该户处于欠费停电状态，缴清后按流程复电；请勿承诺具体复电时刻。',
      en: 'the register shows this supply disconnected for arrears; it is reconnected after payment by the usual procedure; do not promise a time.',
    };
  }
  if (v.cause === 'inside' || v.cause === null) return nothingFound(v);
  if (v.cause === 'unknown') {
    return {
      zh: '暂未查到对应的供电侧记录，原因还在核实，会派人查看；请勿告知原因或时间。',
      en: 'no matching record has been found yet and the cause is being checked; do not name a cause or a time.',
    };
  }
  return withCause(v, v.cause, zone);
}

function nothingFound(v: Said): Text {
  return v.conclusion === 'not_found'
    ? {
        zh: '供电侧未记录到异常，该时段您处电压记录完整；如仍有问题请告知，可安排上门测量。',
        en: 'nothing unusual was recorded on the supply side and the record of that time is complete; a visit to measure can be arranged.',
      }
    : {
        zh: '供电侧暂未记录到异常，但该处监测不完整，还不能下结论；正在核实。',
        en: 'nothing unusual has been recorded on the supply side so far, but the record there is incomplete: no conclusion yet.',
      };
}

function withCause(v: Said, cause: Cause, zone: string): Text {
  const name = CAUSE_TEXT[cause];
  const when = v.incident === null ? null : short(v.incident.startMs, zone);
  const sure = v.p >= CONCLUDE.confirmed;
  const pct = Math.round(v.p * 100);
  const zhHow = sure ? `原因为${name.zh}。` : `原因仍在核实（目前指向${name.zh}，把握 ${pct}%），请勿作为定论告知。`;
  const enHow = sure
    ? `the cause is ${name.en}.`
    : `the cause is still being checked (so far it points to ${name.en}, ${pct} %): do not state it as a fact.`;
  const zhWhen = when === null ? '' : `${when} 起供电出现异常，`;
  const enWhen = when === null ? '' : `a supply disturbance began at ${when}; `;
  const back = v.incident?.expectedRestore ?? null;
  const zhBack =
    back === null
      ? ''
      : `预计 ${short(back.p50Ms, zone)} 前后恢复（九成把握在 ${short(back.p90Ms, zone)} 前），此为估计，请勿作为承诺。`;
  const enBack =
    back === null
      ? ''
      : ` Supply is expected back about ${short(back.p50Ms, zone)} (nine in ten by ${short(back.p90Ms, zone)}): an estimate, not a promise.`;
  const zhEnd = back === null ? '请勿承诺不再发生。' : '';
  const enEnd = back === null ? ' Do not promise that it will not happen again.' : '';
  return {
    zh: `${zhWhen}${zhHow}${zhBack}${zhEnd}`,
    en: `${enWhen}${enHow}${enBack}${enEnd}`,
  };
}

/** Local date and minute with the offset: `2026-07-01 20:15 (+08:00)`. */
function short(ms: number, zone: string): string {
  const t = formatTime(ms, zone);
  const offset = t.endsWith('Z') ? 'UTC' : t.slice(-6);
  return `${t.slice(0, 16).replace('T', ' ')} (${offset})`;
}
