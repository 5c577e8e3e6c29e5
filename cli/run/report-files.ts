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
  return tables.flatMap((table) => {
    const found = detectTable(table, { file, profile, udinV: settings.udinV, zone });
    const meters = [...new Set(table.readings.map((r) => r.meter))];
    return meters.flatMap((meter) => {
      const own = table.readings.filter((r) => r.meter === meter).sort((a, b) => a.endMs - b.endMs);
      const period = periodOf(settings, zone, own);
      if (period === null) return [];
      const connection = connectionOf(own);
      const resolved = resolveContract(profile, profile);
      const udinV = settings.udinV ?? resolved.profile.udinV[connection];
      return buildReport({
        subject: { supplyPoint: null, meter, source: 'file', sourceText: null, identity: null },
        zone,
        period,
        resolved,
        supply: { connection, udinV, system: settings.system },
        method: mainReadings(own)[0]?.method ?? '10min',
        readings: own,
        events: found.disturbances.filter((d) => d.meter === meter),
        channels: [],
        minCompletenessPct: settings.minCompletenessPct,
        ...(settings.bands === null ? {} : { bands: settings.bands }),
        madeAtMs: settings.nowMs,
      });
    });
  });
}

/** Phase-phase only where no phase-neutral voltage is there. */
function connectionOf(own: readonly Reading[]): 'LN' | 'LL' {
  const has = (channels: readonly ('A' | 'B' | 'C' | 'AB' | 'BC' | 'CA')[]) =>
    own.some((r) => channels.some((c) => r.values[c]?.u !== undefined));
  return !has(PHASES) && has(LINE_PAIRS) ? 'LL' : 'LN';
}
