/** What must hold of anything a reader of recordings returns, whatever the bytes were. */
import type { FormatResult } from '../../collector/formats/format.ts';
import type { ReadingTable, Recording, RmsTable } from '../../collector/formats/recording.ts';
import type { FuzzCase } from './fuzz-inputs.ts';

/** What is broken, in words; empty where all holds. */
export function violations(result: FormatResult, of: FuzzCase): string[] {
  const bytes = of.bytes.length + (of.dat?.length ?? 0);
  const out: string[] = [];
  if (result.records.length === 0 && !result.problems.some((p) => p.severity === 'error')) {
    out.push('no record and no error');
  }
  if (result.problems.some((p) => p.file === '')) out.push('a problem without a file');
  for (const r of result.records) {
    out.push(...(r.kind === 'waveform' ? ofRecording(r, bytes) : r.kind === 'rms' ? ofRms(r) : ofTable(r, bytes)));
  }
  return out;
}

function ofRecording(r: Recording, bytes: number): string[] {
  const out: string[] = [];
  const n = r.timesMs.length;
  if (r.analogs.some((a) => a.values.length !== n)) out.push('channels of different lengths');
  for (let i = 0; i < n; i++) {
    const rises = i === 0 || r.timesMs[i]! > r.timesMs[i - 1]!;
    if (rises && Number.isFinite(r.timesMs[i]!)) continue;
    out.push(`time ${i} does not rise`);
    break;
  }
  const endless = (v: number) => v === Number.POSITIVE_INFINITY || v === Number.NEGATIVE_INFINITY;
  if (r.analogs.some((a) => a.values.some(endless))) out.push('a value without end');
  if (r.breaks.some((b) => !(b > 0 && b < n))) out.push('a gap outside the record');
  if (r.digitals.some((d) => d.changes.some((c) => !(c.sample > 0 && c.sample < n)))) out.push('a change outside');
  if (!Number.isFinite(r.startMs) || !(r.lineHz > 0)) out.push('no start or line frequency');
  // Compression may unfold more than it takes; what is not packed holds at most a value per byte.
  const cells = n * r.analogs.length;
  if (r.revision !== '' && cells > bytes + r.analogs.length) out.push(`${cells} values from ${bytes} bytes`);
  return out;
}

function ofRms(r: RmsTable): string[] {
  const n = r.timesMs.length;
  const falls = r.timesMs.some((t, i) => !Number.isFinite(t) || (i > 0 && t <= r.timesMs[i - 1]!));
  return [
    ...(r.channels.some((c) => c.valuesV.length !== n) ? ['channels of different lengths'] : []),
    ...(falls ? ['times do not rise'] : []),
  ];
}

function ofTable(t: ReadingTable, bytes: number): string[] {
  const out: string[] = [];
  const last = new Map<string, number>();
  for (const r of t.readings) {
    const key = `${r.meter}|${r.statistic === 'snapshot' ? 0 : r.method}`;
    const before = last.get(key) ?? Number.NEGATIVE_INFINITY;
    if (!(r.endMs >= before)) out.push('readings out of order');
    last.set(key, r.endMs);
    if (!Number.isFinite(r.startMs) || !(r.endMs >= r.startMs)) out.push('an interval that ends before it begins');
    if (Object.values(r.values).some((v) => Object.values(v).some((x) => !Number.isFinite(x)))) out.push('a value NaN');
  }
  const keys = t.readings.map((r) => `${r.meter}|${r.startMs}|${r.endMs}`);
  if (new Set(keys).size < keys.length) out.push('one interval twice');
  if (t.readings.length > bytes) out.push('more readings than bytes');
  if (t.failures.some((f) => !(f.durationMs >= 0))) out.push('a failure without duration');
  return [...new Set(out)];
}
