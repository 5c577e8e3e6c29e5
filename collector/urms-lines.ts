/** Urms(1/2) or Urms(1) of a recording's voltages as lines, in order of time. Unknown is null. */
import { formatTime } from '../core/time.ts';
import type { Recording } from './formats/recording.ts';
import { urmsCycle } from './measure/urms-cycle.ts';
import { urmsHalf } from './measure/urms-half.ts';
import { unitScale, voltageGroups } from './measure/voltage-groups.ts';

export const URMS_KINDS = ['half', 'cycle'] as const;
export type UrmsKind = (typeof URMS_KINDS)[number];

export interface UrmsLine {
  readonly type: 'urms';
  readonly file: string;
  readonly interval: '1/2-cycle' | '1-cycle';
  readonly channel: string;
  /** End of the window. */
  readonly end: string;
  readonly periodMs: number;
  readonly rmsV: number | null;
}

export function urmsLines(
  recording: Recording,
  options: { readonly file: string; readonly zone: string; readonly kind: UrmsKind },
): UrmsLine[] {
  const { file, zone, kind } = options;
  const interval = kind === 'half' ? '1/2-cycle' : '1-cycle';
  const edges = [0, ...recording.breaks, recording.timesMs.length];
  const found: { readonly atMs: number; readonly line: UrmsLine }[] = [];
  for (const group of voltageGroups(recording.analogs)) {
    const analogs = group.members.flatMap((m) => recording.analogs[m.index] ?? []);
    for (let r = 0; r + 1 < edges.length; r++) {
      const run = { first: edges[r] ?? 0, end: edges[r + 1] ?? 0, nominalHz: recording.lineHz };
      const values = urmsHalf(
        recording.timesMs,
        analogs.map((a) => a.values),
        run,
      );
      values.forEach((half, c) => {
        const analog = analogs[c];
        if (analog === undefined) return;
        const scale = unitScale(analog) ?? 1;
        const u = kind === 'half' ? half : urmsCycle(half);
        u.timesMs.forEach((ms, i) => {
          const v = (u.valuesV[i] ?? Number.NaN) * scale;
          const atMs = recording.startMs + ms;
          const of = { file, interval, channel: analog.name, end: formatTime(atMs, zone) } as const;
          const periodMs = Number((u.periodsMs[i] ?? Number.NaN).toFixed(4));
          found.push({ atMs, line: { type: 'urms', ...of, periodMs, rmsV: Number.isNaN(v) ? null : v } });
        });
      });
    }
  }
  return found.sort((a, b) => a.atMs - b.atMs).map((f) => f.line);
}
