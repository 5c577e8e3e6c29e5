import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../core/problem.ts';
import { type ReadCaseOptions, readCase } from '../../correlator/imports/case.ts';
import { COMPLAINTS, CUSTOMERS, folder, METERS, NODES, SECTIONS } from './folder.ts';

const utc = (text: string): number => new Date(text).getTime();
const read = (changes: Parameters<typeof folder>[0] = {}, options: ReadCaseOptions = {}) =>
  readCase(folder(changes), options);
const short = (p: Problem): string => `${p.severity} ${p.code} ${p.file}:${p.line} ${p.field}`;
const problems = (changes: Parameters<typeof folder>[0]): string[] => read(changes).problems.map(short);

describe('a whole case folder', () => {
  it('is read without a word where nothing is wrong', () => {
    const { input, problems: found, encodings } = read();
    expect(found).toEqual([]);
    expect(input.settings).toEqual({
      zone: 'Asia/Shanghai',
      profile: 'gb',
      fromMs: utc('2026-06-30T16:00:00Z'),
      toMs: utc('2026-07-31T16:00:00Z'),
    });
    expect(input.sections[3]).toMatchObject({
      vectorGroup: null,
      installedYear: 2005,
      device: 'dropout_fuse',
      lengthM: null,
    });
    expect(input.sections[4]).toMatchObject({ phases: 'ABCN', normallyOpen: false, rOhmPerKm: 0.32 });
    expect(input.customers[1]).toMatchObject({
      phases: '?',
      nominalV: 220,
      disconnectedAtMs: utc('2026-06-30T01:00:00Z'),
    });
    expect(input.meters).toMatchObject([
      { meter: 'M1', method: '10min', clock: 'ntp', comms: 'K1', udinV: 220 },
      {
        meter: 'M2',
        method: 'event_log',
        statistic: 'mean',
        connection: 'LN',
        clock: 'free',
        udinV: null,
        comms: null,
      },
    ]);
    expect(input.complaints[0]).toMatchObject({
      account: '0301',
      supplyPoint: 'SP1', // the only one of the account
      text: '刚才灯闪了一下,冰箱坏了',
      receivedMs: utc('2026-07-01T12:20:00Z'),
      occurredFromMs: utc('2026-07-01T12:00:00Z'),
    });
    expect(input.complaints[1]).toMatchObject({
      receivedMs: utc('2026-07-01T12:31:00Z'),
      supplyPoint: 'SP2',
      parent: 'C001',
    });
    expect(input.nodes[6]?.at).toBeNull();
    expect(encodings['complaints.csv']).toBe('utf-8');
  });

  it('names each needed file that is missing and reads the others', () => {
    for (const file of ['nodes.csv', 'sections.csv', 'customers.csv', 'complaints.csv']) {
      const { problems: found, input } = read({ [file]: null });
      expect(found.filter((p) => p.severity === 'error').map(short)).toEqual([`error missing-file ${file}:null null`]);
      expect(input.meters.length).toBe(2);
    }
    expect(problems({ 'meters.csv': null, 'case.yaml': null })).toEqual([]);
  });

  it('says once that meters are missing where rows need them', () => {
    expect(
      problems({
        'meters.csv': null,
        'disturbances.csv': 'meter,start,duration_ms,kind\nM1,2026-07-01 20:00,80,dip\nM1,2026-07-02 20:00,80,dip\n',
      }),
    ).toEqual(['error missing-file meters.csv:null null']);
  });

  it('takes columns in any order, upper case and Chinese headings', () => {
    const { input, problems: found } = read({
      'complaints.csv': 'TEXT,工单编号,受理时间,户号\n停电,C9,2026-7-1 20:15:03,0302\n',
    });
    expect(found).toEqual([]);
    expect(input.complaints[0]).toMatchObject({
      id: 'C9',
      receivedMs: utc('2026-07-01T12:15:03Z'),
      supplyPoint: 'SP2',
    });
  });

  it('keeps unknown columns as notes, with one warning a column', () => {
    const { problems: found, notes } = read({
      'customers.csv': 'supply_point,account,node,floor\nSP1,0301,C1,7\nSP2,0302,C1,8\n',
    });
    expect(found.map(short)).toEqual(['warning unknown-column customers.csv:1 floor']);
    expect(notes).toEqual([
      { file: 'customers.csv', line: 2, column: 'floor', value: '7' },
      { file: 'customers.csv', line: 3, column: 'floor', value: '8' },
    ]);
  });

  it('is read alike in GB 18030, with a mark, with CRLF and with a name in capitals', () => {
    // 停电 = cd a3 b5 e7 in GBK.
    const head = new TextEncoder().encode('id,received,account,text\r\nC1,2026-07-01 10:00,0301,');
    const { input, encodings } = read({
      'complaints.csv': null,
      'Complaints.CSV': Uint8Array.from([...head, 0xcd, 0xa3, 0xb5, 0xe7, 0x0d, 0x0a]),
      'nodes.csv': `\ufeff${NODES.replaceAll('\n', '\r\n')}`,
    });
    expect(input.complaints[0]?.text).toBe('停电');
    expect(encodings['Complaints.CSV']).toBe('gb18030');
    expect(input.nodes.length).toBe(7);
  });

  it('reads times without offset in the zone of the case', () => {
    const { input } = read({ 'case.yaml': "zone: 'Europe/Oslo' # of the server\n" });
    expect(input.complaints[1]?.receivedMs).toBe(utc('2026-07-01T18:31:00Z'));
    expect(input.complaints[0]?.receivedMs).toBe(utc('2026-07-01T12:20:00Z'));
  });

  it('names a case.yaml that says nonsense and uses the defaults', () => {
    const { problems: found, input } = read({
      'case.yaml': 'zone: Asia/Atlantis\nprofile: xx\nmap: 3\n- a\nfrom: soon\n',
    });
    expect(found.map(short)).toEqual([
      'warning unknown-column case.yaml:3 map',
      'warning bad-value case.yaml:4 null',
      'error bad-value case.yaml:1 zone',
      'error bad-value case.yaml:2 profile',
      'error bad-value case.yaml:5 from',
    ]);
    expect(input.settings).toEqual({ zone: 'Asia/Shanghai', profile: 'gb', fromMs: null, toMs: null });
  });
});

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

describe('whatever comes', () => {
  it('a folder with any bytes changed never throws, and every problem names a file of it', () => {
    const whole = folder({
      'disturbances.csv': 'meter,start,duration_ms,kind,phases\nM1,2026-07-01T20:15:03.25+08:00,100,dip,A B\n',
      'strokes.csv': 'time,lat,lon\n2026-07-01 20:00,23.1,113.2\n',
      'works.csv': 'id,section,planned_start\nW1,L2,2026-07-01 20:00\n',
    });
    expect(readCase(whole).problems).toEqual([]);
    const edit = fc.record({
      file: fc.nat(),
      at: fc.nat(),
      byte: fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0xff, 0x30, 0xce),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const files = new Map([...whole].map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
        for (const { file, at, byte } of edits) {
          const bytes = [...files.values()][file % files.size] as Uint8Array;
          bytes[at % bytes.length] = byte;
        }
        for (const p of readCase(files).problems) expect([...files.keys()]).toContain(p.file);
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it('names a table that nobody reads, and an account that is not the supply point’s', () => {
    expect(problems({ 'stroke.csv': 'time\n' })).toEqual(['warning note stroke.csv:null null']);
    const { problems: found, input } = read({
      'complaints.csv': 'id,received,account,supply_point\nC1,2026-07-01 10:00,0301,SP2\n',
    });
    expect(found.map(short)).toEqual(['warning implausible complaints.csv:2 account']);
    expect(input.complaints[0]?.supplyPoint).toBe('SP2');
  });
});

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
