/** Days of 23, 24 and 25 hours, and the ten-minute values that are due of each. */
import { describe, expect, it } from 'vitest';
import { calendarDay, slotsDue } from '../../core/calendar-day.ts';

const HOUR = 3_600_000;

describe('a day has as many ten-minute values as its clocks give it', () => {
  it.each([
    ['2026-07-01T12:00:00Z', 'Asia/Shanghai', '2026-07-01', 144],
    ['2026-07-01T17:00:00Z', 'Asia/Shanghai', '2026-07-02', 144],
    ['2026-03-29T12:00:00Z', 'Europe/Oslo', '2026-03-29', 138],
    ['2026-10-25T12:00:00Z', 'Europe/Oslo', '2026-10-25', 150],
    ['2026-10-25T22:59:59Z', 'Europe/Oslo', '2026-10-25', 150],
    ['2026-10-25T23:00:00Z', 'Europe/Oslo', '2026-10-26', 144],
    ['1986-05-04T06:00:00Z', 'Asia/Shanghai', '1986-05-04', 138],
  ])('%s in %s is %s with %d', (iso, zone, date, slots) => {
    expect(calendarDay(Date.parse(iso), zone)).toMatchObject({ date, slots });
  });

  it('days follow each other without a hole, also where clocks are changed', () => {
    let later = calendarDay(Date.parse('2026-11-03T12:00:00Z'), 'Europe/Oslo');
    for (let back = 1; back < 250; back++) {
      const day = calendarDay(Date.parse('2026-11-03T12:00:00Z'), 'Europe/Oslo', back);
      expect(day.endMs).toBe(later.startMs);
      later = day;
    }
  });

  it('a midnight that does not exist: the day begins with its first instant', () => {
    // Santiago put its clocks forward at 24:00 on 2024-09-07: 8 September began at 01:00.
    const day = calendarDay(Date.parse('2024-09-08T12:00:00Z'), 'America/Santiago');
    expect(day).toMatchObject({ date: '2024-09-08', slots: 138 });
    expect(new Date(day.startMs).toISOString()).toBe('2024-09-08T04:00:00.000Z');
  });

  it('due grows by one each ten minutes and stops at the end', () => {
    const day = calendarDay(Date.parse('2026-07-01T12:00:00Z'), 'Asia/Shanghai');
    expect(slotsDue(day, day.startMs - 1)).toBe(0);
    expect(slotsDue(day, day.startMs + 599_999)).toBe(0);
    expect(slotsDue(day, day.startMs + 600_000)).toBe(1);
    expect(slotsDue(day, day.startMs + 30 * HOUR)).toBe(144);
  });
});
