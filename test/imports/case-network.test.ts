import { describe, expect, it } from 'vitest';
import { CUSTOMERS, NODES, problems, read, SECTIONS, short, utc } from './folder.ts';

describe('coordinates and strokes', () => {
  it('0,0 and places off the map are unknown, not in the sea', () => {
    const { input, problems: found } = read({
      'nodes.csv': NODES.replace('P1,pole,113.2650,23.1310', 'P1,pole,0,0')
        .replace('B1,branch_box,113.2662,23.1311', 'B1,branch_box,23.1311,113.2662')
        .replace('F1,feeder_head,113.2601', 'F1,feeder_head,131.2601'),
    });
    expect(input.nodes.map((n) => n.at === null)).toEqual([false, false, true, true, false, true, true]);
    expect(found.map(short)).toEqual([
      'warning implausible nodes.csv:5 lon',
      'warning out-of-range nodes.csv:7 lat',
      'warning implausible nodes.csv:4 lon',
    ]);
  });

  it('converts the datum of the case, but not of UALF, which is WGS 84', () => {
    const { input } = read({
      'case.yaml': 'datum: GCJ02\n',
      'nodes.csv': NODES.replace('113.2650,23.1310', '113.269730,23.126423'),
      'strokes.csv': 'time,lat,lon,peak_ka,cloud\n2026-07-01T20:00:00.123456+08:00,23.126423,113.269730,-32.5,0\n',
      'day.ualf': '0 2026 07 01 12 00 00 5000000 23.1291 113.2644 -20.1 0 9 10 30 0.5 0.3 1.0 8 9 -5 0 1 1 1\n',
    });
    expect(input.nodes[3]?.at?.lon).toBeCloseTo(113.2644, 6);
    expect(input.strokes[0]?.at.lat).toBeCloseTo(23.1291, 6);
    expect(input.strokes[0]?.timeMs).toBeCloseTo(utc('2026-07-01T12:00:00.123Z') + 0.456, 3);
    expect(input.strokes[1]?.at).toEqual({ lon: 113.2644, lat: 23.1291 });
  });

  it('two strokes with one time stamp are two, the same line twice is one', () => {
    const line = '2026-07-01 20:00:00.1,23.1,113.2,';
    const { input, problems: found } = read({
      'strokes.csv': `time,lat,lon,peak_ka\n${line}-20\n${line}-31\n${line}-20\n`,
    });
    expect(input.strokes.map((s) => s.peakKa)).toEqual([-20, -31]);
    expect(problems({ 'strokes.csv': 'time,lat,lon\nsoon,23.1,113.2\n2026-07-01 20:00,,113.2\n' })).toEqual([
      'error bad-time strokes.csv:2 time',
      'error missing-value strokes.csv:3 lat',
    ]);
    expect(found.map(short)).toEqual(['error duplicate-key strokes.csv:4 null']);
  });
});

describe('the network as a whole', () => {
  it('names rings, islands and customers without a transformer, and keeps the rest', () => {
    const { input, problems: found } = read({
      'nodes.csv': `${NODES}P8,pole,,,\nP9,pole,,,\n`,
      'sections.csv': `${SECTIONS}L6,F1,T1,cable,?,10,,,,,,,none,0\nL7,P8,P9,overhead,ABC,10,,,,,,,none,0\nL8,P9,GONE,overhead,ABC,10,,,,,,,none,0\n`,
      'customers.csv': `${CUSTOMERS}SP3,0303,P1,ABC,220,industrial,,,,\n`,
    });
    expect(input.sections.length).toBe(8);
    expect(found.map(short)).toEqual([
      'warning missing-value sections.csv:8 phases',
      'error unknown-reference sections.csv:10 to',
      'warning island nodes.csv:9 id',
      'warning loop sections.csv:5 normally_open',
      'warning no-transformer customers.csv:4 node',
    ]);
    expect(found.find((p) => p.code === 'island')?.got).toContain('2 node(s)');
  });
});
