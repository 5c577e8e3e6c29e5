/** Plt from the meter's own ten-minute Pst. @source IEC 61000-4-15:2010 5.7.3: cube root of the mean cube of 12 values */
import { pltOf } from '../measure/flicker/classifier.ts';
import type { Track } from './track.ts';

const PST_S = 600;
const PER_PLT = 12;
const PLT_MS = PER_PLT * PST_S * 1000;

/** Two-hour values on even UTC hours. An interval with fewer than twelve known Pst is unknown. Nothing from other intervals. */
export function longTermFlicker(pst: Track): Track[] {
  if (pst.intervalS !== PST_S) return [];
  const slots = new Map<number, { pst: number[]; flagged: boolean }>();
  pst.startsMs.forEach((ms, i) => {
    const value = pst.values[i] ?? Number.NaN;
    const start = Math.floor(ms / PLT_MS) * PLT_MS;
    const slot = slots.get(start) ?? { pst: [], flagged: false };
    slots.set(start, slot);
    slot.flagged ||= pst.flagged[i] ?? false;
    if (!Number.isNaN(value)) slot.pst.push(value);
  });
  const starts = [...slots.keys()].sort((a, b) => a - b);
  const of = (ms: number) => slots.get(ms) ?? { pst: [], flagged: false };
  return [
    {
      ...pst,
      phenomenon: 'plt',
      intervalS: PLT_MS / 1000,
      startsMs: starts,
      values: starts.map((ms) => (of(ms).pst.length === PER_PLT ? pltOf(of(ms).pst) : Number.NaN)),
      flagged: starts.map((ms) => of(ms).flagged),
      derived: 'pst',
    },
  ];
}
