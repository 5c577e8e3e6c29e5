/** Does the time fit? Density of the event's instant in what the caller stated, or of the lag of the call. */

import type { Symptom } from '../../core/complaint.ts';
import type { IncidentModel } from '../incidents/model.ts';
import type { Hypothesis } from '../match/hypothesis.ts';
import { timeDensity } from '../match/window.ts';
import type { ComplaintContext, EvidenceKind } from './context.ts';
import { round } from './round.ts';
import { saidOf } from './symptom-fit.ts';

const HOUR_MS = 3_600_000;
/** A weak line is weak on the days too on which it stays just inside the limit: how its presence fades, ms [M]. */
const CHRONIC_FADE_MS = 10 * 24 * HOUR_MS;
/** A contact or a welder: days after the last record and before the first, ms [M]. */
const FADE_MS = 3 * 24 * HOUR_MS;
const DENSITY_MIN = 1e-9;

export const callFit: EvidenceKind = {
  id: 'call_fit',
  source: 'log-normal report lag with a heavy tail, params/calls.ts',
  weigh: (c, h) => Math.log2(Math.max(DENSITY_MIN, callDensity(c, h))),
  facts: (c) => [`time:${c.complaint.id}`],
  explain(c, h) {
    const start = h.incident?.startMs ?? null;
    const lagMin = start === null ? null : Math.round((c.time.receivedMs - start) / 60_000);
    return {
      numbers: {
        lagMin,
        statedWindowMin: c.time.stated ? Math.round((c.time.toMs - c.time.fromMs) / 60_000) : null,
        densityPerH: round(callDensity(c, h)),
      },
      text:
        lagMin === null
          ? { zh: '来电时间', en: 'time of the call' }
          : {
              zh: `事件在来电前 ${lagMin} 分钟${c.time.stated ? ',与客户所述时间比较' : ''}`,
              en: `the event began ${lagMin} min before the call${c.time.stated ? ', compared with the stated time' : ''}`,
            },
    };
  },
};

/** Per hour for events; for lasting troubles the share of presence, 1 while it lasts. */
export function callDensity(c: ComplaintContext, h: Hypothesis): number {
  const k = h.incident;
  if (h.kind === 'inside' || h.kind === 'unseen' || h.kind === 'repeated') return 1;
  if (h.kind === 'disconnected') return disconnectedPresence(c);
  if (k === null) return 1;
  if (h.group !== 'chronic' && !LASTING.has(k.kind)) return eventDensity(c, h, k);
  const from = c.time.stated ? c.time.fromMs : c.time.receivedMs;
  const to = c.time.stated ? c.time.toMs : c.time.receivedMs;
  const end = k.running ? to : (k.endMs ?? k.startMs);
  const gap = Math.max(0, from - end, k.startMs - to);
  const days = Math.max(1, (end - k.startMs) / 86_400_000);
  // Chronic rates are per day; a signature's calls spread over the days it lasts.
  return h.group === 'chronic' ? Math.exp(-gap / CHRONIC_FADE_MS) / 24 : Math.exp(-gap / FADE_MS) / 24 / days;
}

/** Words that fit a supply that is gone; others fit only its going and its coming back. */
const GONE: readonly Symptom[] = ['outage', 'partial_outage', 'frequent_outage', 'production_stopped', 'meter_box'];
/** Return of supply against its loss as what a caller without "no supply" speaks of [M]. */
const RETURN_SHARE = 0.5;

function eventDensity(c: ComplaintContext, h: Hypothesis, k: IncidentModel): number {
  const lasting = h.met.kind === 'outage' && k.endMs !== null && k.endMs - k.startMs > 10 * 60_000;
  const said = saidOf(c);
  if (!lasting || said.length === 0 || said.some((s) => GONE.includes(s))) return timeDensity(c.time, k);
  const at = (startMs: number): number =>
    timeDensity(c.time, { startMs, sigmaMs: k.sigmaMs, endMs: startMs, running: false });
  return Math.max(at(k.startMs), RETURN_SHARE * at(k.endMs ?? k.startMs));
}

const LASTING: ReadonlySet<string> = new Set(['loose_contact', 'flicker', 'rvc']);

/** While disconnected: 1; before it: 0; after the reconnection it fades in hours. */
function disconnectedPresence(c: ComplaintContext): number {
  const at = c.site.customer?.disconnectedAtMs ?? null;
  if (at === null) return 0.3;
  const back = c.site.customer?.reconnectedAtMs ?? null;
  const asked = c.time.stated ? c.time.toMs : c.time.receivedMs;
  if (asked < at - HOUR_MS / 2) return 0;
  if (back === null || back < at || c.time.receivedMs <= back) return 1;
  const overlap = c.time.stated && c.time.fromMs <= back;
  return overlap ? 0.7 : Math.exp(-(c.time.receivedMs - back) / (6 * HOUR_MS)) * 0.3;
}
