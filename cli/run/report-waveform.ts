/** The report of a waveform recording: its own ten-minute values, frequency and events, over the whole ten minutes in it. */
import { detectRecording } from '../../collector/detect/recording-events.ts';
import type { Recording } from '../../collector/formats/recording.ts';
import { flaggingIntervals } from '../../collector/measure/cycles/flags.ts';
import { recordingAggregates } from '../../collector/measure/cycles/recording-aggregates.ts';
import { recordingFlicker } from '../../collector/measure/flicker/recording-flicker.ts';
import { TEN_MIN_MS } from '../../collector/measure/ten-minutes.ts';
import { voltageGroups } from '../../collector/measure/voltage-groups.ts';
import { buildReport } from '../../collector/report/build.ts';
import { flickerTracks, lampOf } from '../../collector/report/flicker-tracks.ts';
import { parsePeriod, spanPeriod } from '../../collector/report/period.ts';
import type { Report } from '../../collector/report/report.ts';
import { waveTracks } from '../../collector/report/wave-tracks.ts';
import { OperationalError } from '../../core/assert.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { resolveContract } from '../../core/limits/contract.ts';
import { reportProblems } from '../output.ts';
import { DEFAULT_ZONE, type ReportSettings } from './report-settings.ts';

/**
 * Of the first group of voltages. Rejects with `OperationalError` where there is none, where it lasts less than ten whole
 * minutes of the clock, or where nobody says the declared voltage: limits are shares of it.
 */
export function reportOfWaveform(recording: Recording, file: string, settings: ReportSettings): Report {
  const refuse = (why: string) => new OperationalError(`${file}: ${why}`, { retryable: false });
  const zone = settings.zone ?? DEFAULT_ZONE;
  const [group] = voltageGroups(recording.analogs);
  if (group === undefined) throw refuse('holds no voltages to report on');
  const endMs = recording.startMs + (recording.timesMs.at(-1) ?? 0);
  const fromMs = Math.ceil(recording.startMs / TEN_MIN_MS) * TEN_MIN_MS;
  const toMs = Math.floor(endMs / TEN_MIN_MS) * TEN_MIN_MS;
  if (toMs <= fromMs) throw refuse('holds no whole ten minutes: limits are on values over ten minutes');
  const udinV = settings.udinV ?? recording.observation?.declaredV ?? null;
  if (udinV === null) throw refuse('does not state its declared voltage: give it with --udin');
  const { asked } = settings;
  const period = asked === null ? spanPeriod(fromMs, toMs, zone) : parsePeriod(asked.kind, asked.text, zone);
  if (period === null) throw refuse('no such period');
  const profile = settings.profile ?? 'gb';
  const meter: MeterId = id(meterOf(recording, file));
  const { disturbances, problems } = detectRecording(recording, { meter, file, profile, udinV });
  reportProblems(problems);
  const channel = group.members.map((m) => m.name).join(',');
  const events = disturbances.filter((d) => d.channel === channel);
  const ends = [...recording.breaks, recording.timesMs.length];
  const flags = flaggingIntervals(events, {
    windowMs: 1000 / recording.lineHz,
    runEndsMs: ends.map((end) => recording.startMs + (recording.timesMs[end - 1] ?? 0)),
  });
  const found = recordingAggregates(recording, { events: flags, harmonics: true });
  const flicker = recordingFlicker(recording, {
    lamp: lampOf(group, udinV),
    udinV,
    periodS: TEN_MIN_MS / 1000,
    align: 'clock',
    channels: group.members.map((m) => m.name),
  });
  return buildReport({
    subject: { supplyPoint: null, meter, source: 'file', sourceText: null, identity: null },
    zone,
    period,
    resolved: resolveContract(profile, profile),
    supply: { connection: group.connection, udinV, system: settings.system },
    method: 'urms_half',
    readings: [],
    tracks: [...waveTracks(group, found), ...flickerTracks(group, flicker)],
    events,
    channels: [],
    minCompletenessPct: settings.minCompletenessPct,
    ...(settings.bands === null ? {} : { bands: settings.bands }),
    madeAtMs: settings.nowMs,
  });
}

const meterOf = (r: Recording, file: string): string => [r.station, r.device].filter((t) => t !== '').join('/') || file;
