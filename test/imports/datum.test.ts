import { describe, expect, it } from 'vitest';
import { distanceM } from '../../core/network/geo.ts';
import { toGcj02, toWgs84 } from '../../correlator/imports/datum.ts';

const GUANGZHOU = { lon: 113.2644, lat: 23.1291 };

describe('Chinese map coordinates', () => {
  it('agrees with the published pair of Guangzhou', () => {
    const gcj = toGcj02(GUANGZHOU);
    expect(gcj.lon).toBeCloseTo(113.26973, 6);
    expect(gcj.lat).toBeCloseTo(23.126423, 6);
    expect(distanceM(GUANGZHOU, gcj)).toBeCloseTo(621, 0);
  });

  it('goes back to WGS 84 within a centimetre', () => {
    for (const at of [GUANGZHOU, { lon: 87.6, lat: 43.8 }, { lon: 121.47, lat: 31.23 }]) {
      expect(distanceM(toWgs84(toGcj02(at), 'gcj02'), at)).toBeLessThan(0.01);
    }
  });

  it('BD-09 is another shift on top (published pair: Baidu 116.404, 39.915 = GCJ-02 116.39762729, 39.90865674)', () => {
    const wgs = toWgs84({ lon: 116.404, lat: 39.915 }, 'bd09');
    const gcj = toGcj02(wgs);
    expect(gcj.lon).toBeCloseTo(116.39762729, 5);
    expect(gcj.lat).toBeCloseTo(39.90865674, 5);
  });

  it('leaves WGS 84, CGCS2000 and places outside China alone', () => {
    expect(toWgs84(GUANGZHOU, 'wgs84')).toEqual(GUANGZHOU);
    expect(toWgs84(GUANGZHOU, 'cgcs2000')).toEqual(GUANGZHOU);
    expect(toWgs84({ lon: -73.97, lat: 40.78 }, 'gcj02')).toEqual({ lon: -73.97, lat: 40.78 });
  });
});
