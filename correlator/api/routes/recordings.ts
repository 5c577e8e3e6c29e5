/** An uploaded recording: read and judged by the collecting side, kept for a while so that its curves can be looked at. */
import type { Disturbance } from '../../../core/event.ts';
import { LIMIT_PROFILES } from '../../../core/limits/index.ts';
import type { RecordedPart, RecordingReport } from '../../../core/recording-report.ts';
import { formatTime, isZone } from '../../../core/time.ts';
import type { RecordedEvent as EventOut, RecordedPart as PartOut } from '../../contract/recording.ts';
import type { Deps, RecordingsPort } from '../deps.ts';
import { uploadName } from '../file-name.ts';
import type { Answering } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';

/** Problems sent back; the count is of all. */
const PROBLEMS_SHOWN = 200;

export const openRecording: Answering<'openRecording'> = {
  id: 'openRecording',
  async answer(call, deps) {
    const zone = call.headers['x-zone'] ?? deps.zone;
    if (!isZone(zone)) throw wrongHeader('x-zone', 'a zone such as Asia/Shanghai', zone);
    if (call.bytes.length === 0) throw new HttpProblem(422, 'the file is empty');
    const profile = call.query.profile ?? deps.profile;
    const name = uploadName(call.headers['x-file-name'], 'recording');
    await deps.audit({ person: call.person.id, action: 'look at a recording', subject: name });
    const report = await port(deps).open({
      name,
      bytes: call.bytes,
      zone,
      profile,
      udinV: call.query.udin ?? null,
    });
    return present(report, profile, zone);
  },
};

export const getRecordingWindow: Answering<'getRecordingWindow'> = {
  id: 'getRecordingWindow',
  async answer({ params, query }, deps) {
    if (!(query.to > query.from)) {
      throw new HttpProblem(400, 'query was not understood', [
        { path: 'query.to', expected: 'more than query.from, ms', got: String(query.to) },
      ]);
    }
    const ask = { fromMs: query.from, toMs: query.to, points: query.points };
    const window = await port(deps).window(params.id, params.part, ask);
    if (window === null) throw notFound('recording; it may have made room for newer ones, upload it again');
    return window as typeof window & { waves: []; rms: [] };
  },
};

function port(deps: Deps): RecordingsPort {
  if (deps.recordings === null) throw new HttpProblem(503, 'this server reads no recordings');
  return deps.recordings;
}

function present(report: RecordingReport, profile: Deps['profile'], zone: string) {
  return {
    id: report.id,
    file: report.file,
    profile,
    thresholds: LIMIT_PROFILES[profile].thresholds,
    channelList: [...report.channelList],
    parts: report.parts.map((p) => partOut(p, zone)),
    problems: report.problems.slice(0, PROBLEMS_SHOWN),
    problemCount: report.problems.length,
  };
}

function partOut(p: RecordedPart, zone: string): PartOut {
  const { startMs, disturbances, repeated, ...same } = p;
  return {
    ...(same as Omit<PartOut, 'start' | 'events' | 'repeated'>),
    start: formatTime(startMs, zone),
    events: disturbances.map((d) => eventOut(d, startMs, zone)),
    repeated: repeated.map((d) => eventOut(d, startMs, zone)),
  };
}

/** `partStartMs`: start of the part the event is seen in. */
function eventOut(d: Disturbance, partStartMs: number, zone: string): EventOut {
  return {
    kind: d.kind,
    channel: d.channel,
    start: formatTime(d.startMs, zone),
    atMs: d.startMs - partStartMs,
    durationMs: d.durationMs,
    openEnd: d.openEnd,
    pct: d.pct,
    phases: d.phases,
    perPhase: d.perPhase as Record<string, number>,
    method: d.method,
    class: d.class,
    signature: d.signature,
    numbers: d.numbers,
  };
}

function wrongHeader(name: string, expected: string, got: string): HttpProblem {
  return new HttpProblem(400, 'headers was not understood', [{ path: `headers.${name}`, expected, got }]);
}
