/** Digital channels that changed: a bar where they are 1. Edges match the frames above. */
import type { RecordedPart } from '../../correlator/contract/recording.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { AXIS_LEFT_PX, AXIS_RIGHT_PX } from './plot-options.ts';
import { useWidth } from './use-width.ts';
import type { Window } from './view.ts';

const LANE_PX = 18;
const NAME_CHARS = 11;

export function SwitchLanes({ part, window }: { readonly part: RecordedPart; readonly window: Window }) {
  const { t } = useLanguage();
  const [box, width] = useWidth();
  // Two switches may carry the same name: the place tells them apart.
  const changed = part.switches.map((s, place) => ({ ...s, place })).filter((s) => s.changes.length > 0);
  if (part.switches.length === 0) return null;
  const spanMs = window.toMs - window.fromMs;
  const inner = width - AXIS_LEFT_PX - AXIS_RIGHT_PX;
  const x = (ms: number) =>
    AXIS_LEFT_PX + ((Math.min(Math.max(ms, window.fromMs), window.toMs) - window.fromMs) / spanMs) * inner;
  return (
    <section className="rec-panel" ref={box}>
      <div className="rec-channels">
        <b>{t('rec.switches', { n: changed.length })}</b>
        <span className="hint">{t('rec.switchesQuiet', { n: part.switches.length - changed.length })}</span>
      </div>
      <svg
        className="lanes"
        height={LANE_PX * changed.length + 4}
        role="img"
        aria-label={t('rec.switches', { n: changed.length })}
      >
        {changed.map((s, row) => (
          <g key={s.place} transform={`translate(0 ${row * LANE_PX})`}>
            <text x={AXIS_LEFT_PX - 6} y={13} textAnchor="end">
              {s.name.length > NAME_CHARS ? `${s.name.slice(0, NAME_CHARS - 1)}…` : s.name}
              <title>{s.name}</title>
            </text>
            <line x1={AXIS_LEFT_PX} x2={width - AXIS_RIGHT_PX} y1={LANE_PX - 3} y2={LANE_PX - 3} stroke="#c3ccd4" />
            {onSpans(s, part.durationMs)
              .filter((on) => on.toMs > window.fromMs && on.fromMs < window.toMs)
              .map((on) => (
                <rect
                  key={on.fromMs}
                  x={x(on.fromMs)}
                  y={4}
                  width={Math.max(2, x(on.toMs) - x(on.fromMs))}
                  height={LANE_PX - 7}
                  fill="#3d7ea6"
                >
                  <title>{`${s.name} = 1`}</title>
                </rect>
              ))}
          </g>
        ))}
      </svg>
    </section>
  );
}

function onSpans(s: RecordedPart['switches'][number], endMs: number): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  let sinceMs: number | null = s.initial === 1 ? 0 : null;
  for (const { atMs, state } of s.changes) {
    if (state === 1) sinceMs ??= atMs;
    else if (sinceMs !== null) {
      spans.push({ fromMs: sinceMs, toMs: atMs });
      sinceMs = null;
    }
  }
  if (sinceMs !== null) spans.push({ fromMs: sinceMs, toMs: endMs });
  return spans;
}
