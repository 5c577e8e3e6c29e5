/** What the test writer lays out by hand is what the reader gives back: values, times, instants, ratios, and what is lost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecorded } from '../../collector/formats/index.ts';
import { STORAGE, UNITS } from '../../collector/formats/pqdif/ids.ts';
import type { ReadingTable, Recording, RmsTable } from '../../collector/formats/recording.ts';
import { rmsCourse, samplePqdifFiles, scaledWaveforms, trend } from './pqdif-samples.ts';
import {
  type FileToWrite,
  type ObservationToWrite,
  PHASE,
  rmsChannel,
  type SeriesInstance,
  type SourceToWrite,
  waveChannel,
  writePqdif,
} from './pqdif-writer.ts';

const read = (bytes: Uint8Array, zone = 'UTC') => readRecorded({ name: 'a.pqd', bytes, zone, companion: () => null });
const back = (sources: readonly SourceToWrite[], rest: Partial<FileToWrite> = {}) =>
  read(writePqdif({ zlib: false, sources, ...rest }));
const waves = (bytes: Uint8Array) => read(bytes).records.filter((r): r is Recording => r.kind === 'waveform');
const errors = (of: ReturnType<typeof read>) => of.problems.filter((p) => p.severity === 'error').map((p) => p.code);

const SCALED = STORAGE.values | STORAGE.scaled;
const INT2 = { min: -32_768, max: 32_767 };

/** Random observations of up to three channels: counts with scale and offset, or plain floats; times shared or not. */
const waveFile = fc.record({
  zlib: fc.boolean(),
  unchecked: fc.boolean(),
  scaled: fc.boolean(),
  increment: fc.boolean(),
  scale: fc.double({ min: 1e-4, max: 50, noNaN: true }),
  offset: fc.double({ min: -100, max: 100, noNaN: true }),
  rateHz: fc.integer({ min: 800, max: 25_600 }),
  observations: fc.array(
    fc.record({
      // From 1970 to 2090, in microseconds.
      startUs: fc.integer({ min: 0, max: 3_786_912_000_000_000 }),
      counts: fc.integer({ min: 1, max: 3 }).chain((channels) =>
        fc.integer({ min: 2, max: 60 }).chain((n) =>
          fc.array(fc.array(fc.integer(INT2), { minLength: n, maxLength: n }), {
            minLength: channels,
            maxLength: channels,
          }),
        ),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

test('random waveforms come back as they were written', () => {
  fc.assert(
    fc.property(waveFile, (f) => {
      const stored = (counts: readonly number[]): SeriesInstance =>
        f.scaled
          ? { values: counts, type: 'int2', scale: f.scale, offset: f.offset }
          : { values: counts.map((c) => c * f.scale), type: 'real8' };
      const observations = f.observations.map(({ startUs, counts }, k): ObservationToWrite => {
        const n = counts[0]?.length ?? 0;
        const explicit = Array.from({ length: n }, (_, i) => i / f.rateHz);
        const times: SeriesInstance = { values: f.increment ? [1, n, 1 / f.rateHz] : explicit };
        const shared: SeriesInstance = { share: { channel: 0, series: 0 } };
        const channels = counts.map((c, channel) => ({ channel, series: [channel === 0 ? times : shared, stored(c)] }));
        return { name: `o${k}`, startMs: startUs / 1000, channels };
      });
      const time = f.increment ? STORAGE.increment : STORAGE.values;
      const channels = [PHASE.A, PHASE.B, PHASE.C].map((p, i) =>
        waveChannel(`U${'abc'[i]}`, p, f.scaled ? SCALED : STORAGE.values, time),
      );
      const source = { name: 'r', lineHz: 50, channels, observations };
      const found = waves(writePqdif({ zlib: f.zlib, withoutChecksums: f.unchecked, sources: [source] }));
      expect(found.map((r) => r.observation?.number)).toEqual(f.observations.map((_, k) => k + 1));
      f.observations.forEach(({ startUs, counts }, k) => {
        const r = found[k];
        expect(Math.abs((r?.startMs ?? 0) - startUs / 1000)).toBeLessThan(2e-3);
        expect(r?.analogs.map((a) => [...a.values])).toEqual(
          counts.map((own) => own.map((c) => (f.scaled ? c * f.scale + f.offset : c * f.scale))),
        );
        const off = [...(r?.timesMs ?? [])].map((t, i) => Math.abs(t - (1000 * i) / f.rateHz) / (1 + t));
        expect(Math.max(...off)).toBeLessThan(1e-11);
      });
    }),
    { seed: 71_126, numRuns: 150 },
  );
});

test('random trends come back: mean, lowest, highest, as doubles and as floats', () => {
  const volts = fc.float({ min: 0, max: 300, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(volts, volts, volts), { minLength: 2, maxLength: 40 }),
      fc.constantFrom('real4' as const, 'real8' as const),
      fc.boolean(),
      (rows, type, zlib) => {
        const times: SeriesInstance = { values: rows.map((_, i) => 600 * (i + 1)) };
        const series = [0, 1, 2].map((m): SeriesInstance => ({ values: rows.map((r) => r[m] ?? 0), type }));
        const channels = [rmsChannel('Ub', PHASE.B, ['average', 'minimum', 'maximum'])];
        const observations = [{ name: 't', startMs: 0, channels: [{ channel: 0, series: [times, ...series] }] }];
        const table = back([{ name: 'm', channels, observations }], { zlib }).records[0] as ReadingTable;
        expect(table.readings.map((r) => [r.values.B?.u, r.values.B?.uMin, r.values.B?.uMax])).toEqual(rows);
        expect(table.readings.map((r) => r.endMs)).toEqual(rows.map((_, i) => 600_000 * (i + 1)));
      },
    ),
    { seed: 71_127, numRuns: 80 },
  );
});

describe('instants', () => {
  const at = (startMs: number, source: Partial<SourceToWrite> = {}) => {
    const [o] = scaledWaveforms(4).observations;
    const observations = o === undefined ? [] : [{ ...o, startMs }];
    return back([{ ...scaledWaveforms(4), observations, ...source }]);
  };
  const startOf = (r: ReturnType<typeof read>) => (r.records[0] as Recording | undefined)?.startMs;

  test('the count of days begins on 30 December 1899: day 25569 is 1 January 1970, day 36312 is 1 June 1999', () => {
    expect(startOf(at(0))).toBe(0);
    expect(startOf(at((36_312 - 25_569) * 86_400_000))).toBe(Date.parse('1999-06-01T00:00Z'));
  });

  test('a zone the file states wins; letters that name several zones do not', () => {
    const noon = Date.parse('2026-07-01T12:00Z');
    expect(startOf(at(noon, { zone: 'UTC+08:00' }))).toBe(noon - 8 * 3_600_000);
    expect(startOf(at(noon, { zone: 'America/New_York' }))).toBe(noon + 4 * 3_600_000);
    expect(startOf(at(noon, { utcToStandardS: -18_000 }))).toBe(noon);
    const letters = at(noon, { zone: 'EST' });
    expect(startOf(letters)).toBe(noon);
    expect(letters.problems.some((p) => p.got.includes('EST'))).toBe(true);
  });

  test('wall clock of the zone asked for; an hour that exists twice is said', () => {
    const [o] = scaledWaveforms(4).observations;
    const twice = Date.parse('2026-10-25T02:30Z');
    const observations = o === undefined ? [] : [{ ...o, startMs: twice }];
    const result = read(
      writePqdif({ zlib: false, sources: [{ ...scaledWaveforms(4), observations }] }),
      'Europe/Berlin',
    );
    expect(startOf(result)).toBe(Date.parse('2026-10-25T00:30Z'));
    expect(result.problems.map((p) => p.code)).toContain('ambiguous-time');
  });
});

describe('scales', () => {
  test('percent of a base, times in cycles, ratio of a transducer', () => {
    const table = back([rmsCourse(8)]).records[0] as RmsTable;
    expect([...(table.channels[0]?.valuesV ?? [])]).toEqual([1e4, 1e4, 1e4, 1e4, 6200, 6200, 6200, 6200]);
    expect([...(table.channels[1]?.valuesV ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((c) => (100 + c) * 100));
    expect([...table.timesMs]).toEqual([0, 20, 40, 60, 80, 100, 120, 140]);
    expect(table.observation.declaredV).toBe(10_000);
  });

  test('per unit of a base', () => {
    const channels = [rmsChannel('Ua', PHASE.A, ['value'], { units: UNITS.perUnit })];
    const series = [{ values: [0.02, 0.04] }, { values: [1, 0.5], base: 230 }];
    const observations = [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }];
    const table = back([{ name: 'm', channels, observations }]).records[0] as RmsTable;
    expect([...(table.channels[0]?.valuesV ?? [])]).toEqual([230, 115]);
  });

  test('a scale is of no account where the series is not stored scaled', () => {
    const channels = [waveChannel('Ua', PHASE.A, STORAGE.values, STORAGE.values)];
    const series = [{ values: [0, 0.001, 0.002] }, { values: [1, 2, 3], scale: 1000, offset: 7 }];
    const observations = [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }];
    const wave = back([{ name: 'm', channels, observations }]).records[0] as Recording;
    expect([...(wave.analogs[0]?.values ?? [])]).toEqual([1, 2, 3]);
  });

  test('increments in runs go on where the run before ended; a change of rate is a gap of the usual step', () => {
    const channels = [waveChannel('Ua', PHASE.A, STORAGE.values)];
    const series = [{ values: [2, 3, 0.001, 2, 0.004] }, { values: [10, 20, 30, 40, 50] }];
    const observations = [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }];
    const wave = back([{ name: 'm', channels, observations }]).records[0] as Recording;
    expect([...wave.timesMs]).toEqual([0, 1, 2, 3, 7]);
  });
});

test('several instruments in one file: each observation belongs to the source before it', () => {
  const { records } = back([trend(3), rmsCourse(9), scaledWaveforms(16)], { zlib: true });
  expect(records.map((r) => [r.kind, r.observation?.number, r.observation?.source])).toEqual([
    ['readings', 1, '1 logger'],
    ['rms', 2, '2 relay'],
    ['waveform', 3, '3 recorder'],
  ]);
});

describe('broken files', () => {
  const two = (): SourceToWrite => {
    const source = scaledWaveforms(16);
    const [o] = source.observations;
    return {
      ...source,
      observations: o === undefined ? [] : [o, { ...o, name: 'second', startMs: o.startMs + 60_000 }],
    };
  };

  test('a body that was changed: that record is left out, the others stay', () => {
    const bytes = writePqdif({ zlib: false, sources: [two()] });
    // The last bytes are samples of the last record.
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x55;
    const result = read(bytes);
    expect(result.records.map((r) => r.observation?.name)).toEqual(['wave']);
    expect(errors(result)).toEqual(['bad-value']);
  });

  test('cut in the last record: what came before, and where it ends', () => {
    const bytes = writePqdif({ zlib: true, sources: [two()] });
    const result = read(bytes.slice(0, bytes.length - 150));
    expect(result.records[0]?.observation?.name).toBe('wave');
    expect(errors(result)).toContain('truncated');
  });

  test('a link that leads nowhere: taken up again at the next record', () => {
    const bytes = writePqdif({ zlib: false, sources: [two()] });
    new DataView(bytes.buffer).setUint32(40, 77, true);
    const result = read(bytes);
    expect(result.records.length).toBe(2);
    expect(result.problems.some((p) => p.got.includes('taken up again'))).toBe(true);
  });

  test('records that link in a circle end', () => {
    const bytes = writePqdif({ zlib: false, sources: [two()] });
    const view = new DataView(bytes.buffer);
    const second = view.getUint32(40, true);
    view.setUint32(second + 40, 0, true);
    view.setUint32(second + 40, second, true);
    expect(errors(read(bytes))).toContain('loop');
  });

  test('compressed as a whole, or in an unknown way: refused by name, nothing guessed', () => {
    for (const claims of [
      [1, 1],
      [2, 9],
    ] as const) {
      const result = back([two()], { claims });
      expect(result.records).toEqual([]);
      expect(errors(result)).toContain('unknown-format');
    }
  });

  test('series that share each other: the channel is left out', () => {
    const source = scaledWaveforms(8);
    const [o] = source.observations;
    const first = o?.channels[0];
    const share = { share: { channel: 1, series: 0 } };
    const other = { channel: 1, series: [{ share: { channel: 0, series: 0 } }, first?.series[1] ?? {}] };
    const circle = {
      ...o,
      name: 'c',
      startMs: 0,
      channels: [{ channel: 0, series: [share, first?.series[1] ?? {}] }, other],
    };
    const result = back([{ ...source, observations: [circle] }]);
    expect(result.records).toEqual([]);
    expect(errors(result)).toEqual(expect.arrayContaining(['loop', 'missing-samples']));
  });

  test('fewer times than values: the common part, and both numbers', () => {
    const channels = [waveChannel('Ua', PHASE.A, STORAGE.values, STORAGE.values)];
    const series = [{ values: [0, 0.001, 0.002] }, { values: [1, 2, 3, 4, 5] }];
    const result = back([
      { name: 'm', channels, observations: [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }] },
    ]);
    expect([...((result.records[0] as Recording).analogs[0]?.values ?? [])]).toEqual([1, 2, 3]);
    expect(result.problems.map((p) => p.code)).toContain('count-mismatch');
  });

  test('times that do not rise: the channel is left out and the place is said', () => {
    const channels = [waveChannel('Ua', PHASE.A, STORAGE.values, STORAGE.values)];
    const series = [{ values: [0, 0.002, 0.001] }, { values: [1, 2, 3] }];
    const result = back([
      { name: 'm', channels, observations: [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }] },
    ]);
    expect([result.records, errors(result).includes('bad-time')]).toEqual([[], true]);
  });

  test('a first time so far away that the others round to one: left out as well', () => {
    const channels = [rmsChannel('Ua', PHASE.A, ['value'])];
    const series = [{ values: [-1e18, 0.1, 0.2] }, { values: [1, 2, 3] }];
    const result = back([
      { name: 'm', channels, observations: [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }] },
    ]);
    expect([result.records, errors(result).includes('bad-time')]).toEqual([[], true]);
  });

  test('values that are increments themselves, thirty million from five numbers: refused with both numbers', () => {
    const channels = [waveChannel('Ua', PHASE.A, STORAGE.increment)];
    const series = [{ values: [1, 3e7, 0.001] }, { values: [1, 3e7, 1] }];
    const result = back([
      { name: 'm', channels, observations: [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }] },
    ]);
    expect([result.records, errors(result).includes('out-of-range')]).toEqual([[], true]);
  });

  test('an announced thousand million increments cost no memory', () => {
    const channels = [waveChannel('Ua', PHASE.A, STORAGE.values)];
    const series = [{ values: [1, 1e9, 0.001] }, { values: [1, 2, 3] }];
    const result = back([
      { name: 'm', channels, observations: [{ name: 'o', startMs: 0, channels: [{ channel: 0, series }] }] },
    ]);
    expect((result.records[0] as Recording).timesMs.length).toBe(3);
  });
});

test('the sample files are all read, without an error', () => {
  for (const bytes of samplePqdifFiles()) {
    const result = read(bytes);
    expect(errors(result)).toEqual([]);
    expect(result.records.length).toBeGreaterThan(0);
  }
});
