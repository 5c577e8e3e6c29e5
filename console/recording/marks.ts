/** What is drawn behind and over the curves besides them: spans of events, gaps, the trigger, thresholds. */
import type uPlot from 'uplot';
import type { DisturbanceKind } from '../../core/event.ts';

/** Colours of events, on the chart, in the table and in the magnitude plot. */
export const EVENT_COLOR: Readonly<Record<DisturbanceKind, string>> = {
  dip: '#d46b08',
  swell: '#722ed1',
  interruption: '#cf1322',
  rvc: '#1d6fa5',
  outage: '#a8071a',
  overvoltage: '#9254de',
  undervoltage: '#d48806',
  flicker: '#08979c',
  unbalance: '#5b8c00',
  frequency: '#2f54eb',
  broken_neutral: '#780650',
  loose_contact: '#ad6800',
  phase_loss: '#d4380d',
  earth_fault: '#531dab',
  transient: '#c41d7f',
};

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly color: string;
  readonly isChosen: boolean;
}

export interface Level {
  readonly pct: number;
  /** Shown where the scale reaches it, but no reason to reach so far down. */
  readonly isFloor: boolean;
  readonly label: string;
  readonly color: string;
}

export interface Marks {
  readonly spans: readonly Span[];
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly gapLabel: string;
  readonly triggerMs: number | null;
  readonly triggerLabel: string;
  /** Only where the scale is % of Udin. */
  readonly levels: readonly Level[];
}

const FONT_PX = 11;
/** An event shorter than a pixel is still seen. */
const SPAN_MIN_PX = 2;

export function drawBehind(u: uPlot, marks: Marks): void {
  const { ctx, bbox } = u;
  ctx.save();
  clip(u);
  for (const gap of marks.gaps) {
    const [left, width] = across(u, gap.fromMs, gap.toMs);
    ctx.fillStyle = '#eef1f4';
    ctx.fillRect(left, bbox.top, width, bbox.height);
    if (width > 60 * ratio()) text(u, marks.gapLabel, left + width / 2, bbox.top + 14 * ratio(), '#5f6f7c', 'center');
  }
  for (const span of marks.spans) {
    const [left, width] = across(u, span.fromMs, span.toMs);
    ctx.fillStyle = `${span.color}${span.isChosen ? '30' : '18'}`;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.strokeStyle = `${span.color}${span.isChosen ? 'ff' : '80'}`;
    ctx.lineWidth = (span.isChosen ? 1.5 : 1) * ratio();
    line(u, left, bbox.top, left, bbox.top + bbox.height);
    line(u, left + width, bbox.top, left + width, bbox.top + bbox.height);
  }
  ctx.restore();
}

export function drawOver(u: uPlot, marks: Marks): void {
  const { ctx, bbox } = u;
  ctx.save();
  clip(u);
  for (const level of marks.levels) {
    const y = u.valToPos(level.pct, 'y', true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = level.color;
    ctx.lineWidth = ratio();
    ctx.setLineDash([6 * ratio(), 4 * ratio()]);
    line(u, bbox.left, y, bbox.left + bbox.width, y);
    text(u, level.label, bbox.left + bbox.width - 6 * ratio(), y - 4 * ratio(), level.color, 'right');
  }
  if (marks.triggerMs !== null) {
    const x = u.valToPos(marks.triggerMs, 'x', true);
    ctx.strokeStyle = '#1f2a33';
    ctx.lineWidth = ratio();
    ctx.setLineDash([2 * ratio(), 3 * ratio()]);
    line(u, x, bbox.top, x, bbox.top + bbox.height);
    text(u, marks.triggerLabel, x + 4 * ratio(), bbox.top + bbox.height - 5 * ratio(), '#1f2a33', 'left');
  }
  ctx.restore();
}

const ratio = (): number => devicePixelRatio;

function across(u: uPlot, fromMs: number, toMs: number): [left: number, width: number] {
  const left = u.valToPos(fromMs, 'x', true);
  return [left, Math.max(SPAN_MIN_PX * ratio(), u.valToPos(toMs, 'x', true) - left)];
}

function clip(u: uPlot): void {
  u.ctx.beginPath();
  u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  u.ctx.clip();
}

function line(u: uPlot, x1: number, y1: number, x2: number, y2: number): void {
  u.ctx.beginPath();
  u.ctx.moveTo(x1, y1);
  u.ctx.lineTo(x2, y2);
  u.ctx.stroke();
}

/** With a light edge, so that it can be read across a curve. */
function text(u: uPlot, words: string, x: number, y: number, color: string, align: CanvasTextAlign): void {
  const { ctx } = u;
  ctx.save();
  ctx.setLineDash([]);
  ctx.font = `${FONT_PX * ratio()}px sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = 'alphabetic';
  ctx.lineWidth = 3 * ratio();
  ctx.strokeStyle = '#ffffffd0';
  ctx.strokeText(words, x, y);
  ctx.fillStyle = color;
  ctx.fillText(words, x, y);
  ctx.restore();
}
