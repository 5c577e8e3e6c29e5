/**
 * Exports of makers. The samples are written here after the headings their sources quote; the numbers are our own, all
 * different, so that a swapped phase or statistic shows.
 */
import { describe, expect, test } from 'vitest';
import { readWithMapping } from '../../collector/formats/csv-logger.ts';
import { readRecorded } from '../../collector/formats/index.ts';
import { MAKERS } from '../../collector/formats/makers/index.ts';
import { mappingSchema, readMapping } from '../../collector/formats/makers/mapping.ts';
import { bytesOf, readingTable } from './files.ts';

const input = (content: string | Uint8Array, zone = 'UTC') =>
  ({ name: 'logger.txt', bytes: bytesOf(content), zone, companion: () => null }) as const;
const read = (content: string | Uint8Array, zone = 'UTC') => readRecorded(input(content, zone));
const lines = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n`;
const iso = (ms: number | undefined) => new Date(ms ?? Number.NaN).toISOString();
const codes = (content: string) => read(content).problems.map((p) => p.code);

/** Letters of windows-1250 used below, from the code table. */
const CP1250: Readonly<Record<string, number>> = {
  á: 0xe1,
  ä: 0xe4,
  Č: 0xc8,
  č: 0xe8,
  ý: 0xfd,
  ú: 0xfa,
  í: 0xed,
  é: 0xe9,
  ó: 0xf3,
};
const cp1250 = (text: string) => Uint8Array.from([...text], (c) => CP1250[c] ?? c.charCodeAt(0));

describe('Fluke Power Log', () => {
  const triples = (name: string, phases: readonly string[]) =>
    phases.flatMap((p) => ['Min', 'Priem', 'Max'].map((s) => `${name} ${p} ${s}`));
  const LN = ['L1N', 'L2N', 'L3N', 'NG'];
  const slovak = [
    'Dátum',
    'Čas',
    ...triples('Napätie', LN),
    ...triples('Polovičné napätie V RMS', LN),
    ...triples('Maximálne napätie', LN),
    ...triples('Prúd', ['L1', 'L2', 'L3', 'N']),
    'Frekvencia Min',
    'Frekvencia Priem',
    'Frekvencia Max',
    ...triples('Asymetria', ['Vn', 'Vz', 'An', 'Az']),
    ...triples('Činný výkon', ['L1N', 'L2N', 'L3N', 'Celkom']),
    ...triples('THD V', LN),
  ];

  test('Slovak headings: TAB, windows-1250, decimal comma, two columns of time, 2413 columns', () => {
    const wide = [
      ...slovak,
      ...Array.from({ length: 2413 - slovak.length }, (_, i) => `Harmonické kmity napätia${i} L1N Min`),
    ];
    const value = (column: number, row: number) => (column + row / 1000).toFixed(3).replace('.', ',');
    const row = (time: string, n: number) =>
      ['21.10.2025', time, ...wide.slice(2).map((_, k) => value(k, n))].join('\t');
    const result = read(
      cp1250(lines(wide.join('\t'), row('16:01:00.000', 108), row('16:02:00.000', 511), row('16:03:00.000', 461))),
      'Europe/Bratislava',
    );
    const table = readingTable(result);
    // Value n of a row stands in column n + 2: min, mean and max of L1N are 0, 1 and 2.
    expect(table.readings[1]?.values).toEqual({
      A: { uMin: 0.511, u: 1.511, uMax: 2.511, i: 37.511, p: 64.511, thdu: 76.511 },
      B: { uMin: 3.511, u: 4.511, uMax: 5.511, i: 40.511, p: 67.511, thdu: 79.511 },
      C: { uMin: 6.511, u: 7.511, uMax: 8.511, i: 43.511, p: 70.511, thdu: 82.511 },
      total: { f: 49.511, u2: 52.511, u0: 55.511, p: 73.511 },
    });
    // The stamp ends its minute.
    expect(table.readings.map((r) => [iso(r.startMs), iso(r.endMs)])[0]).toEqual([
      '2025-10-21T14:00:00.000Z',
      '2025-10-21T14:01:00.000Z',
    ]);
    expect(table.readings[0]).toMatchObject({ method: '1min', statistic: 'mean' });
    expect(table.channels).toEqual({ A: 'Napätie L1N Priem', B: 'Napätie L2N Priem', C: 'Napätie L3N Priem' });
    expect(result.problems).toEqual([]);
  });

  test('numbers without a figure before the comma, and missing ones', () => {
    const table = readingTable(
      read(
        cp1250(
          lines(
            slovak.slice(0, 5).join('\t'),
            '21.10.2025\t16:01:00.000\t,870\t-,5\t,000',
            '21.10.2025\t16:02:00.000\t\t\t',
          ),
        ),
      ),
    );
    expect(table.readings.map((r) => r.values)).toEqual([{ A: { uMin: 0.87, u: -0.5, uMax: 0 } }, {}]);
    expect(table.unknown).toBe(1);
  });

  test('English headings, month first, AM and PM, line-line voltages, status columns passed over', () => {
    const names = [
      'Date',
      'Time',
      'Vrms ph-ph AB Min',
      'Vrms ph-ph AB Avg',
      'Vrms ph-ph AB Max',
      'Vrms ph-ph AB Status',
    ];
    const table = readingTable(
      read(
        lines(
          [...names, 'Vrms ph-ph BC Avg', 'Current A Avg', 'Active Power Total Avg'].join(','),
          '12/31/2024,11:50:00 PM,398.5,400.25,401.5,V,402.75,10.5,7250',
          '1/1/2025,12:00:00 AM,397.5,400.5,401.75,V,403.25,11.5,7350',
        ),
      ),
    );
    expect(table.readings[1]?.values).toEqual({
      AB: { uMin: 397.5, u: 400.5, uMax: 401.75 },
      BC: { u: 403.25 },
      A: { i: 11.5 },
      total: { p: 7350 },
    });
    expect(table.readings.map((r) => iso(r.endMs))).toEqual(['2024-12-31T23:50:00.000Z', '2025-01-01T00:00:00.000Z']);
  });

  test('Portuguese headings', () => {
    const table = readingTable(
      read(
        lines(
          'Data;Hora;Vrms ph-n L1N Mín;Vrms ph-n L1N Méd.;Vrms ph-n L1N Máx;Vrms ph-n L1N Status;Vrms ph-ph L12 Méd.',
          '21/10/2025;16:01:00;217,1;218,2;219,3;V;380,4',
        ),
      ),
    );
    expect(table.readings[0]?.values).toEqual({ A: { uMin: 217.1, u: 218.2, uMax: 219.3 }, AB: { u: 380.4 } });
  });

  test('Chinese halves of the day', () => {
    const table = readingTable(
      read(
        lines(
          'Date\tTime\tVrms ph-n AN Avg\tVrms ph-n BN Avg\tVrms ph-n CN Avg',
          '2019/6/3\t上午 12:10:00.0\t220.5\t221.5\t222.5',
          '2019/6/3\t下午 1:20:00.0\t223.5\t224.5\t225.5',
        ),
      ),
    );
    expect(table.readings.map((r) => iso(r.endMs).slice(11, 16))).toEqual(['00:10', '13:20']);
    expect(table.readings[1]?.values).toEqual({ A: { u: 223.5 }, B: { u: 224.5 }, C: { u: 225.5 } });
  });
});

describe('Fluke Energy Analyze', () => {
  const names = (zone: string) =>
    `Start(${zone}),Stop(${zone}),Vrms_AN_avg,Vrms_AN_min,Vrms_AN_max,Vrms_BC_avg,Irms_C_avg,Frequency_avg,PowerP_Total_avg,Vthd_AN_avg,VoltageUnbalance_avg`;
  const row = (start: string, stop: string) => `${start},${stop},230.5,228.25,231.75,399.5,10.25,50.02,1250,2.5,0.75`;

  test('start and stop give each interval; Greenwich is UTC whatever the caller’s zone', () => {
    const result = read(
      lines(
        names('Greenwich'),
        row('2023-02-08 17:50:00', '2023-02-08 18:00:00'),
        row('2023-02-08 18:00:00', '2023-02-08 18:05:30'),
      ),
      'Asia/Shanghai',
    );
    const table = readingTable(result);
    expect(table.readings[0]?.values).toEqual({
      A: { u: 230.5, uMin: 228.25, uMax: 231.75, thdu: 2.5 },
      BC: { u: 399.5 },
      C: { i: 10.25 },
      total: { f: 50.02, p: 1250, u2: 0.75 },
    });
    expect(table.readings.map((r) => [iso(r.startMs).slice(11, 19), iso(r.endMs).slice(11, 19)])).toEqual([
      ['17:50:00', '18:00:00'],
      ['18:00:00', '18:05:30'],
    ]);
    expect(result.problems).toEqual([]);
  });

  test('a zone as Windows names it, and one nobody knows', () => {
    const start = (zone: string) => {
      const result = read(lines(names(zone), row('2023-02-08 17:50:00', '2023-02-08 18:00:00')), 'Asia/Shanghai');
      return [iso(readingTable(result).readings[0]?.startMs).slice(11, 16), result.problems.map((p) => p.got)];
    };
    expect(start('India Standard Time')).toEqual(['12:20', []]);
    expect(start('W. Central Africa Standard Time')).toEqual(['16:50', []]);
    expect(start('Mars Standard Time')).toEqual(['09:50', ['Mars Standard Time (read as Asia/Shanghai)']]);
  });
});

describe('Hioki', () => {
  const heading =
    'Date,Etime,Status,Freq_Avg[Hz],U1_Avg[V],U1_Max[V],U1_Min[V],U2_Avg[kV],I1_Avg[A],P1_Avg[kW],Psum_Avg[W]';
  const rows = [
    '2025/06/01,10:00:00,0,50.01,229.5,231.5,227.25,0.23075,5.25,1.5,4500',
    '2025/06/01,10:10:00,0,50.02,229.75,231.75,227.5,0.231,5.5,1.25,4600',
  ];

  test('settings above the heading; units from the names', () => {
    const table = readingTable(read(lines('HIOKI,PW3360', 'WIRING,3P4W', 'INTERVAL,10min', '', heading, ...rows)));
    expect(table.readings[0]?.values).toEqual({
      A: { u: 229.5, uMin: 227.25, uMax: 231.5, i: 5.25, p: 1500 },
      B: { u: 230.75 },
      total: { f: 50.01, p: 4500 },
    });
  });

  test('three wires: U1 is a line voltage', () => {
    const table = readingTable(read(lines('WIRING,3P3W', heading, ...rows)));
    expect(Object.keys(table.readings[0]?.values ?? {})).toEqual(['total', 'AB', 'BC']);
    expect(table.readings[0]?.values.AB?.u).toBe(229.5);
  });

  test('that its layout is unconfirmed is said', () => {
    expect(read(lines(heading, ...rows)).problems.some((p) => p.got.includes('unconfirmed'))).toBe(true);
  });
});

describe('layouts nobody confirmed', () => {
  test('Janitza: channels by their full names, lines written both ways round', () => {
    const table = readingTable(
      read(
        lines(
          'Startzeit;Endzeit;Spannung effektiv L1 Mittelwert [V];Spannung effektiv L1 Minimum [V];Spannung effektiv L2-L1 Mittelwert [kV];Frequenz Mittelwert [Hz];Wirkleistung L2 Mittelwert [kW]',
          '01.02.2026 00:00:00;01.02.2026 00:10:00;231,25;229,5;0,4005;49,99;1,5',
        ),
        'Europe/Berlin',
      ),
    );
    expect(table.readings[0]).toMatchObject({
      values: { A: { u: 231.25, uMin: 229.5 }, AB: { u: 400.5 }, total: { f: 49.99 }, B: { p: 1500 } },
    });
    expect([iso(table.readings[0]?.startMs), iso(table.readings[0]?.endMs)]).toEqual([
      '2026-01-31T23:00:00.000Z',
      '2026-01-31T23:10:00.000Z',
    ]);
  });

  test('Metrel', () => {
    const table = readingTable(
      read(
        lines(
          'Time\tU1 Min (V)\tU1 Avg (V)\tU1 Max (V)\tU12 Avg (V)\tI1 Avg (A)\tu- Avg (%)\tThdU1 Avg (%)',
          '21.10.2025 16:10:00\t228,5\t229,5\t230,5\t397,5\t4,5\t0,5\t2,25',
        ),
      ),
    );
    expect(table.readings[0]?.values).toEqual({
      A: { uMin: 228.5, u: 229.5, uMax: 230.5, i: 4.5, thdu: 2.25 },
      AB: { u: 397.5 },
      total: { u2: 0.5 },
    });
  });

  test('PQube', () => {
    const table = readingTable(
      read(
        lines(
          'Date/Time,L1-N (V) Min,L1-N (V) Avg,L1-N (V) Max,L2-L3 Avg (kV),Frequency (Hz) Avg,Voltage Unbalance (%) Avg',
          '2025-10-21 16:10:00,118.5,119.5,120.5,0.2075,60.01,0.25',
        ),
      ),
    );
    expect(table.readings[0]?.values).toEqual({
      A: { uMin: 118.5, u: 119.5, uMax: 120.5 },
      BC: { u: 207.5 },
      total: { f: 60.01, u2: 0.25 },
    });
  });
});

describe('times and numbers of any maker', () => {
  const day = (rows: readonly string[], zone = 'UTC') => read(lines('Date;Time;U L1', ...rows), zone);
  const ends = (rows: readonly string[], zone?: string) =>
    readingTable(day(rows, zone)).readings.map((r) => iso(r.deviceTimeMs ?? 0));

  test('day or month first, from a number above 12 anywhere in the file', () => {
    expect(ends(['1/2/2024;0:00;230', '1/13/2024;0:00;231'])[0]).toBe('2024-01-02T00:00:00.000Z');
    expect(ends(['1/2/2024;0:00;230', '13/2/2024;0:00;231'])[0]).toBe('2024-02-01T00:00:00.000Z');
  });

  test('else from days that follow each other; where nothing tells, day first, and that is said', () => {
    expect(ends(['1/2/2024;0:00;230', '1/3/2024;0:00;231', '1/4/2024;0:00;232'])[2]).toBe('2024-01-04T00:00:00.000Z');
    expect(ends(['1/2/2024;0:00;230', '2/2/2024;0:00;231'])[1]).toBe('2024-02-02T00:00:00.000Z');
    const unsure = day(['1/2/2024;0:00;230', '1/2/2024;0:10;231']);
    expect(unsure.problems.map((p) => p.got)).toContain('1/2/2024 read with the day first');
  });

  test('the hour that comes twice in autumn: two different hours, told apart by the order of rows', () => {
    const rows = ['26.10.2025;02:30;230', '26.10.2025;02:00;231', '26.10.2025;02:30;232', '26.10.2025;03:00;233'];
    expect(ends(rows, 'Europe/Berlin').map((t) => t.slice(11, 16))).toEqual(['00:30', '01:00', '01:30', '02:00']);
  });

  test('two rows of one instant are one, and that is said', () => {
    const result = day(['1.2.2024;0:00;230', '1.2.2024;0:10;231', '1.2.2024;0:10;999']);
    expect(readingTable(result).readings.map((r) => r.values.A?.u)).toEqual([230, 231]);
    expect(result.problems.map((p) => p.code)).toContain('duplicate-key');
  });

  test('a row of units between heading and values', () => {
    const table = readingTable(read(lines('Time;Uab;Ubc', ';kV;kV', '2024-02-01 00:00;10,25;10,5')));
    expect(table.readings[0]?.values).toEqual({ AB: { u: 10_250 }, BC: { u: 10_500 } });
  });

  test('quoted cells; a comma that could mean thousands is not guessed', () => {
    const result = read(lines('"Time","U L1","U L2","U L3"', '2024-02-01 00:00,"230,5","1,234","1,234.5"'));
    expect(readingTable(result).readings[0]?.values).toEqual({ A: { u: 230.5 }, C: { u: 1234.5 } });
    expect(result.problems).toMatchObject([{ code: 'bad-number', got: '1,234' }]);
  });

  test('a number no meter measures is unreadable, also before its unit makes it larger', () => {
    const result = read(lines('Time;Uab [kV];Ubc [kV]', '2024-02-01 00:00;1e308;10,5'));
    expect(readingTable(result).readings[0]?.values).toEqual({ BC: { u: 10_500 } });
    expect(result.problems).toMatchObject([{ code: 'bad-number', got: '1e308' }]);
  });

  test('half a megabyte of blanks in a time is no time, and is walked once', () => {
    const result = read(lines('Date;Time;U L1', `1.2.2024;0:00${' '.repeat(500_000)}x;230`, '1.2.2024;0:10;231'));
    expect(readingTable(result).readings.map((r) => r.values.A?.u)).toEqual([231]);
  });

  test('UTF-16, as some programs on Windows export', () => {
    const text = lines('Time\tU L1', '2024-02-01 00:00\t230,5');
    const units = Uint16Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0));
    expect(readingTable(read(new Uint8Array(units.buffer))).readings[0]?.values).toEqual({ A: { u: 230.5 } });
  });

  test('a heading that names UTC', () => {
    const table = readingTable(read(lines('Timestamp (UTC),U L1', '2024-02-01 00:00,230.5'), 'Asia/Shanghai'));
    expect(iso(table.readings[0]?.deviceTimeMs ?? 0)).toBe('2024-02-01T00:00:00.000Z');
  });

  test('binary data under a name of text is refused', () => {
    expect(read(Uint8Array.from({ length: 400 }, (_, i) => i % 7)).records).toEqual([]);
    expect(codes('a,b\n1,2\n')).toEqual(['unknown-format']);
  });
});

describe('mappings', () => {
  test('every registered one has the shape, an id of its own, and does not read another’s heading', () => {
    const parsed = MAKERS.map((m) => mappingSchema.parse(m));
    expect(new Set(parsed.map((m) => m.id)).size).toBe(parsed.length);
    for (const m of parsed) expect(m.sniff.length).toBeGreaterThan(0);
  });

  const own = {
    id: 'ours',
    title: 'Our logger',
    time: { stamp: '^when$' },
    stampMeans: 'end',
    zone: 'utc',
    columns: [
      { pattern: '^red (?<stat>lo|av|hi)$', quantity: 'u', phase: 'A' },
      { pattern: '^flicker (?<phase>red|yellow)$', quantity: 'pst' },
    ],
    phases: { red: 'A', yellow: 'B' },
    statistics: { lo: 'min', av: 'mean', hi: 'max' },
  };
  const mapping = () => {
    const result = readMapping(own);
    if (!result.ok) throw new Error(result.faults.join());
    return result.mapping;
  };

  test('a user’s own, of the same shape', () => {
    const text = lines('when;red lo;red av;red hi;flicker yellow', '1.2.2024 00:10;201,5;230,5;233,5;0,75');
    const table = readingTable(readWithMapping(input(text, 'Asia/Shanghai'), mapping()));
    expect(table.readings[0]).toMatchObject({
      endMs: Date.UTC(2024, 1, 1, 0, 10),
      values: { A: { uMin: 201.5, u: 230.5, uMax: 233.5 }, B: { pst: 0.75 } },
    });
  });

  test('a file it does not fit: the names that are there are said', () => {
    const result = readWithMapping(input('Time;U\n1;2\n'), mapping());
    expect(result.records).toEqual([]);
    expect(result.problems).toMatchObject([{ code: 'missing-column', severity: 'error', got: 'line 1: Time, U' }]);
  });

  test.each([
    [{ ...own, columns: [{ pattern: '(', quantity: 'u' }] }, 'columns.0.pattern: not a regular expression'],
    [{ ...own, columns: [{ pattern: '(a+)+$', quantity: 'u' }] }, 'columns.0.pattern: not a regular expression'],
    [{ ...own, columns: [] }, 'columns: '],
    [{ ...own, columns: [{ pattern: 'u', quantity: 'volts' }] }, 'columns.0.quantity: '],
    [{ ...own, time: { date: 'd' } }, 'time: '],
    [{ ...own, colums: [] }, 'mapping: '],
    [null, 'mapping: '],
  ])('a wrong one is refused with the place of its fault %#', (value, fault) => {
    const result = readMapping(value);
    expect(result.ok ? [] : result.faults.map((f) => f.startsWith(fault))).toContain(true);
  });
});
