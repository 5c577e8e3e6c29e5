/** Reports from files: one per meter of a table of readings, else one per waveform. */

import { buildReport } from '../../collector/report/build.ts';
import type { Report } from '../../collector/report/report.ts';
import { mainReadings } from '../../collector/report/tracks.ts';
import { detectTable } from '../../collector/table-events.ts';
import { OperationalError } from '../../core/assert.ts';
import { resolveContract } from '../../core/limits/contract.ts';
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { reportProblems } from '../output.ts';
import { readRecordedFile } from '../recorded-file.ts';
import { DEFAULT_ZONE, periodOf, type ReportSettings } from './report-settings.ts';
import { reportOfWaveform } from './report-waveform.ts';

/** Rejects with `OperationalError` where the file can't be read or holds no readings. */
export async function reportsOfFile(file: string, settings: ReportSettings): Promise<readonly Report[]> {
  const zone = settings.zone ?? DEFAULT_ZONE;
  const profile = settings.profile ?? 'gb';
  const { records, problems } = await readRecordedFile(file, zone);
  reportProblems(problems);
  const tables = records.filter((r) => r.kind === 'readings');
  const waves = records.filter((r) => r.kind === 'waveform');
  if (tables.length + waves.length === 0) {
    throw new OperationalError(`${file} holds no values over a period`, { retryable: false });
  }
  // A file with both (PQDIF) is judged by its trends: its waveforms are moments.
  if (tables.length === 0) return waves.map((wave) => reportOfWaveform(wave, file, settings));
  const found = tables.map((table) => {
    const declaredV = settings.udinV ?? table.observation?.declaredV ?? null;
    return { table, declaredV, events: detectTable(table, { file, profile, udinV: declaredV, zone }).disturbances };
  });
  // A file may hold several tables of one meter (PQDIF: one for each day): they are one report.
  const meters = [...new Set(tables.flatMap((table) => table.readings.map((r) => r.meter)))];
  return meters.flatMap((meter) => {
    const having = found.filter(({ table }) => table.readings.some((r) => r.meter === meter));
    const own = having.flatMap(({ table }) => table.readings.filter((r) => r.meter === meter));
    own.sort((a, b) => a.endMs - b.endMs);
    const period = periodOf(settings, zone, own);
    if (period === null) return [];
    const connection = connectionOf(own);
    const resolved = resolveContract(profile, profile);
    const udinV = having.find((f) => f.declaredV !== null)?.declaredV ?? resolved.profile.udinV[connection];
    return buildReport({
      subject: { supplyPoint: null, meter, source: 'file', sourceText: null, identity: null },
      zone,
      period,
      resolved,
      supply: { connection, udinV, system: settings.system },
      method: mainReadings(own)[0]?.method ?? '10min',
      readings: own,
      events: having.flatMap((f) => f.events.filter((d) => d.meter === meter)).sort((a, b) => a.startMs - b.startMs),
      channels: [],
      minCompletenessPct: settings.minCompletenessPct,
      ...(settings.bands === null ? {} : { bands: settings.bands }),
      madeAtMs: settings.nowMs,
    });
  });
}

/** Phase-phase only where no phase-neutral voltage is there. */
function connectionOf(own: readonly Reading[]): 'LN' | 'LL' {
  const has = (channels: readonly ('A' | 'B' | 'C' | 'AB' | 'BC' | 'CA')[]) =>
    own.some((r) => channels.some((c) => r.values[c]?.u !== undefined));
  return !has(PHASES) && has(LINE_PAIRS) ? 'LL' : 'LN';
}
