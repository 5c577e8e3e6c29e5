/** Which symptoms a text reports, after the ones that contain each other are sorted out. */
import type { Symptom } from '../../../core/complaint.ts';
import type { Cues } from '../cues.ts';
import { findHits, type Hit } from '../match.ts';
import type { NormalText } from '../normalise.ts';
import type { ToldVoltages } from '../numbers.ts';
import { SYMPTOM_WORDS } from './index.ts';

export function findSymptoms(text: NormalText, cues: Cues, told: ToldVoltages): ReadonlyMap<Symptom, readonly Hit[]> {
  const found = new Map<Symptom, readonly Hit[]>();
  for (const s of SYMPTOM_WORDS) {
    const hits = findHits([...s.zh, ...s.en], text).filter((h) => !h.negated);
    if (hits.length > 0) found.set(s.id, hits);
  }
  if (told.high.length > 0)
    found.set('overvoltage_reported', [...(found.get('overvoltage_reported') ?? []), ...told.high]);
  keepNarrower(found, cues);
  dropPlanned(found, cues);
  return found;
}

/** A blink, a habit or a part of the home is said instead of "outage" where every word of outage lies beside it. */
function keepNarrower(found: Map<Symptom, readonly Hit[]>, cues: Cues): void {
  const outage = found.get('outage');
  if (outage === undefined) return;
  const narrower = ['brief_outage', 'frequent_outage', 'partial_outage'] as const;
  const beside = (h: Hit): boolean =>
    narrower.some((s) =>
      (found.get(s) ?? []).some((n) => {
        const behind = n.clauseIndex - h.clauseIndex;
        return (
          behind === 0 || (s === 'brief_outage' && behind === 1) || (s === 'partial_outage' && Math.abs(behind) === 1)
        );
      }),
    );
  if (found.has('brief_outage') && cues.lasting.length === 0) found.delete('outage');
  else if (outage.every(beside)) found.delete('outage');
}

/** Words that say supply is awaited: it is gone now, whatever is said of the future. */
const AWAITED =
  /\b(?:over|past|beyond|late)\b|超时|超了|超过|超出|延时|延长|back|restored|return|on again|来电|恢复|送电|复电|通电|返电|有电/;

/** Supply that is still to be switched off is no symptom. */
function dropPlanned(found: Map<Symptom, readonly Hit[]>, cues: Cues): void {
  const outage = found.get('outage');
  if (outage === undefined || cues.future.length === 0) return;
  const planned = new Set(cues.future.map((h) => h.clauseIndex));
  const rest = outage.filter((h) => !planned.has(h.clauseIndex) || AWAITED.test(h.clause.text.slice(h.start, h.end)));
  if (rest.length === 0) found.delete('outage');
  else found.set('outage', rest);
}
