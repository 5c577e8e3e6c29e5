/** Loggers' exports: delimiters, decimal signs, dates, missing values. */
import { describe, expect, test } from 'vitest';
import { readRecorded } from '../../collector/formats/index.ts';
import { bytesOf, hasField, readField, readingTable } from './files.ts';

const read = (text: string, zone = 'UTC', name = 'logger.txt') =>
  readRecorded({ name, bytes: bytesOf(text), zone, companion: () => null });

describe('CSV of loggers', () => {
  test('d/m/yyyy with time in a second column, ? is unknown', () => {
    const table = readingTable(
      read(
        'Date;Time;Voltage\r\n1/2/2007;00:00:00;243.150\r\n1/2/2007;00:01:00;?\r\n1/2/2007;00:02:00;242.5\r\n',
        'Europe/Paris',
      ),
    );
    expect(table.readings.map((r) => r.values.A?.u)).toEqual([243.15, undefined, 242.5]);
    expect(table.unknown).toBe(1);
    expect(new Date(table.readings[0]!.startMs).toISOString()).toBe('2007-01-31T23:00:00.000Z');
    expect(table.readings[0]).toMatchObject({ method: '1min', statistic: 'mean', meter: 'logger' });
  });

  test('tab, decimal comma, dd.mm.yyyy, three phases with lowest and highest', () => {
    const text =
      'Datum\tZeit\tU L1 Min\tU L1 Avg\tU L1 Max\tU L2 Avg\tU L3 Avg\r\n' +
      '03.04.2024\t10:10:00.000\t201,5\t229,75\t233,25\t230,5\t231,25\r\n' +
      '03.04.2024\t10:20:00.000\t228,5\t229,25\t230,25\t230,75\t231,5\r\n';
    const [first] = readingTable(read(text)).readings;
    expect(first?.values).toEqual({ A: { uMin: 201.5, u: 229.75, uMax: 233.25 }, B: { u: 230.5 }, C: { u: 231.25 } });
    expect(first?.method).toBe('10min');
  });

  test('ISO stamps and comma, line-line columns', () => {
    const table = readingTable(
      read('timestamp,Uab (kV),Ubc (kV),Uca (kV)\n2024-03-01T08:00:00+08:00,10.25,10.35,10.45\n'),
    );
    expect(table.readings[0]?.values).toEqual({ AB: { u: 10_250 }, BC: { u: 10_350 }, CA: { u: 10_450 } });
  });

  test('a bad time and a bad number are named with their line, the rest is read', () => {
    const result = read('Date;Time;Voltage\n31/2/2007;00:00:00;230\n1/3/2007;00:01:00;2x\n1/3/2007;00:02:00;231\n');
    expect(result.problems.slice(0, 2)).toMatchObject([
      { code: 'bad-time', line: 2 },
      { code: 'bad-number', line: 3, field: 'Voltage', got: '2x' },
    ]);
    expect(readingTable(result).readings.map((r) => r.values.A?.u)).toEqual([undefined, 231]);
  });

  test('our own readings.csv: stamps are interval ends', () => {
    const text = 'meter,time,interval_s,ua,ub,uc,ua_min\nM1,2026-07-01T20:10:00+08:00,600,221.3,219.8,220.4,150.5\n';
    const table = readingTable(read(text, 'UTC', 'readings.csv'));
    expect(table.readings[0]).toMatchObject({
      meter: 'M1',
      startMs: Date.UTC(2026, 6, 1, 12, 0),
      endMs: Date.UTC(2026, 6, 1, 12, 10),
      method: '10min',
      values: { A: { u: 221.3, uMin: 150.5 }, B: { u: 219.8 }, C: { u: 220.4 } },
    });
  });

  test.each([
    ['Datum;Uhrzeit;Spannung L1;Spannung L2 Min'],
    ['Fecha;Hora;Tensión L1;Tensión L2 Mín'],
    ['Data;Hora;Tensão L1;Tensão L2 Mín'],
    ['Data;Czas;Napięcie L1;Napięcie L2 Min'],
    ['Date;Heure;Tension L1;Tension L2 Min'],
    ['Дата;Время;Напряжение L1;Напряжение L2 Мин'],
    ['日期;时间;A相电压;B相电压最小'],
  ])('headings in other languages: %s', (heading) => {
    const [first] = readingTable(read(`${heading}\r\n21.10.2025;16:01:00;229,5;217,25\r\n`)).readings;
    expect(first?.values).toEqual({ A: { u: 229.5 }, B: { uMin: 217.25 } });
  });

  test('a text that is nothing of all this', () => {
    expect(read('hello\n')).toMatchObject({ records: [], problems: [{ code: 'unknown-format', severity: 'error' }] });
  });

  test.skipIf(!hasField)('the household day', () => {
    const table = readingTable(readField('voltage/uci_household_2007-02-01.txt', { zone: 'Europe/Paris' }));
    const volts = table.readings.map((r) => r.values.A?.u ?? Number.NaN);
    expect(volts.length).toBe(1440);
    expect(Math.min(...volts)).toBe(233.05);
    expect(Math.max(...volts)).toBe(245.73);
    expect(new Date(table.readings[volts.indexOf(233.05)]!.startMs).toISOString()).toBe('2007-02-01T07:09:00.000Z');
    expect(volts.reduce((a, b) => a + b) / 1440).toBeCloseTo(240.3921, 4);
  });
});
