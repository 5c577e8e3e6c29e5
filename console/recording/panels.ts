/** Which curves are drawn in one frame: a voltage group's waves, below them its RMS values, then everything else by unit. */
import { PHASES } from '../../core/quantity.ts';
import type { Curve, RecordedPart, RecordingWindow } from '../../correlator/contract/recording.ts';

/** Curves of one frame that can still be told apart. */
const CURVES_MAX = 6;
/** Frames open at first: more of them and the events below are out of sight. */
const OPEN_AT_FIRST = 4;

export interface PanelCurve {
  readonly curve: Curve;
  /** `A`, `BC` …; null where the channel belongs to no phase we know of. */
  readonly channel: string | null;
}

export interface Panel {
  readonly id: string;
  readonly kind: 'wave' | 'rms';
  /** As in the file, or `%` of Udin. */
  readonly unit: string;
  readonly curves: readonly PanelCurve[];
  /** V that count as 100 %; null where unknown or where it does not apply. */
  readonly udinV: number | null;
}

export function panelsOf(part: RecordedPart, window: RecordingWindow): Panel[] {
  if (part.kind !== 'waveform') return rmsOnly(part, window.rms);
  const left = [...window.waves];
  const take = (name: string): Curve[] => {
    const at = left.findIndex((c) => c.name === name);
    return at < 0 ? [] : left.splice(at, 1);
  };
  let rmsAt = 0;
  const panels = part.groups.flatMap((group, g) => {
    const waves = group.members.flatMap((m) => take(m.name).map((curve) => ({ curve, channel: m.channel })));
    const rms = window.rms.slice(rmsAt, rmsAt + group.members.length);
    rmsAt += group.members.length;
    return [
      panel(`wave-${g}`, 'wave', waves, null),
      panel(
        `rms-${g}`,
        'rms',
        rms.map((curve) => ({ curve, channel: curve.channel })),
        group.udinV,
      ),
    ];
  });
  return [...panels, ...byUnit(left)].filter((p) => p.curves.length > 0);
}

/** Ids of the frames that are open at first: groups before the rest. */
export function openAtFirst(panels: readonly Panel[]): string[] {
  return panels.slice(0, OPEN_AT_FIRST).map((p) => p.id);
}

const panel = (id: string, kind: Panel['kind'], curves: readonly PanelCurve[], udinV: number | null): Panel => ({
  id,
  kind,
  unit: curves[0]?.curve.unit ?? '',
  curves,
  udinV,
});

function rmsOnly(part: RecordedPart, rms: readonly Curve[]): Panel[] {
  const udinV = part.groups[0]?.udinV ?? null;
  return chunks(rms).map((some, i) =>
    panel(
      `rms-${i}`,
      'rms',
      some.map((curve) => ({ curve, channel: curve.channel })),
      udinV,
    ),
  );
}

/** By unit; inside it the phases of one thing together, and whatever stands alone in common frames at the end. */
function byUnit(curves: readonly Curve[]): Panel[] {
  const units = [...new Set(curves.map((c) => c.unit))];
  return units.flatMap((unit) =>
    families(curves.filter((c) => c.unit === unit)).map((some, i) =>
      panel(
        `other-${unit}-${i}`,
        'wave',
        some.map((curve) => ({ curve, channel: phaseHint(curve.name) })),
        null,
      ),
    ),
  );
}

function families(curves: readonly Curve[]): Curve[][] {
  const byName = new Map<string, Curve[]>();
  for (const c of curves) byName.set(familyOf(c.name), [...(byName.get(familyOf(c.name)) ?? []), c]);
  const all = [...byName.values()];
  return [...all.filter((f) => f.length > 1).flatMap(chunks), ...chunks(all.filter((f) => f.length === 1).flat())];
}

/** A name without its phase: `Ia1`, `Ib1` and `Ic1` are one thing, and so are `I1`, `I2`, `I3`. */
export function familyOf(name: string): string {
  const bare = name.trim();
  const lettered = bare.replace(/(^|[\s_-])([iuv]_?)?[abc](?![a-z])/i, '$1$2');
  return (lettered === bare ? bare.replace(/L?[123]$/, '') : lettered).toLowerCase();
}

/** As even as they come, so that no frame holds a single left-over. */
function chunks(curves: readonly Curve[]): Curve[][] {
  const count = Math.ceil(curves.length / CURVES_MAX);
  const size = Math.ceil(curves.length / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => curves.slice(i * size, (i + 1) * size));
}

/** Phase a name such as `Ia1`, `IL2`, `ток B` or `I_C` points to, for its colour only; null where it says none. */
export function phaseHint(name: string): string | null {
  const lettered = /^(?:.*[\s_-])?[iuv]?_?([abc])(?![a-z])/i.exec(name.trim())?.[1];
  if (lettered !== undefined) return lettered.toUpperCase();
  const numbered = /(?:L|^[IUV])([123])$/i.exec(name.trim())?.[1];
  return numbered === undefined ? null : (PHASES[Number(numbered) - 1] ?? null);
}
