/** Silence of a meter that was watching: counts only as far as it could have seen what the hypothesis says. */

import type { Meter } from '../../core/network.ts';
import type { SeenKind } from '../../core/usual-sight.ts';
import type { Hypothesis } from '../match/hypothesis.ts';
import { SILENT_FLOOR_LOG2 } from '../params/reach.ts';
import type { ExperienceKind } from '../params/symptoms.ts';
import type { ComplaintContext, EvidenceKind } from './context.ts';
import { round } from './round.ts';

/** Share of unseen supply troubles that would show at the transformer too, by what is claimed [M]. */
const AREA_SHARE: Readonly<Partial<Record<SeenKind, number>>> = {
  outage: 0.5,
  interruption: 0.7,
  dip: 0.85,
  undervoltage: 0.4,
  overvoltage: 0.5,
  swell: 0.6,
};

export const SEEN_AS: Readonly<Record<ExperienceKind, SeenKind>> = {
  outage: 'outage',
  interruption: 'interruption',
  dip: 'dip',
  undervoltage: 'undervoltage',
  overvoltage: 'overvoltage',
  swell: 'swell',
  broken_neutral: 'broken_neutral',
  phase_loss: 'phase_loss',
  loose_contact: 'loose_contact',
  flicker: 'flicker',
  transient: 'transient',
  nothing: 'mv_earth',
  repeated: 'outage',
  disconnected: 'outage',
  inside: 'outage',
  unseen: 'outage',
};

export const coverage: EvidenceKind = {
  id: 'coverage',
  source: 'P(recorded | happened) by method, core/usual-sight.ts',
  weigh(c, h) {
    if (h.kind === 'inside' || h.kind === 'disconnected' || h.kind === 'repeated') return 0;
    const missed = h.kind === 'unseen' ? unseenMissed(c) : silentMissed(c, h);
    return Math.max(SILENT_FLOOR_LOG2, Math.log2(Math.max(1e-6, missed)));
  },
  facts: (c, h) => (h.met.by === 'own' ? [] : watching(c).map((m) => `watch:${m.meter}`)),
  explain(c, h) {
    const sees = round(ownSees(c, c.claimed));
    if (h.met.by === 'own')
      return { numbers: { ownMeterSees: sees }, text: { zh: '本户电表有记录', en: 'the own meter has the record' } };
    return c.site.meters.length === 0
      ? {
          numbers: { ownMeterSees: 0 },
          text: {
            zh: '该供电点没有监测，没有记录不说明问题',
            en: 'no meter watches this supply point: no record says nothing',
          },
        }
      : {
          numbers: { ownMeterSees: sees },
          text: {
            zh: `本户电表未记录，能看到此类事件的概率 ${sees}`,
            en: `own meter recorded nothing; it sees such events with probability ${sees}`,
          },
        };
  },
};

function watching(c: ComplaintContext): readonly Meter[] {
  return c.site.meters;
}

/** P(own meter records the kind in the complaint's window), the best of its meters. */
export function ownSees(c: ComplaintContext, kind: SeenKind): number {
  return Math.max(
    0,
    ...c.site.meters.map((m) => c.watch.sees(m, kind, { fromMs: c.time.fromMs, toMs: c.time.toMs, durationMs: null })),
  );
}

/** The transformer's own meter: for what reaches the whole area. */
export function areaSees(c: ComplaintContext, kind: SeenKind): number {
  const area = c.site.at?.area ?? null;
  if (area === null) return 0;
  const bus = (c.index.metersOfArea.get(area) ?? []).filter((m) => m.node === area);
  return Math.max(
    0,
    ...bus.map((m) => c.watch.sees(m, kind, { fromMs: c.time.fromMs, toMs: c.time.toMs, durationMs: null })),
  );
}

function unseenMissed(c: ComplaintContext): number {
  const own = 1 - ownSees(c, c.claimed);
  return own * (1 - (AREA_SHARE[c.claimed] ?? 0) * areaSees(c, c.claimed));
}

function silentMissed(c: ComplaintContext, h: Hypothesis): number {
  const k = h.incident;
  // Whoever was dark was located with the silent meters already: counting them again would say it twice.
  if (k === null || h.met.by === 'own' || (h.met.by === 'place' && h.met.reach < 0.3)) return 1;
  const kind = SEEN_AS[h.met.kind];
  const from = k.startMs - 2 * k.sigmaMs;
  const to = Math.max(k.startMs + 60_000, k.endMs ?? k.startMs) + 2 * k.sigmaMs;
  const w = { fromMs: from, toMs: Math.min(to, from + 86_400_000), durationMs: h.met.durationMs };
  return c.site.meters.reduce((missed, m) => missed * (1 - c.watch.sees(m, kind, w)), 1);
}
