/** One frame of curves: its channels with their values at the cursor, switched on and off, and the drawing itself. */
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useLanguage } from '../lib/i18n.tsx';
import { readAt, rowsOf, shortNumber } from './curves.ts';
import type { Marks } from './marks.ts';
import type { Panel } from './panels.ts';
import { colorOf, type PlotAsk, plotOptions } from './plot-options.ts';
import type { Window } from './view.ts';

interface Props {
  readonly panel: Panel;
  readonly title: string;
  readonly window: Window;
  /** Instant of 0 on the axis, epoch ms. */
  readonly startMs: number;
  readonly zone: string;
  readonly marks: Marks;
  readonly onWindow: (window: Window) => void;
  readonly onBack: () => void;
  readonly onCursor: PlotAsk['onCursor'];
}

/** A lone letter turned on its side reads as an arrow. */
const AXIS_NAMES: ReadonlyMap<string, 'rec.axisPct' | 'rec.axisVolt' | 'rec.axisAmpere'> = new Map([
  ['%', 'rec.axisPct'],
  ['V', 'rec.axisVolt'],
  ['A', 'rec.axisAmpere'],
] as const);

export function CurvePanel(props: Props) {
  const { panel, title } = props;
  const { t } = useLanguage();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  const box = usePlot(props, hidden, setCursorMs);
  const toggle = (name: string) =>
    setHidden(hidden.includes(name) ? hidden.filter((h) => h !== name) : [...hidden, name]);
  return (
    <section className="rec-panel">
      <div className="rec-channels">
        <b>{title}</b>
        {panel.curves.map(({ curve, channel }, i) => {
          const read = cursorMs === null ? null : readAt(curve, cursorMs);
          return (
            <button
              type="button"
              key={curve.name}
              aria-pressed={!hidden.includes(curve.name)}
              title={t('rec.toggle', { name: curve.name })}
              onClick={() => toggle(curve.name)}
            >
              <i style={{ background: colorOf(channel, i) }} />
              {curve.name}
              {read && (
                <span className="num">
                  {read.min === read.max
                    ? shortNumber(read.max)
                    : `${shortNumber(read.min)} … ${shortNumber(read.max)}`}{' '}
                  {curve.unit}
                </span>
              )}
            </button>
          );
        })}
      </div>
      <div ref={box} role="img" aria-label={`${title} (${panel.unit})`} />
    </section>
  );
}

/** Draws anew when data, window or marks change; switching a channel and resizing keep the drawing. */
function usePlot(props: Props, hidden: readonly string[], onRead: (atMs: number | null) => void) {
  const { panel, window, startMs, zone, marks } = props;
  const { t } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ ...props, onRead, hidden });
  latest.current = { ...props, onRead, hidden };
  const rows = useMemo(() => rowsOf(panel.curves.map((c) => c.curve)), [panel]);
  const name = AXIS_NAMES.get(panel.unit);
  const yLabel = name === undefined ? panel.unit : t(name);
  const voltLabel = t('rec.axisVolt');
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const options = plotOptions({
      ...{ panel, window, startMs, zone, marks, yLabel, voltLabel, hidden: latest.current.hidden },
      widthPx: element.clientWidth,
      onWindow: (w) => latest.current.onWindow(w),
      onBack: () => latest.current.onBack(),
      onCursor: (atMs, selectedMs) => {
        latest.current.onRead(atMs);
        latest.current.onCursor(atMs, selectedMs);
      },
    });
    const made = new uPlot(options, [rows.timesMs, ...rows.columns] as uPlot.AlignedData, element);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: made.height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [panel, rows, window, startMs, zone, marks, yLabel, voltLabel]);
  useEffect(() => {
    panel.curves.forEach(({ curve }, i) => {
      plot.current?.setSeries(i + 1, { show: !hidden.includes(curve.name) }, false);
    });
  }, [hidden, panel]);
  return box;
}
