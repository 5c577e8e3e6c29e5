import { describe, expect, it } from 'vitest';
import { NODES, problems, read, short, utc } from './folder.ts';

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
