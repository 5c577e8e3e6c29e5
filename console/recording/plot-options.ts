/** How one frame is drawn: scales, axes with their units, and what dragging and clicking mean. */
import type uPlot from 'uplot';
import { PHASE_COLOR } from '../lib/colors.ts';
import { drawBehind, drawOver, type Marks } from './marks.ts';
import type { Panel } from './panels.ts';
import { timeTicks } from './time-axis.ts';
import type { Window } from './view.ts';

/** Pixels left of the first and right of the last instant, the same in every frame. */
export const AXIS_LEFT_PX = 78;
export const AXIS_RIGHT_PX = 78;
const AXIS_LABEL_PX = 20;
const AXIS_DIGITS = 4;
const WAVE_PX = 170;
const RMS_PX = 200;
/** Width of one time label with its distance. */
const TIME_LABEL_PX = 105;
/** A shorter drag is a click. */
const DRAG_MIN_PX = 4;
/** Beyond the thresholds a scale of % of Udin shows at least this, %. */
const PCT_MARGIN = 4;
const SCALE_MARGIN_SHARE = 0.06;
const OTHER_COLORS = ['#0b5c8c', '#c41d7f', '#08979c', '#ad6800', '#531dab', '#595959'];

export interface PlotAsk {
  readonly panel: Panel;
  readonly window: Window;
  readonly startMs: number;
  readonly zone: string;
  readonly marks: Marks;
  readonly yLabel: string;
  /** Axis on the right of a panel in % of Udin. */
  readonly voltLabel: string;
  readonly hidden: readonly string[];
  readonly widthPx: number;
  readonly onWindow: (window: Window) => void;
  readonly onBack: () => void;
  /** `selectedMs`: length of what is being dragged over, null while nothing is. */
  readonly onCursor: (atMs: number | null, selectedMs: number | null) => void;
}

export function colorOf(channel: string | null, at: number): string {
  return (channel === null ? undefined : PHASE_COLOR[channel]) ?? OTHER_COLORS[at % OTHER_COLORS.length] ?? '#595959';
}

export function plotOptions(ask: PlotAsk): uPlot.Options {
  const { panel, window } = ask;
  const isPct = panel.kind === 'rms' && panel.unit === '%';
  const marks = isPct ? ask.marks : { ...ask.marks, levels: [] };
  return {
    width: ask.widthPx,
    height: panel.kind === 'rms' ? RMS_PX : WAVE_PX,
    padding: [8, panel.udinV === null ? AXIS_RIGHT_PX : 0, 0, 0],
    legend: { show: false },
    cursor: cursorOf(ask),
    scales: {
      x: { time: false, range: [window.fromMs, window.toMs] },
      y: { range: (_, min, max) => rangeOf(panel, marks, min, max) },
    },
    axes: axesOf(ask),
    series: [
      {},
      ...panel.curves.map(({ curve, channel }, i) => ({
        label: curve.name,
        stroke: colorOf(channel, i),
        width: panel.kind === 'rms' ? 1.6 : 1.1,
        spanGaps: false,
        points: { show: false },
        show: !ask.hidden.includes(curve.name),
      })),
    ],
    hooks: {
      drawClear: [(u) => drawBehind(u, marks)],
      draw: [(u) => drawOver(u, marks)],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          if (width < DRAG_MIN_PX) return;
          ask.onWindow({ fromMs: u.posToVal(left, 'x'), toMs: u.posToVal(left + width, 'x') });
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      setCursor: [
        (u) => {
          const left = u.cursor.left ?? -1;
          const { left: from, width } = u.select;
          const selectedMs = width < DRAG_MIN_PX ? null : u.posToVal(from + width, 'x') - u.posToVal(from, 'x');
          ask.onCursor(left < 0 ? null : u.posToVal(left, 'x'), selectedMs);
        },
      ],
    },
  };
}

/** One cursor in all frames; a drag belongs to the frame it began in. */
function cursorOf(ask: PlotAsk): uPlot.Cursor {
  const isMove = (type: string) => type === 'mousemove' || type === 'mouseleave';
  return {
    y: false,
    sync: { key: 'recording', scales: ['x', null], setSeries: false, filters: { pub: isMove } },
    drag: { x: true, y: false, setScale: false, dist: DRAG_MIN_PX },
    points: { size: 5 },
    bind: {
      dblclick: () => () => {
        ask.onBack();
        return null;
      },
    },
  };
}

function axesOf({ panel, window, startMs, zone, yLabel, voltLabel }: PlotAsk): uPlot.Axis[] {
  const ticks = (u: uPlot) => {
    const room = Math.floor((u.width - AXIS_LEFT_PX - AXIS_RIGHT_PX) / TIME_LABEL_PX);
    return timeTicks({ ...window, startMs, zone, ticksMax: Math.max(2, room) });
  };
  const numbers = (values: readonly number[]) => values.map((v) => String(Number(v.toPrecision(AXIS_DIGITS))));
  const sized = { size: AXIS_LEFT_PX - AXIS_LABEL_PX, labelSize: AXIS_LABEL_PX };
  const x: uPlot.Axis = {
    splits: (u) => ticks(u).map((tick) => tick.atMs),
    values: (u) => ticks(u).map((tick) => tick.label),
    size: 30,
  };
  const left: uPlot.Axis = { label: yLabel, ...sized, space: 26, values: (_, at) => numbers(at) };
  const { udinV } = panel;
  if (udinV === null) return [x, left];
  const right: uPlot.Axis = {
    side: 1,
    scale: 'y',
    label: voltLabel,
    size: AXIS_RIGHT_PX - AXIS_LABEL_PX,
    labelSize: AXIS_LABEL_PX,
    space: 26,
    grid: { show: false },
    values: (_, at) => numbers(at.map((pct) => (pct * udinV) / 100)),
  };
  return [x, left, right];
}

/** Room above and below; a scale of % of Udin always shows dip and swell threshold. */
function rangeOf(panel: Panel, marks: Marks, min: number | null, max: number | null): [number, number] {
  const pcts = marks.levels.filter((l) => !l.isFloor).map((l) => l.pct);
  const low = Math.min(min ?? 0, ...pcts.map((pct) => pct - PCT_MARGIN));
  const high = Math.max(max ?? 1, ...pcts.map((pct) => pct + PCT_MARGIN));
  const margin = high > low ? (high - low) * SCALE_MARGIN_SHARE : Math.abs(high) * SCALE_MARGIN_SHARE + 1;
  return [panel.kind === 'rms' && low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}
