/**
 * One disturbance stored as several observations of a file is one event. An instrument that fills memory after memory
 * writes the same dip as a waveform, as cycle-by-cycle RMS and again as the next waveform, each stamped to its clock's
 * step; the lowest value of a trend interval is that dip once more.
 */
import type { Disturbance } from '../../core/event.ts';
import type { Observation } from '../formats/recording.ts';

/** What one record of a file shows. `observation` null = the file holds one recording: nothing to join. */
export interface Shown {
  readonly observation: Observation | null;
  /** RMS values of the instrument show a whole event; waveforms its details; readings only that it happened. */
  readonly form: 'rms' | 'waveform' | 'readings';
  readonly disturbances: readonly Disturbance[];
}

interface Entry {
  readonly d: Disturbance;
  readonly of: Shown;
}

/** Both stamps may be off by one step of the clock. */
const STEPS_APART = 2;
const FORM_RANK: Readonly<Record<Shown['form'], number>> = { rms: 2, waveform: 1, readings: 0 };

/**
 * Each disturbance once, in order of start. Events of one source, of one family (losses of voltage, rises) and with a
 * phase in common are one if their times touch within two steps of the clock. Of such a group the record speaks that
 * shows it whole: RMS before waveform before readings, ended before open, then the longest. All events that record has
 * in the group stay: one clock tells its own events apart.
 */
export function onceEach(shown: readonly Shown[]): Disturbance[] {
  const alone = shown.filter((s) => s.observation === null).flatMap((s) => s.disturbances);
  const entries = shown
    .filter((s) => s.observation !== null)
    .flatMap((of) => of.disturbances.map((d) => ({ d, of })))
    .sort((a, b) => a.d.startMs - b.d.startMs);
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const group = groups.find((g) => g.some((other) => areOne(other, entry)));
    if (group === undefined) groups.push([entry]);
    else group.push(entry);
  }
  return [...alone, ...groups.flatMap(spokenFor)].sort((a, b) => a.startMs - b.startMs);
}

function areOne(a: Entry, b: Entry): boolean {
  const [oa, ob] = [a.of.observation, b.of.observation];
  if (a.of === b.of || oa === null || ob === null || oa.source !== ob.source) return false;
  if (familyOf(a.d) !== familyOf(b.d) || !sharePhase(a.d, b.d)) return false;
  const slackMs = STEPS_APART * Math.max(oa.clockStepMs, ob.clockStepMs);
  return a.d.startMs <= endOf(b) + slackMs && b.d.startMs <= endOf(a) + slackMs;
}

const familyOf = (d: Disturbance): string => (['dip', 'interruption', 'outage'].includes(d.kind) ? 'loss' : d.kind);
const sharePhase = (a: Disturbance, b: Disturbance): boolean =>
  a.phases === '' || b.phases === '' || [...a.phases].some((p) => b.phases.includes(p));
const endOf = ({ d }: Entry): number => d.startMs + (d.durationMs ?? 0);

function spokenFor(group: readonly Entry[]): Disturbance[] {
  const best = group.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  return group.filter((e) => e.of === best.of).map((e) => e.d);
}

/** Form first, then an event that ended, then its length; a millisecond of length never outweighs the other two. */
function weight({ d, of }: Entry): number {
  const day = 86_400_000;
  return (2 * FORM_RANK[of.form] + (d.openEnd ? 0 : 1)) * day + Math.min(day - 1, d.durationMs ?? 0);
}
