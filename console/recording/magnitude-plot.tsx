/** Magnitude–duration plot of all events of the recording with the ITIC and SEMI F47 curves. */
import { DISTURBANCE_TEXT } from '../../core/event.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration } from '../lib/time.ts';
import { shortNumber } from './curves.ts';
import { type Corner, decades, FROM_MS, limitLines, magnitudePlot, type PlottedEvent } from './magnitude.ts';
import { EVENT_COLOR } from './marks.ts';
import { preciseTime } from './time-axis.ts';
import { useWidth } from './use-width.ts';
import type { EventRow } from './view.ts';

const HEIGHT_PX = 330;
const EDGE_PX = { left: 54, right: 28, top: 12, bottom: 40 } as const;
const LINE_COLOR = { itic: '#0b5c8c', semi_f47: '#0b7a4b' } as const;

interface Props {
  readonly rows: readonly EventRow[];
  readonly chosen: string | null;
  readonly zone: string;
  readonly onChoose: (key: string) => void;
}

interface Frame {
  readonly x: (ms: number) => number;
  readonly y: (pct: number) => number;
  readonly widthPx: number;
  readonly toMs: number;
  readonly topPct: number;
}

export function MagnitudePlot(props: Props) {
  const { t } = useLanguage();
  const [box, widthPx] = useWidth();
  const plot = magnitudePlot(props.rows);
  const { toMs, topPct } = plot;
  const inner = { width: widthPx - EDGE_PX.left - EDGE_PX.right, height: HEIGHT_PX - EDGE_PX.top - EDGE_PX.bottom };
  const frame: Frame = {
    x: (ms) => EDGE_PX.left + (Math.log10(ms / FROM_MS) / Math.log10(toMs / FROM_MS)) * inner.width,
    y: (pct) => EDGE_PX.top + (1 - pct / topPct) * inner.height,
    widthPx,
    toMs,
    topPct,
  };
  const kinds = [...new Set(plot.points.map((p) => p.row.event.kind))];
  return (
    <section className="rec-card" ref={box}>
      <h2>{t('rec.magnitude')}</h2>
      <svg className="rec-magnitude" width={widthPx} height={HEIGHT_PX} aria-label={t('rec.magnitude')}>
        <Axes frame={frame} />
        <Limits frame={frame} />
        {plot.points.map((point) => (
          <Point key={point.row.key} point={point} frame={frame} {...props} />
        ))}
        {plot.points.length === 0 && (
          <text x={frame.x(toMs / 30)} y={frame.y(30)} textAnchor="middle">
            {t('rec.magnitudeNone')}
          </text>
        )}
      </svg>
      <Legend kinds={kinds} left={plot.left} hasOpen={plot.points.some((p) => p.atLeast)} />
    </section>
  );
}

function Axes({ frame }: { readonly frame: Frame }) {
  const { t } = useLanguage();
  const { x, y, toMs, topPct, widthPx } = frame;
  const levels = Array.from({ length: topPct / (topPct > 300 ? 50 : 20) + 1 }, (_, i) => i * (topPct > 300 ? 50 : 20));
  return (
    <g>
      {levels.map((pct) => (
        <g key={pct}>
          <line x1={x(FROM_MS)} x2={x(toMs)} y1={y(pct)} y2={y(pct)} stroke={pct === 100 ? '#9fb6c6' : '#edf1f4'} />
          <text x={EDGE_PX.left - 6} y={y(pct) + 4} textAnchor="end">
            {pct}
          </text>
        </g>
      ))}
      {decades(toMs).map((ms) => (
        <g key={ms}>
          <line x1={x(ms)} x2={x(ms)} y1={y(0)} y2={y(topPct)} stroke="#edf1f4" />
          <text x={x(ms)} y={y(0) + 16} textAnchor="middle">
            {ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}
          </text>
        </g>
      ))}
      <text x={(EDGE_PX.left + widthPx) / 2} y={HEIGHT_PX - 6} textAnchor="middle">
        {t('rec.durationAxis')}
      </text>
      <text transform={`translate(13 ${y(topPct / 2)}) rotate(-90)`} textAnchor="middle">
        {t('rec.magnitudeAxis')}
      </text>
    </g>
  );
}

function Limits({ frame }: { readonly frame: Frame }) {
  const { t } = useLanguage();
  const { x, y, toMs, topPct } = frame;
  const path = (corners: readonly Corner[]) =>
    corners
      .map((c, i) => `${i === 0 ? 'M' : 'L'}${x(c.ms).toFixed(1)} ${y(Math.min(c.pct, topPct)).toFixed(1)}`)
      .join('');
  return (
    <g>
      {limitLines(toMs).map((line) => (
        <path
          key={path(line.corners)}
          d={path(line.corners)}
          fill="none"
          stroke={LINE_COLOR[line.id]}
          strokeWidth={1.8}
          strokeDasharray={line.unconfirmed ? '6 4' : undefined}
        />
      ))}
      <text x={x(5)} y={y(120) - 6} className="rec-line-name" fill={LINE_COLOR.itic}>
        {t('rec.iticShort')} ※
      </text>
      <text x={x(22)} y={y(70) - 6} className="rec-line-name" fill={LINE_COLOR.itic}>
        {t('rec.iticShort')} ※
      </text>
      <text x={x(55)} y={y(50) + 14} className="rec-line-name" fill={LINE_COLOR.semi_f47}>
        {t('rec.semiShort')}
      </text>
    </g>
  );
}

function Point({ point, frame, ...props }: Props & { readonly point: PlottedEvent; readonly frame: Frame }) {
  const { t, pick } = useLanguage();
  const { row, ms, pct, atLeast } = point;
  const { event } = row;
  const isChosen = row.key === props.chosen;
  const length = atLeast ? t('rec.atLeast', { duration: duration(ms) }) : duration(ms);
  const side = (id: 'itic' | 'semi_f47') => {
    const name = id === 'itic' ? t('rec.iticShort') : t('rec.semiShort');
    const said = event.class[id];
    return said === 'inside' || said === 'outside' ? ` · ${name}: ${t(`rec.${said}`)}` : '';
  };
  const words = `${pick(DISTURBANCE_TEXT[event.kind])} · ${shortNumber(pct)} % · ${length} · ${preciseTime(Date.parse(event.start), props.zone)}${side('itic')}${side('semi_f47')}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an element of the drawing cannot be a button element.
    <g
      className="rec-point"
      role="button"
      tabIndex={0}
      aria-label={words}
      aria-pressed={isChosen}
      onClick={() => props.onChoose(row.key)}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' && e.key !== ' ') return;
        e.preventDefault();
        props.onChoose(row.key);
      }}
    >
      <title>{words}</title>
      {atLeast && (
        <path
          d={`M${frame.x(ms) + 5} ${frame.y(pct)}h18m-5 -4l5 4l-5 4`}
          fill="none"
          stroke={EVENT_COLOR[event.kind]}
          strokeWidth={1.5}
        />
      )}
      <circle
        cx={frame.x(ms)}
        cy={frame.y(pct)}
        r={isChosen ? 7 : 5}
        fill={atLeast ? '#fff' : EVENT_COLOR[event.kind]}
        stroke={isChosen ? '#1f2a33' : atLeast ? EVENT_COLOR[event.kind] : '#fff'}
        strokeWidth={isChosen ? 2 : 1.5}
      />
    </g>
  );
}

function Legend(props: {
  readonly kinds: readonly EventRow['event']['kind'][];
  readonly left: number;
  readonly hasOpen: boolean;
}) {
  const { t, pick } = useLanguage();
  return (
    <div className="legend">
      {props.kinds.map((kind) => (
        <span key={kind}>
          <i className="dot" style={{ background: EVENT_COLOR[kind] }} />
          {pick(DISTURBANCE_TEXT[kind])}
        </span>
      ))}
      <span>
        <i className="dashed" style={{ borderColor: LINE_COLOR.itic }} />
        {t('rec.itic')}
      </span>
      <span>
        <i style={{ background: LINE_COLOR.semi_f47 }} />
        {t('rec.semi')}
      </span>
      <span>{t('rec.unconfirmedMark')}</span>
      {props.hasOpen && <span>{t('rec.magnitudeOpen')}</span>}
      {props.left > 0 && <span>{t('rec.magnitudeLeft', { n: props.left })}</span>}
    </div>
  );
}
