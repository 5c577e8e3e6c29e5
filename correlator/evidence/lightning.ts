/** Strokes both ways: a near one in time and place, or none, always beside what chance would bring in the same storm. */
import type { EvidenceKind } from './context.ts';
import { round } from './round.ts';

export const lightning: EvidenceKind = {
  id: 'lightning',
  source:
    'marked Poisson likelihood ratio, params/lightning.ts (Guangdong network: detection 60–94 %, median error 489 m)',
  weigh: () => 0,
  share: (_c, h, cause) => (cause === 'lightning' ? (h.incident?.lightning.log2 ?? 0) : 0),
  facts: (_c, h) => (h.incident?.lightning.matches ?? []).map((m) => `stroke:${m.stroke.id}`),
  explain(_c, h) {
    const f = h.incident?.lightning;
    if (f === undefined || !f.covered)
      return { numbers: {}, text: { zh: '没有雷电定位数据', en: 'no stroke record covers the time' } };
    const best = f.matches[0];
    const chance = f.expectedByChance === null ? null : round(f.expectedByChance);
    if (best === undefined) {
      return {
        numbers: { expectedByChance: chance },
        text: { zh: '附近未定位到相符的雷击', en: 'no located stroke fits in time and place' },
      };
    }
    const km = round(best.distanceKm);
    const s = round(Math.abs(best.gapMs) / 1000);
    const ellipsePct = best.ellipseP === null ? null : Math.min(99, Math.max(1, Math.round(100 * best.ellipseP)));
    const zhEllipse = ellipsePct === null ? '' : `（线路在其 ${ellipsePct} % 误差椭圆内）`;
    const enEllipse = ellipsePct === null ? '' : ` (inside its ${ellipsePct} % error ellipse)`;
    return {
      numbers: { distanceKm: km, gapS: s, ellipsePct, peakKa: best.stroke.peakKa, expectedByChance: chance },
      text: {
        zh: `雷击距线路 ${km} km${zhEllipse}，相差 ${s} 秒；同一雷暴中偶然相符的期望数为 ${chance ?? '?'}`,
        en: `a stroke ${km} km from the line${enEllipse}, ${s} s apart; ${chance ?? '?'} such coincidences expected by chance in this storm`,
      },
    };
  },
};
