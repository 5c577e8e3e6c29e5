/** Events of known size and duration as points, with the ITIC and SEMI F47 curves. */
import type { Disturbance } from '../../core/event.ts';
import { ITIC_LOWER, ITIC_UPPER } from '../../core/limits/itic.ts';
import { SEMI_F47_LINE } from '../../core/limits/semi-f47.ts';
import type { Lang } from '../../core/text.ts';
import { at, axes, escaped, type Frame, linear, logarithmic, path, plot, type Scale, svg } from './svg.ts';
import { WORDS } from './text.ts';

const FRAME: Frame = { width: 340, height: 190, left: 52, right: 12, top: 26, bottom: 36 };
const FROM_S = 0.001;
const TO_S = 1000;
const TOP_PCT = 200;
const SHORT = new Set(['dip', 'swell', 'interruption']);

export function drawn(events: readonly Disturbance[]): readonly Disturbance[] {
  return events.filter((e) => SHORT.has(e.kind) && e.pct !== null && e.durationMs !== null);
}

export function eventChart(events: readonly Disturbance[], lang: Lang): string {
  const f = FRAME;
  const x = logarithmic(FROM_S, TO_S, plot(f).x);
  const y = linear(0, TOP_PCT, plot(f).y);
  const points = drawn(events).map((e) => {
    const [px, py] = [at(x((e.durationMs ?? 0) / 1000)), at(y(Math.min(TOP_PCT, e.pct ?? 0)))];
    return `<circle class="event" cx="${px}" cy="${py}" r="3"/>`;
  });
  const powers = [0.001, 0.01, 0.1, 1, 10, 100, 1000].map((value) => ({ value, label: String(value) }));
  const levels = [0, 50, 100, 150, 200].map((value) => ({ value, label: String(value) }));
  const body = [
    axes(
      f,
      { scale: x, ticks: powers, name: WORDS.durationAxis[lang] },
      { scale: y, ticks: levels, name: WORDS.magnitudeAxis[lang] },
    ),
    path(steps(ITIC_LOWER, x, y), 'curve itic'),
    path(steps(ITIC_UPPER, x, y), 'curve itic'),
    path(steps(SEMI_F47_LINE, x, y), 'curve f47'),
    ...points,
    ...['itic|ITIC†', 'f47|SEMI F47'].map((item, i) => {
      const [style, text] = item.split('|');
      return `<g transform="translate(${f.left + i * 70} 12)"><path class="curve ${style}" d="M0 -3h14"/><text class="tick" x="18">${escaped(text ?? '')}</text></g>`;
    }),
    `<g transform="translate(${f.left + 155} 12)"><circle class="event" cx="7" cy="-3" r="3"/><text class="tick" x="18">${escaped(WORDS.eventMark[lang])}</text></g>`,
  ];
  return svg(f, WORDS.eventChart[lang], body.join(''));
}

/** A staircase: each level holds up to its duration. */
function steps(
  curve: readonly { readonly upToMs: number; readonly pct: number }[],
  x: Scale,
  y: Scale,
): [number, number][] {
  let fromS = FROM_S;
  return curve.flatMap(({ upToMs, pct }) => {
    const toS = Math.min(TO_S, upToMs / 1000);
    const level: [number, number][] =
      toS < fromS
        ? []
        : [
            [x(fromS), y(pct)],
            [x(toS), y(pct)],
          ];
    fromS = Math.max(fromS, toS);
    return level;
  });
}
