/** Spans, gaps, trigger and thresholds of the part that is shown. */
import { useMemo } from 'react';
import type { Recording } from '../../correlator/contract/recording.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { EVENT_COLOR, type Marks } from './marks.ts';
import { type EventRow, endOf, type View } from './view.ts';

const REPEATED_COLOR = '#8c8c8c';

/** Kept while nothing of it changes, or every frame would be drawn anew with each movement of the mouse. */
export function useMarks(recording: Recording, rows: readonly EventRow[], view: View): Marks {
  const { t } = useLanguage();
  return useMemo(() => {
    const part = recording.parts[view.part];
    const { dipPct, swellPct, interruptionPct } = recording.thresholds;
    return {
      spans: [
        // What counts in another record is seen here all the same.
        ...(part?.repeated ?? []).map((e) => ({
          fromMs: e.atMs,
          toMs: endOf(e, part),
          color: REPEATED_COLOR,
          isChosen: false,
        })),
        ...rows
          .filter((r) => r.part === view.part)
          .map((r) => ({
            fromMs: r.event.atMs,
            toMs: r.endMs,
            color: EVENT_COLOR[r.event.kind],
            isChosen: r.key === view.chosen,
          })),
      ],
      gaps: part?.gaps ?? [],
      gapLabel: t('rec.gap'),
      triggerMs: part?.triggerMs ?? null,
      triggerLabel: t('rec.trigger'),
      levels: [
        { pct: swellPct, isFloor: false, label: t('rec.threshold.swell', { pct: swellPct }), color: EVENT_COLOR.swell },
        { pct: dipPct, isFloor: false, label: t('rec.threshold.dip', { pct: dipPct }), color: EVENT_COLOR.dip },
        {
          pct: interruptionPct,
          isFloor: true,
          label: t('rec.threshold.interruption', { pct: interruptionPct }),
          color: EVENT_COLOR.interruption,
        },
      ],
    };
  }, [recording, rows, view.part, view.chosen, t]);
}
