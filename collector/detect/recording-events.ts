/** Disturbances of a waveform recording: groups, reference voltage, Urms(1/2), detectors, run by gapless run. */
import type { ProfileId } from '../../core/case.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import type { Problem } from '../../core/problem.ts';
import type { Recording } from '../formats/recording.ts';
import { type UrmsHalf, urmsHalf } from '../measure/urms-half.ts';
import { unitScale, type VoltageGroup, voltageGroups } from '../measure/voltage-groups.ts';
import type { DetectorParams } from './detector.ts';
import { type GroupRuns, highestV, referenceV } from './reference-voltage.ts';
import { RVC_THRESHOLDS } from './rvc-thresholds.ts';
import { groupCourse } from './signatures/group-course.ts';
import { withSignatures } from './signatures/index.ts';
import { slidingPct, startSliding } from './sliding-reference.ts';
import { groupTransients, withTransients } from './transient-recording.ts';
import { feed, finishFeed, startFeed } from './waveform-feed.ts';

export interface RecordingOptions {
  readonly meter: MeterId;
  /** Name for problems. */
  readonly file: string;
  readonly profile: ProfileId;
  /** Declared voltage in V on the side the file states; phase-neutral for L-N groups. Null = take it from the record. */
  readonly udinV: number | null;
  /** What 100 % is: the declared voltage (also where absent), or the sliding reference that begins at it. */
  readonly reference?: 'declared' | 'sliding';
}

export interface RecordingEvents {
  readonly disturbances: readonly Disturbance[];
  readonly problems: readonly Problem[];
}

/** A group that never shows this much of the declared voltage was not connected or dead all through. Share. */
const ALIVE_SHARE = 0.5;
/** A missing sample blinds one cycle; this many cycles without a value are a gap. */
const HOLD_CYCLES = 3;

interface MeasuredRuns extends GroupRuns {
  readonly group: VoltageGroup;
  /** Samples of each member, V. */
  readonly channels: readonly Float64Array[];
}

/** In order of start. A gap ends what is running as open-ended and begins nothing. */
export function detectRecording(recording: Recording, options: RecordingOptions): RecordingEvents {
  const problems: Problem[] = [];
  const say = (code: Problem['code'], field: string | null, expected: string, got: string) =>
    problems.push({ code, severity: 'warning', file: options.file, line: null, field, expected, got });
  const groups = voltageGroups(recording.analogs);
  if (groups.length === 0) say('note', null, 'voltage channels', 'none: nothing to detect');
  const hasNeutral = groups.some((g) => g.connection === 'LN');
  const out: Disturbance[] = [];
  for (const group of groups) {
    const channel = group.members.map((m) => m.name).join(',');
    const measured = measureGroup(recording, group);
    if (measured.runs.every((r) => r.every((u) => u.timesMs.length === 0))) {
      say(
        'missing-samples',
        channel,
        'at least one cycle without a gap',
        `${recording.timesMs.length} samples: too short`,
      );
      continue;
    }
    const udinV = referenceV(measured, options.udinV, hasNeutral, recording.lineHz);
    if (udinV === null) {
      say('no-reference-voltage', channel, '--udin', 'no steady voltage at the start of the record: not evaluated');
      continue;
    }
    if (highestV(measured) < ALIVE_SHARE * udinV) {
      const got = `at most ${highestV(measured).toFixed(2)} V: not connected or dead all through, not evaluated`;
      say('implausible', channel, `some voltage of about ${udinV.toFixed(1)} V`, got);
      continue;
    }
    if (options.udinV === null) {
      say('no-reference-voltage', channel, '--udin', `median of the first five cycles taken: ${udinV.toFixed(2)} V`);
    }
    out.push(...detectGroup(recording, measured, udinV, { ...options, channel }));
  }
  return { disturbances: out.sort((a, b) => a.startMs - b.startMs), problems };
}

function measureGroup(recording: Recording, group: VoltageGroup): MeasuredRuns {
  const channels = group.members.map((m) => {
    const analog = recording.analogs[m.index];
    const scale = analog === undefined ? 1 : (unitScale(analog) ?? 1);
    return scale === 1
      ? (analog?.values ?? new Float64Array(0))
      : (analog?.values ?? new Float64Array(0)).map((v) => v * scale);
  });
  const edges = [0, ...recording.breaks, recording.timesMs.length];
  const runs = edges
    .slice(1)
    .map((end, i) => urmsHalf(recording.timesMs, channels, { first: edges[i] ?? 0, end, nominalHz: recording.lineHz }));
  return { group, channels, runs };
}

function detectGroup(
  recording: Recording,
  measured: MeasuredRuns,
  udinV: number,
  options: RecordingOptions & { readonly channel: string },
): Disturbance[] {
  const params: DetectorParams = {
    meter: options.meter,
    channel: options.channel,
    channels: measured.group.members.map((m) => m.channel),
    method: 'urms_half',
    thresholds: LIMIT_PROFILES[options.profile].thresholds,
    limits: null,
    maxHoldMs: (1000 * HOLD_CYCLES) / recording.lineHz,
    longMs: null,
    outageFromMs: null,
    zerosForOutage: 1,
    rvc: RVC_THRESHOLDS[options.profile],
    lineHz: recording.lineHz,
  };
  const out: Disturbance[] = [];
  const slides = {
    udinV,
    channels: params.channels.length,
    nominalHz: recording.lineHz,
    thresholds: params.thresholds,
  };
  // One for the whole record: what was learnt before a gap still holds after it.
  const sliding = options.reference === 'sliding' ? startSliding(slides) : null;
  for (const run of measured.runs) {
    const state = startFeed(params);
    inOrder(run, (c, endMs, valueV) => {
      const pct = sliding === null ? (100 * valueV) / udinV : slidingPct(sliding, c, valueV);
      feed(state, c, { atMs: recording.startMs + endMs, pct }, out);
    });
    finishFeed(state, out);
  }
  const samples = { ...recording, channels: measured.channels };
  const transients = groupTransients(samples, { ...params, udinV, lineHz: recording.lineHz });
  const events = withTransients(out, transients, 1000 / recording.lineHz);
  const { startMs, lineHz } = recording;
  return withSignatures(events, groupCourse(measured.runs, params.channels, { udinV, startMs, lineHz }));
}

/** Values of all channels in order of time; each channel has its own windows. */
function inOrder(run: readonly UrmsHalf[], take: (c: number, endMs: number, valueV: number) => void): void {
  const at = run.map(() => 0);
  for (;;) {
    let first = -1;
    let firstMs = Number.POSITIVE_INFINITY;
    run.forEach((u, c) => {
      const endMs = u.timesMs[at[c] as number] ?? Number.POSITIVE_INFINITY;
      if (endMs < firstMs) [first, firstMs] = [c, endMs];
    });
    const u = run[first];
    if (u === undefined) return;
    const i = at[first] as number;
    take(first, firstMs, u.valuesV[i]!);
    at[first] = i + 1;
  }
}
