/** A small kit for charts as SVG text: linear and logarithmic scales, axes with ticks and units, lines with gaps. */

/** Text made safe for HTML and SVG. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Coordinates with one decimal: a tenth of a screen dot. */
export const at = (v: number): string => v.toFixed(1);

export interface Scale {
  (value: number): number;
  readonly from: number;
  readonly to: number;
}

export function linear(from: number, to: number, pixels: readonly [number, number]): Scale {
  const span = to - from || 1;
  return Object.assign((v: number) => pixels[0] + ((v - from) / span) * (pixels[1] - pixels[0]), { from, to });
}

export function logarithmic(from: number, to: number, pixels: readonly [number, number]): Scale {
  const of = linear(Math.log10(from), Math.log10(to), pixels);
  return Object.assign((v: number) => of(Math.log10(Math.min(to, Math.max(from, v)))), { from, to });
}

/** Round steps (1, 2, 5 · 10ⁿ) so that about `count` ticks lie between the ends. */
export function niceTicks(from: number, to: number, count: number): number[] {
  const raw = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw || 1));
  const step = ([1, 2, 5, 10].find((s) => s * power >= raw) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(9)));
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const plot = (f: Frame) => ({
  x: [f.left, f.width - f.right] as const,
  y: [f.height - f.bottom, f.top] as const,
});

/** Grid, tick labels and the names of both axes, with their units. */
export function axes(
  f: Frame,
  x: { readonly scale: Scale; readonly ticks: readonly Tick[]; readonly name: string },
  y: { readonly scale: Scale; readonly ticks: readonly Tick[]; readonly name: string },
): string {
  const { x: px, y: py } = plot(f);
  const across = y.ticks.map(
    (t) =>
      `<line class="grid" x1="${px[0]}" x2="${px[1]}" y1="${at(y.scale(t.value))}" y2="${at(y.scale(t.value))}"/>` +
      `<text class="tick" x="${px[0] - 5}" y="${at(y.scale(t.value) + 3)}" text-anchor="end">${escaped(t.label)}</text>`,
  );
  const down = x.ticks.map(
    (t) =>
      `<line class="grid" x1="${at(x.scale(t.value))}" x2="${at(x.scale(t.value))}" y1="${py[0]}" y2="${py[1]}"/>` +
      `<text class="tick" x="${at(x.scale(t.value))}" y="${py[0] + 13}" text-anchor="middle">${escaped(t.label)}</text>`,
  );
  const middleX = (px[0] + px[1]) / 2;
  const middleY = (py[0] + py[1]) / 2;
  return [
    ...across,
    ...down,
    `<rect class="frame" x="${px[0]}" y="${py[1]}" width="${px[1] - px[0]}" height="${py[0] - py[1]}"/>`,
    `<text class="axis" x="${middleX}" y="${f.height - 3}" text-anchor="middle">${escaped(x.name)}</text>`,
    `<text class="axis" transform="translate(11 ${middleY}) rotate(-90)" text-anchor="middle">${escaped(y.name)}</text>`,
  ].join('');
}

/** A path through points; NaN or null lifts the pen. */
export function path(points: readonly (readonly [number, number] | null)[], className: string): string {
  let d = '';
  let down = false;
  for (const p of points) {
    if (p === null || Number.isNaN(p[1])) {
      down = false;
      continue;
    }
    d += `${down ? 'L' : 'M'}${at(p[0])} ${at(p[1])}`;
    down = true;
  }
  return d === '' ? '' : `<path class="${className}" d="${d}"/>`;
}

export function svg(f: Frame, title: string, body: string): string {
  return `<svg viewBox="0 0 ${f.width} ${f.height}" role="img" aria-label="${escaped(title)}">${body}</svg>`;
}
