import { describe, expect, it } from 'vitest';
import { COMPLAINTS, CUSTOMERS, METERS, problems, read, SECTIONS, short, utc } from './folder.ts';

describe('what is wrong is named and the rest goes on', () => {
  it('drops a row whose required field is no good', () => {
    const { input, problems: found } = read({
      'complaints.csv': `${COMPLAINTS}C003,yesterday,0301,,,x,,,,,\n,2026-07-01 10:00,0301,,,x,,,,,\nC001,2026-07-01 11:00,,SP1,,again,,,,,\nC004,2026-07-01 11:00,,SP1,,ok,,,,,\n`,
    });
    expect(input.complaints.map((c) => c.id)).toEqual(['C001', 'C002', 'C004']);
    expect(found.map(short)).toEqual([
      'error bad-time complaints.csv:4 received',
      'error missing-value complaints.csv:5 id',
      'error duplicate-key complaints.csv:6 null',
    ]);
    expect(found[0]?.got).toBe('yesterday');
    expect(found[2]?.expected).toContain('line 2');
  });

  it('keeps a row whose optional field is no good', () => {
    const { input, problems: found } = read({
      'sections.csv': SECTIONS.replace('520.5,0.27,0.35,,,1998,none,0', '-5,0x1F,inf,,,1066,rope,maybe'),
    });
    expect(input.sections[2]).toMatchObject({
      lengthM: null,
      rOhmPerKm: null,
      xOhmPerKm: null,
      installedYear: null,
      device: 'none',
      normallyOpen: false,
    });
    expect(found.map(short)).toEqual([
      'warning out-of-range sections.csv:4 length_m',
      'warning bad-number sections.csv:4 r_ohm_per_km',
      'warning bad-number sections.csv:4 x_ohm_per_km',
      'warning out-of-range sections.csv:4 installed',
      'warning bad-value sections.csv:4 device',
      'warning bad-value sections.csv:4 normally_open',
    ]);
  });

  it('does not lose a customer or a complaint over a wrong reference', () => {
    const { input, problems: found } = read({
      'customers.csv': CUSTOMERS.replace('C1,A', 'NOWHERE,A'),
      'complaints.csv': COMPLAINTS.replace('0301', '9999'),
    });
    expect(input.customers[0]).toMatchObject({ supplyPoint: 'SP1', node: null });
    expect(input.complaints[0]).toMatchObject({ account: '9999', supplyPoint: null });
    expect(found.map(short)).toEqual([
      'warning unknown-reference customers.csv:2 node',
      'warning unknown-reference complaints.csv:2 account',
      'warning no-transformer customers.csv:2 node',
    ]);
  });

  it('places a meter with an unknown node at its supply point, or nowhere', () => {
    const { input, problems: found } = read({
      'meters.csv': `${METERS.replace('M2,C1', 'M2,X').replace('M1,T1', 'M1,X')}M3,T1,SP7,ABC,sometimes,,,,,,\n`,
      'meter_events.csv': 'meter,time,kind\nM1,2026-07-01 20:00,last_gasp\nM2,2026-07-01 20:00,LAST_GASP\n',
    });
    expect(input.meters).toMatchObject([{ meter: 'M2', node: 'C1' }]);
    expect(input.meterEvents).toMatchObject([
      { meter: 'M2', kind: 'last_gasp', knownAtMs: utc('2026-07-01T12:00:00Z') },
    ]);
    expect(found.map(short)).toEqual([
      'error unknown-reference meters.csv:2 node',
      'warning unknown-reference meters.csv:3 node',
      'warning unknown-reference meters.csv:4 supply_point',
      'error bad-value meters.csv:4 method',
      'error unknown-reference meter_events.csv:2 meter',
    ]);
  });

  it('works: no notice is a statement, unknown sections are left out', () => {
    const { input, problems: found } = read({
      'works.csv': `id,section,planned_start,planned_end,actual_start,actual_end,notified_at,kind
W1,L2;L99; L3,2026-07-01 08:00,2026-07-01 12:00,,,2026-06-20 09:00,planned
W2,L99,2026-07-01 08:00,,,,,planned
W3,L2,2026-07-01 08:00,2026-07-01 07:00,,,,emergency
W4,L2,,,,,,planned
`,
    });
    expect(input.works).toMatchObject([
      {
        id: 'W1',
        sections: ['L2', 'L3'],
        notifiedAtMs: utc('2026-06-20T01:00:00Z'),
        knownAtMs: utc('2026-06-20T01:00:00Z'),
      },
      { id: 'W3', plannedEndMs: null, notifiedAtMs: null, knownAtMs: utc('2026-07-01T00:00:00Z'), kind: 'emergency' },
    ]);
    expect(found.map(short)).toEqual([
      'warning unknown-reference works.csv:2 section',
      'error unknown-reference works.csv:3 section',
      'warning implausible works.csv:4 planned_end',
      'error missing-value works.csv:5 planned_start',
    ]);
  });

  it('disturbances keep their kind; empty duration is still running', () => {
    const { input, problems: found } = read({
      'disturbances.csv': `meter,start,duration_ms,kind,phases,pct,pct_a,pct_b,pct_c,known_at
M1,2026-07-01T20:15:03.25+08:00,3600000,dip,CA,54.2,54.2,,70,2026-07-01T20:20:00+08:00
M1,2026-07-01T21:00:00+08:00,,interruption,?,0,,,,
M1,2026-07-01T22:00:00+08:00,80,brownout,,,,,,
M1,2026-07-01T23:00:00+08:00,-80,dip,,,,,,
`,
    });
    expect(input.disturbances).toMatchObject([
      {
        kind: 'dip',
        durationMs: 3_600_000,
        phases: 'AC',
        perPhase: { A: 54.2, C: 70 },
        openEnd: false,
        method: '10min',
        knownAtMs: utc('2026-07-01T12:20:00Z'),
      },
      {
        kind: 'interruption',
        durationMs: null,
        openEnd: true,
        phases: '',
        pct: 0,
        knownAtMs: utc('2026-07-01T13:00:00Z'),
      },
      { kind: 'dip', durationMs: null, openEnd: false },
    ]);
    expect(input.disturbances[0]?.startMs).toBe(utc('2026-07-01T12:15:03.250Z'));
    expect(found.map(short)).toEqual([
      'error bad-value disturbances.csv:4 kind',
      'warning out-of-range disturbances.csv:5 duration_ms',
    ]);
  });

  it('readings: unknown is absent, never 0; a meter’s -1 is unknown', () => {
    const { input, problems: found } = read({
      'readings.csv': `meter,time,interval_s,ua,ub,uc,ua_min,i_a,p_a,f,pst_a,quality
M1,2026-07-01T20:10:00+08:00,600,221.3,-0.1,-1,218.1,,-350,50.01,0.4,
M1,2026-07-01T20:11:00+08:00,60,,,,,,,,,stale
M1,2026-07-01T20:20:00+08:00,600,221,,,,,,,,9
`,
    });
    expect(input.readings[0]).toMatchObject({
      startMs: utc('2026-07-01T12:00:00Z'),
      endMs: utc('2026-07-01T12:10:00Z'),
      values: { A: { u: 221.3, uMin: 218.1, p: -350, pst: 0.4 }, B: { u: 0 }, total: { f: 50.01 } },
      method: '10min',
      quality: 1,
    });
    expect(input.readings[0]?.values.C).toBeUndefined();
    expect(input.readings[1]).toMatchObject({ method: '1min', values: {}, quality: 8 });
    expect(input.readings[2]?.quality).toBe(9);
    expect(found.map(short)).toEqual(['warning out-of-range readings.csv:2 uc']);
  });

  it('times that do not exist or exist twice', () => {
    const { input, problems: found } = read({
      'complaints.csv': 'id,received\nC1,1986-05-04 02:30\nC2,1986-09-14 01:30\nC3,2026-02-30 10:00\n',
    });
    expect(input.complaints.map((c) => c.id)).toEqual(['C2']);
    expect(found.map(short)).toEqual([
      'error bad-time complaints.csv:2 received',
      'warning ambiguous-time complaints.csv:3 received',
      'error bad-time complaints.csv:4 received',
    ]);
  });

  it('true line numbers behind quoted line ends, unclosed quotes named, short rows named', () => {
    const { input, problems: found } = read({
      'complaints.csv':
        'id,received,text\nC1,2026-07-01 10:00,"two\nlines"\nC2,never,x\nC3,2026-07-01 10:00,"open\nC4,2026-07-01 11:00\n',
    });
    expect(input.complaints.map((c) => [c.id, c.text])).toEqual([
      ['C1', 'two\nlines'],
      ['C3', 'open'],
      ['C4', ''],
    ]);
    expect(found.map(short)).toEqual([
      'error bad-time complaints.csv:4 received',
      'warning count-mismatch complaints.csv:6 null',
      'error unterminated-quote complaints.csv:5 null',
    ]);
  });

  it('a file without a required column or without anything is named, not half read', () => {
    expect(problems({ 'works.csv': 'id,planned_start\nW1,2026-07-01\n', 'strokes.csv': '' })).toEqual([
      'error missing-column strokes.csv:1 null',
      'error missing-column works.csv:1 section',
    ]);
  });
});
