/** Wall clocks of devices: zones, the hour that exists twice, the hour that does not exist. */
import { describe, expect, it } from 'vitest';
import { epochStamp, textStamp } from '../../collector/payloads/clock.ts';
import type { DecodeContext } from '../../collector/payloads/dialect.ts';
import { QUALITY } from '../../core/series.ts';

const at = (receivedIso: string, zone: string, epochZone = 'UTC') =>
  ({ receivedMs: Date.parse(receivedIso), zone, epochZone }) as DecodeContext;
const iso = (ms: number) => new Date(ms).toISOString();

describe('B18: wall clocks of other years', () => {
  it('Shanghai has no summer time in 2020', () => {
    const stamp = textStamp('2020-05-05 20:30', at('2020-05-05T12:30:04Z', 'Asia/Shanghai'));
    expect(iso(stamp.timeMs)).toBe('2020-05-05T12:30:00.000Z');
  });

  it('1986-05-04 02:30 does not exist in Shanghai: a clear problem, the reading is kept under its arrival', () => {
    const context = at('1986-05-04T03:00:00Z', 'Asia/Shanghai');
    const stamp = textStamp('1986-05-04 02:30', context);
    expect(stamp).toMatchObject({ timeMs: context.receivedMs, quality: QUALITY.clock, fault: { code: 'bad-time' } });
    expect(stamp.fault?.got).toContain('no such time in Asia/Shanghai');
  });
});

describe('the hour that exists twice in Oslo on 2026-10-25', () => {
  it.each([
    ['in its first pass', '2026-10-25T00:30:05Z', '2026-10-25T00:30:00.000Z'],
    ['in its second pass', '2026-10-25T01:30:05Z', '2026-10-25T01:30:00.000Z'],
    ['sent late, after both', '2026-10-25T09:00:00Z', '2026-10-25T01:30:00.000Z'],
  ])('a value that comes %s', (_, received, expected) => {
    expect(iso(textStamp('2026-10-25 02:30:00', at(received, 'Europe/Oslo')).timeMs)).toBe(expected);
  });

  it('an offset in the text decides', () => {
    expect(iso(textStamp('2026-10-25T02:30:00+02:00', at('2026-10-25T01:30:05Z', 'Europe/Oslo')).timeMs)).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('two hours of ten-minute values sent as they are measured keep their order and number', () => {
    const from = Date.parse('2026-10-24T23:40:00Z');
    const wall = (ms: number) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', dateStyle: 'short', timeStyle: 'medium' }).format(ms);
    for (let n = 0; n < 18; n++) {
      const trueMs = from + n * 600_000;
      expect(textStamp(wall(trueMs), at(iso(trueMs + 3_000), 'Europe/Oslo')).timeMs).toBe(trueMs);
    }
  });
});

describe('B16: local time sent as if it were UTC', () => {
  it('1582715950 from Oslo is 10:19:10Z', () => {
    const stamp = epochStamp(1_582_715_950, at('2020-02-26T10:19:12Z', 'UTC', 'Europe/Oslo'));
    expect(iso(stamp.timeMs)).toBe('2020-02-26T10:19:10.000Z');
    expect(stamp.quality).toBe(0);
  });

  it('without the setting it is an hour ahead: kept under its arrival, flagged, named', () => {
    const context = at('2020-02-26T10:19:12Z', 'UTC');
    expect(epochStamp(1_582_715_950, context)).toMatchObject({
      timeMs: context.receivedMs,
      deviceTimeMs: 1_582_715_950_000,
      quality: QUALITY.clock,
      fault: { code: 'clock-error', got: expect.stringContaining('3598 s ahead') },
    });
  });
});
