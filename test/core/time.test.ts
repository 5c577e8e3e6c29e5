import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, hourOfDay, isZone, parseTime, wallToUtc, zoneOffsetMs } from '../../core/time.ts';

const SHANGHAI = 'Asia/Shanghai';
const utc = (text: string): number => new Date(text).getTime();
const ms = (text: string, zone = SHANGHAI): number | string => {
  const t = parseTime(text, zone);
  return t.ok ? t.ms : t.fault;
};

describe('reading a time (B18)', () => {
  it.each([
    ['2020-05-05 20:30', '2020-05-05T12:30:00Z'], //         no summer time in Shanghai in 2020
    ['2020-05-05T20:30:00+08:00', '2020-05-05T12:30:00Z'],
    ['2020-05-05T20:30:00+0800', '2020-05-05T12:30:00Z'],
    ['2020-05-05T20:30:00+08', '2020-05-05T12:30:00Z'],
    ['2020-05-05T12:30Z', '2020-05-05T12:30:00Z'],
    ['2020-05-05t12:30:00z', '2020-05-05T12:30:00Z'],
    ['  2020-05-05 07:00:00 -05:30 ', '2020-05-05T12:30:00Z'],
    ['2020-05-05', '2020-05-04T16:00:00Z'], //               a bare date is midnight in the zone
    ['2020-05-05T24:00', '2020-05-05T16:00:00Z'], //         end of the day
    ['2024-02-29 00:00', '2024-02-28T16:00:00Z'],
    ['1988-07-01 12:00', '1988-07-01T03:00:00Z'], //         summer time, UTC+9
  ])('%s', (text, expected) => {
    expect(ms(text)).toBe(utc(expected));
  });

  it.each([
    ['1986-05-04 02:30', 'gap'], // the night summer time began
    ['2023-02-29 00:00', 'no-such-date'],
    ['1900-02-29', 'no-such-date'],
    ['2026-13-01', 'no-such-date'],
    ['2026-06-31 08:00', 'no-such-date'],
    ['2026-07-01 24:01', 'no-such-date'],
    ['2026-07-01T24:00:00.5', 'no-such-date'],
    ['2026-07-01 25:00', 'no-such-date'],
    ['2026-07-01 10:60', 'no-such-date'],
    ['2026-07-01T10:00:00+08:75', 'not-iso'],
    ['1/7/2026 10:00', 'not-iso'],
    ['', 'not-iso'],
    ['yesterday', 'not-iso'],
  ])('%s is %s', (text, fault) => {
    expect(ms(text)).toBe(fault);
  });

  it('keeps fractions of any length exact to the millisecond', () => {
    const base = utc('2026-07-01T00:00:00Z');
    for (const [fraction, expected] of [
      ['5', 500],
      ['25', 250],
      ['069', 69],
      ['345596160', 345.59616],
    ] as const) {
      expect(ms(`2026-07-01T00:00:00.${fraction}Z`)).toBe(base + expected);
      expect(ms(`2026-07-01T00:00:00,${fraction}Z`)).toBe(base + expected);
    }
    expect(ms('2026-07-01T00:00:00.0690000000000Z')).toBe(base + 69);
  });

  it('takes the first of a wall time that exists twice and says so', () => {
    // Summer time ended in Shanghai on 1986-09-14 at 02:00, back to 01:00; the first 01:30 is UTC+9.
    expect(parseTime('1986-09-14 01:30', SHANGHAI)).toEqual({
      ok: true,
      ms: utc('1986-09-13T16:30:00Z'),
      ambiguous: true,
    });
    expect(parseTime('2026-11-01 01:30', 'America/New_York')).toEqual({
      ok: true,
      ms: utc('2026-11-01T05:30:00Z'),
      ambiguous: true,
    });
    expect(ms('2026-03-08 02:30', 'America/New_York')).toBe('gap');
  });

  it('knows the local stamps of a meter in Oslo, and unknown zones', () => {
    expect(ms('2020-02-26 11:19:10', 'Europe/Oslo')).toBe(1_582_712_350_000);
    expect(ms('2020-02-26 11:19', 'Asia/Atlantis')).toBe('unknown-zone');
    expect([isZone(SHANGHAI), isZone('Asia/Atlantis'), isZone('+08:00')]).toEqual([true, false, true]);
    expect(ms('2020-02-26 11:19', '+08:00')).toBe(utc('2020-02-26T03:19:00Z'));
  });

  it('does not care for the zone of the host', () => {
    const before = process.env.TZ;
    try {
      for (const host of ['America/New_York', 'Asia/Shanghai', 'Pacific/Chatham']) {
        process.env.TZ = host;
        expect(ms('2020-05-05 20:30')).toBe(utc('2020-05-05T12:30:00Z'));
        expect(formatTime(utc('2020-05-05T12:30:00Z'), SHANGHAI)).toBe('2020-05-05T20:30:00.000+08:00');
        expect(hourOfDay(utc('2020-05-05T12:30:00Z'), SHANGHAI)).toBe(20.5);
      }
    } finally {
      process.env.TZ = before;
    }
  });
});

describe('writing a time', () => {
  it('names the offset of the zone at that instant', () => {
    expect(formatTime(utc('2026-07-01T12:15:03.250Z'), SHANGHAI)).toBe('2026-07-01T20:15:03.250+08:00');
    expect(formatTime(utc('2026-07-01T12:15:03.250Z'), 'America/St_Johns')).toBe('2026-07-01T09:45:03.250-02:30');
    expect(formatTime(utc('2026-01-01T12:15:03Z'), 'Europe/London')).toBe('2026-01-01T12:15:03.000Z');
  });

  it('is the same instant when read back, in every zone and year', () => {
    const zones = [SHANGHAI, 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu'];
    fc.assert(
      fc.property(
        fc.integer({ min: utc('1880-01-01T00:00:00Z'), max: utc('2100-01-01T00:00:00Z') }),
        fc.constantFrom(...zones),
        (at, zone) => ms(formatTime(at, zone), 'UTC') === at,
      ),
      { seed: 18, numRuns: 500 },
    );
  });

  it('a wall time that exists reads back as itself, hour memory or not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: utc('1980-01-01T00:00:00Z') / 60_000, max: utc('2030-01-01T00:00:00Z') / 60_000 }),
        fc.constantFrom(SHANGHAI, 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns'),
        (minute, zone) => {
          const at = minute * 60_000;
          const back = wallToUtc(at + zoneOffsetMs(at, zone), zone);
          expect(back.ok && (back.ms === at || back.ambiguous)).toBe(true);
        },
      ),
      { seed: 19, numRuns: 500 },
    );
  });
});
