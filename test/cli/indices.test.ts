/** `gridwitness indices` as a person calls it: a small case, a file, telegrams. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { call } from '../detect/call.ts';

const dir = mkdtempSync(join(tmpdir(), 'gridwitness-indices-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const put = (name: string, rows: readonly string[]) => {
  writeFileSync(join(dir, name), `${rows.join('\n')}\n`);
  return join(dir, name);
};

put('case.yaml', ['zone: Asia/Shanghai', 'profile: gb', 'from: 2026-07-01T00:00+08:00', 'to: 2026-07-11T00:00+08:00']);
put('nodes.csv', ['id,kind', 'S,substation', 'B,busbar', 'H,feeder_head', 'T1,transformer_lv', 'T2,transformer_lv']);
put('sections.csv', [
  'id,from,to,kind,phases,voltage_kv,length_m',
  's0,S,B,switch,ABC,10,1',
  's1,B,H,switch,ABC,10,1',
  's2,H,T1,transformer,ABC,10,',
  's3,H,T2,transformer,ABC,10,',
]);
put('customers.csv', [
  'supply_point,account,area,phases,nominal_v,kind',
  ...[1, 2, 3].map((n) => `P${n},A${n},T1,A,220,residential`),
  'P4,A4,T2,A,220,residential',
]);
put('meters.csv', [
  'meter,node,phases,method,statistic,connection',
  'M1,T1,ABC,10min,minmax,LN',
  'M2,T2,ABC,event_log,mean,LN',
]);
const quiet = '220,220,220,215,215,215,225,225,225';
const hour = (h: number) => new Date(Date.UTC(2026, 5, 30, 16 + h)).toISOString();
put('readings.csv', [
  'meter,time,interval_s,ua,ub,uc,ua_min,ub_min,uc_min,ua_max,ub_max,uc_max',
  // Five days of hours; in the third hour phase A once fell to 110 V, which the recorded dip of M1 is too.
  ...Array.from({ length: 120 }, (_, h) => `M1,${hour(h + 1)},3600,${h === 2 ? quiet.replace('215', '110') : quiet}`),
]);
put('disturbances.csv', [
  'meter,start,duration_ms,kind,phases,pct',
  `M1,2026-07-01T02:30+08:00,300,dip,A,50`,
  `M1,2026-07-03T02:30:00+08:00,500,dip,AB,60`,
  `M1,2026-07-03T02:30:30+08:00,200,dip,AB,72`,
  `M1,2026-07-02T10:00+08:00,3600000,outage,ABC,0`,
  `M2,2026-07-04T10:00+08:00,200,dip,A,40`,
]);

describe('a case', () => {
  const { status, lines } = call('indices', dir, '--json');
  const of = (type: string, more: object = {}) =>
    lines.find((l) => l.type === type && Object.entries(more).every(([k, v]) => l[k] === v));

  test('rates by the time watched; a dip told twice counts once, two within a minute are one', () => {
    expect(status).toBe(0);
    expect(of('indices')).toMatchObject({ from: '2026-07-01T00:00:00.000+08:00', perDays: 30, togetherS: 60 });
    const m1 = of('site_indices', { site: 'M1' });
    expect(m1).toMatchObject({ customers: 3, observedDays: 5 });
    expect(m1.sarfi['90']).toEqual({ count: 2, undecided: 0, rate: 12, rateMax: 12 });
    expect(m1.sarfi['50'].count).toBe(0);
    expect(m1.sags).toMatchObject({ sags: 3, unknown: 0 });
    // 50 % for 0.3 s is 5/3; of the two within a minute 60 % for 0.5 s, 4/3, stands.
    expect(m1.sags.averageSeverity).toBeCloseTo((5 / 3 + 4 / 3) / 2, 9);
    expect(m1.sags.energyS).toBeCloseTo(0.75 * 0.3 + 0.64 * 0.5 + (1 - 0.72 ** 2) * 0.2, 9);
  });

  test('a meter of events alone was watched nobody knows how long: unknown, unless it is said', () => {
    expect(of('site_indices', { site: 'M2' })).toMatchObject({
      observedDays: null,
      sarfi: { '90': { count: 1, rate: null } },
    });
    const assumed = call('indices', dir, '--json', '--assume-observed').lines;
    const m2 = assumed.find((l) => l.site === 'M2');
    expect(m2).toMatchObject({ observedDays: 10, sarfi: { '90': { rate: 3 } } });
    const system = assumed.find((l) => l.type === 'system_indices');
    expect(system.sarfi['90'].bySites.min).toBeCloseTo((12 + 3) / 2, 9);
    expect(system.sarfi['90'].byCustomers.min).toBeCloseTo((12 * 3 + 3) / 4, 9);
  });

  test('reliability of the customers that were watched', () => {
    expect(of('reliability', { standard: 'ieee1366' })).toMatchObject({
      customers: 3,
      customersUnknown: 1,
      saifi: 1,
      saidiMin: 60,
      caidiMin: 60,
    });
  });

  test('a period cuts events and time alike; major days are shown left out', () => {
    const period = ['--from', '2026-07-02', '--to', '2026-07-04', '--together', '0', '--major-day-min', '30'];
    const { lines: cut } = call('indices', dir, '--json', ...period);
    expect(cut.find((l) => l.site === 'M1')).toMatchObject({
      observedDays: 2,
      sarfi: { '90': { count: 2, rate: 30 } },
    });
    expect(cut.find((l) => l.standard === 'dlt836')).toMatchObject({ saifi: 1, saidiMin: 60 });
    expect(cut.at(-1)).toMatchObject({ standard: 'ieee1366_without_major_days', saifi: 0, saidiMin: 0 });
  });

  test('tables in both languages name their units and say what is unknown', () => {
    const en = call('indices', dir, '--lang', 'en').stdout;
    expect(en).toContain('SARFI-90 (per 30 d)');
    expect(en).toMatch(/M2 .*unknown.*nobody knows how long it was watched/);
    const zh = call('indices', dir, '--per', '365').stdout;
    expect(zh).toContain('SARFI-90 (次/365天)');
    expect(zh).toMatch(/M2 .*未知.*有效监测时间未知/);
  });

  test('bad use exits 2 and says what', () => {
    const { status, stderr } = call('indices', dir, '--from', 'yesterday');
    expect(status).toBe(2);
    expect(stderr).toContain('--from');
  });
});

describe('files', () => {
  test('telegrams: counters make the meter see dips', () => {
    const telegram = (stamp: string, sags: number) =>
      `/XYZ5\\M\r\n\r\n0-0:1.0.0(${stamp})\r\n0-0:96.1.1(4D31)\r\n1-0:32.7.0(0231.5*V)\r\n1-0:32.32.0(0000${sags})\r\n!\r\n`;
    const at = (i: number) => `2607011015${String(10 * i).padStart(2, '0')}S`;
    const file = put('p1.txt', [telegram(at(0), 3), telegram(at(1), 3), telegram(at(2), 5)]);
    const zone = ['--zone', 'Europe/Amsterdam'];
    const { status, lines, stderr } = call('indices', join(dir, 'none.csv'), file, '--json', '--udin', '230', ...zone);
    // One that is not there fails, the others are done.
    expect(status).toBe(1);
    expect(stderr).toContain('none.csv');
    const m1 = lines.find((l) => l.site === 'M1');
    expect(m1.sarfi['90'].count).toBe(2);
    expect(m1.sarfi['50']).toMatchObject({ count: 0, undecided: 2 });
    expect(m1.observedDays).toBeCloseTo(20 / 86_400, 9);
    expect(m1.sarfi['90'].rate).toBeCloseTo((2 * 30 * 86_400) / 20, 3);
    expect(m1.sarfi['110'].rate).not.toBeNull();
  });
});
