/** Reads uploaded recordings and keeps the last few, away from the thread that answers the desk. Started by recording-boot.mjs. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { assert } from '../../core/assert.ts';
import type { Recorded } from '../formats/recording.ts';
import { type OpenRecording, openRecording, type Upload } from '../recordings/report.ts';
import { windowOf } from '../recordings/window.ts';
import type { FromRecordings, RecordingAnswer, RecordingAsk, ToRecordings } from './recording-protocol.ts';

/** Recordings kept; the one used longest ago goes first. */
const KEPT = 6;
/** Bytes of samples kept together; one recording is kept whatever its size. */
const KEPT_BYTES = 768 * 1024 * 1024;

/** About what one reading takes in memory. */
const READING_BYTES = 400;

const port = parentPort;
assert(port !== null, 'recording-thread runs as a worker thread');
const kept = new Map<string, OpenRecording>();

port.on('message', (message: ToRecordings) => port.postMessage(reply(message)));

function reply({ call, ask }: ToRecordings): FromRecordings {
  try {
    return { call, ok: true, value: answer(ask) };
  } catch (error) {
    return { call, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function answer(ask: RecordingAsk): RecordingAnswer {
  if (ask.kind === 'open') return open(ask.upload);
  const recording = kept.get(ask.id);
  if (recording === undefined) return null;
  kept.delete(ask.id);
  kept.set(ask.id, recording);
  if (ask.kind === 'report') return { id: ask.id, ...recording.report };
  const part = recording.parts[ask.part];
  return part === undefined ? null : windowOf(part, ask.ask);
}

/** The same file judged in the same way has the same id: sending it twice keeps it once. */
function open(upload: Upload): RecordingAnswer {
  const hash = createHash('sha256').update(upload.bytes);
  hash.update(JSON.stringify([upload.name, upload.zone, upload.profile, upload.udinV]));
  const id = hash.digest('hex').slice(0, 24);
  const recording = openRecording(upload);
  kept.delete(id);
  kept.set(id, recording);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT && bytesKept() <= KEPT_BYTES) break;
    if (oldest !== id) kept.delete(oldest);
  }
  return { id, ...recording.report };
}

function bytesKept(): number {
  let bytes = 0;
  for (const { parts } of kept.values()) for (const { record } of parts) bytes += bytesOf(record);
  return bytes;
}

function bytesOf(record: Recorded): number {
  if (record.kind === 'waveform') return 8 * record.timesMs.length * (record.analogs.length + 1);
  if (record.kind === 'rms') return 8 * record.timesMs.length * (3 * record.channels.length + 1);
  return READING_BYTES * record.readings.length;
}
