import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { id } from '../../core/ids.ts';
import {
  buildSectionIndex,
  distanceM,
  distanceToSegmentM,
  localProjection,
  metresPerDegree,
  type SectionLine,
} from '../../core/network/geo.ts';
import { sampledDistanceM } from '../oracles/near-sections.ts';

describe('metres on the ground', () => {
  it('knows the length of a degree (published: equator 110 574 / 111 320 m, 45° 111 132 / 78 847 m)', () => {
    expect(metresPerDegree(0).lat).toBeCloseTo(110_574, -1);
    expect(metresPerDegree(0).lon).toBeCloseTo(111_320, -1);
    expect(metresPerDegree(45).lat).toBeCloseTo(111_132, -1);
    expect(metresPerDegree(45).lon).toBeCloseTo(78_847, -1);
  });

  it('puts a street-map coordinate of Guangzhou 621 m off', () => {
    expect(distanceM({ lon: 113.2644, lat: 23.1291 }, { lon: 113.26973, lat: 23.126423 })).toBeCloseTo(621, 0);
  });

  it('goes there and back', () => {
    const p = localProjection({ lon: 113.3, lat: 23.1 });
    const back = p.toLonLat(p.toMetres({ lon: 113.41, lat: 23.02 }));
    expect(back.lon).toBeCloseTo(113.41, 12);
    expect(back.lat).toBeCloseTo(23.02, 12);
  });

  it('measures to the nearest point of a segment, ends and points included', () => {
    const [a, b] = [
      { xM: 0, yM: 0 },
      { xM: 100, yM: 0 },
    ];
    expect(distanceToSegmentM({ xM: 50, yM: 30 }, a, b)).toBe(30);
    expect(distanceToSegmentM({ xM: -30, yM: 40 }, a, b)).toBe(50);
    expect(distanceToSegmentM({ xM: 103, yM: 4 }, a, b)).toBe(5);
    expect(distanceToSegmentM({ xM: 3, yM: 4 }, a, a)).toBe(5);
  });
});

describe('index of sections', () => {
  const place = fc.record({
    lon: fc.double({ min: 113.1, max: 113.5, noNaN: true }),
    lat: fc.double({ min: 22.9, max: 23.3, noNaN: true }),
  });

  it('finds what a plain search finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 25 }),
        place,
        fc.double({ min: 50, max: 8000, noNaN: true }),
        (pairs, at, radiusM) => {
          const lines: SectionLine[] = pairs.map(([a, b], i) => ({ section: id(`S${i}`), a, b }));
          const got = new Map(
            buildSectionIndex(lines)
              .near(at, radiusM)
              .map((n) => [n.section, n.distanceM]),
          );
          for (const line of lines) {
            const d = sampledDistanceM(at, line);
            // 0.5 % for the flat projection, 10 m for the sampling.
            const slack = d * 0.005 + 10;
            const found = got.get(line.section);
            if (found !== undefined) expect(Math.abs(found - d)).toBeLessThan(slack);
            else expect(d).toBeGreaterThan(radiusM - slack);
          }
        },
      ),
      { seed: 20260701, numRuns: 40 },
    );
  });

  it('stays usable with a line across the world, and with no lines', () => {
    const lines: SectionLine[] = [
      { section: id('bad'), a: { lon: 0, lat: 0 }, b: { lon: 113.3, lat: 23.1 } },
      { section: id('L1'), a: { lon: 113.3, lat: 23.1 }, b: { lon: 113.31, lat: 23.1 } },
      { section: id('L2'), a: { lon: 113.3, lat: 23.1 }, b: { lon: 113.3, lat: 23.11 } },
    ];
    const near = buildSectionIndex(lines).near({ lon: 113.305, lat: 23.101 }, 600);
    expect(near.map((n) => n.section)).toEqual(['L1', 'L2', 'bad']);
    expect(buildSectionIndex([]).near({ lon: 113, lat: 23 }, 1e5)).toEqual([]);
  });
});
