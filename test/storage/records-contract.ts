/**
 * What every `RecordStore` must do, whatever is behind it. `store()` gives one opened store that the tests of this
 * suite share (a fresh embedded one costs seconds), so each test uses names of its own.
 */
import { expect, test } from 'vitest';
import { type ComplaintId, id, type MeterId, type SupplyPointId } from '../../core/ids.ts';
import type { RecordStore } from '../../core/ports.ts';
import { disturbance } from './readings.ts';
import {
  complaintRow,
  customer,
  incident,
  MIN_MS,
  meter,
  node,
  operation,
  priority,
  section,
  stroke,
  T0_MS,
  verdictRow,
  works,
} from './records.ts';

/** Takes 5 to 8 s alone; the machine may be shared with the other suites. */
const LOAD_TIMEOUT_MS = 240_000;
const NO_NETWORK = { nodes: [], sections: [], customers: [], meters: [] };

export function recordsContract(name: string, store: () => RecordStore): void {
  test(`${name}: an empty store has no case, and everything put in comes back in one`, async () => {
    const s = store();
    expect(await s.loadCase()).toBeNull();
    const settings = { zone: 'Asia/Shanghai', profile: 'en50160', fromMs: T0_MS, toMs: null } as const;
    const net = {
      nodes: [node('n1', { kind: 'substation', neutralEarthing: 'coil' }), node('n2', { at: null })],
      sections: [section('S1', 'n1', 'n2')],
      customers: [customer(1)],
      meters: [meter('m1')],
    };
    const facts = {
      disturbances: [disturbance('m1', T0_MS + 0.25)],
      meterEvents: [{ meter: id<MeterId>('m1'), timeMs: T0_MS, kind: 'last_gasp', knownAtMs: T0_MS + 5 }],
      operations: [operation(T0_MS)],
      strokes: [stroke('L1', T0_MS)],
      works: [works('W1')],
      findings: [
        {
          id: 'F1',
          complaint: null,
          incident: null,
          section: id('S1'),
          foundAtMs: T0_MS,
          cause: 'tree',
          where: null,
          outcome: null,
        },
      ],
      repairs: [{ id: 'R1', section: id('S1'), action: 'trim_trees', doneAtMs: T0_MS, cost: null, crewDays: 1.5 }],
      voltages: [
        {
          meter: id<MeterId>('m1'),
          dayStartMs: T0_MS,
          hour: 3,
          coveredS: 3600,
          perPhase: { A: { n: 6, meanV: 221, minV: 218, maxV: 223, belowPu: 0, abovePu: 0.5 } },
        },
      ],
    } as const;
    await s.putSettings(settings);
    await s.putNetwork(net);
    await s.putFacts({ ...facts, sections: undefined } as never);
    await s.putComplaints([complaintRow('C1', T0_MS)]);
    expect(await s.loadCase()).toEqual({
      settings,
      ...net,
      ...facts,
      complaints: [complaintRow('C1', T0_MS).complaint],
    });
  });

  test(`${name}: the same facts twice are one and no change; what is new raises the cursor`, async () => {
    const s = store();
    const put = () => s.putFacts({ strokes: [stroke('L-twice', T0_MS)], works: [works('W-twice')] });
    const count = async () => (await s.loadCase())?.strokes.filter((x) => x.id === 'L-twice').length;
    const before = await s.changeCursor();
    await put();
    const after = await s.changeCursor();
    expect(after).toBeGreaterThan(before);
    await put();
    await s.putNetwork(NO_NETWORK);
    expect(await s.changeCursor()).toBe(after);
    expect(await count()).toBe(1);
    await s.putComplaints([complaintRow('C-cursor', T0_MS)]);
    expect(await s.changeCursor()).toBeGreaterThan(after);
  });

  test(`${name}: a fact told again later is known since it was first told; a changed one keeps its earlier form`, async () => {
    const s = store();
    const known = (at: number | null) => s.loadCase(at).then((c) => c?.works.find((w) => w.id === 'W-known') ?? null);
    const planned = works('W-known', { knownAtMs: T0_MS });
    await s.putFacts({ works: [planned] });
    await s.putFacts({ works: [{ ...planned, knownAtMs: T0_MS + 5 * MIN_MS }] });
    expect(await known(null)).toEqual(planned);
    const running = { ...planned, status: 'running', actualStartMs: T0_MS, knownAtMs: T0_MS + 10 * MIN_MS };
    const done = { ...running, status: 'done', actualEndMs: T0_MS + 90 * MIN_MS, knownAtMs: T0_MS + 95 * MIN_MS };
    await s.putFacts({ works: [done, running] });
    await s.putFacts({ works: [planned] });
    expect(await known(null)).toEqual(done);
    expect(await known(T0_MS - 1)).toBeNull();
    expect(await known(T0_MS + 9 * MIN_MS)).toEqual(planned);
    expect(await known(T0_MS + 94 * MIN_MS)).toEqual(running);
    expect(await known(T0_MS + 95 * MIN_MS)).toEqual(done);
  });

  test(`${name}: hours of a day are gathered, a newer one stands`, async () => {
    const s = store();
    const hour = (h: number, coveredS: number) =>
      ({ meter: id<MeterId>('m-hours'), dayStartMs: T0_MS, hour: h, coveredS, perPhase: {} }) as const;
    await s.putFacts({ voltages: [hour(22, 3600), hour(23, 1200)] });
    await s.putFacts({ voltages: [hour(23, 3600), hour(0, 60)] });
    const mine = (await s.loadCase())?.voltages.filter((v) => v.meter === 'm-hours');
    expect(mine?.toSorted((a, b) => a.hour - b.hour)).toEqual([hour(0, 60), hour(22, 3600), hour(23, 3600)]);
  });

  test(`${name}: disturbances by meter and overlap; one still running overlaps what follows`, async () => {
    const s = store();
    const a = disturbance('m-dist', T0_MS, { durationMs: 10_000 });
    const running = disturbance('m-dist', T0_MS + MIN_MS, { kind: 'outage', durationMs: null, openEnd: true });
    await s.putFacts({ disturbances: [running, a, disturbance('m-else', T0_MS)] });
    const seen = (fromMs: number, toMs: number, ...meters: string[]) =>
      s.disturbances(
        meters.map((m) => id<MeterId>(m)),
        { fromMs, toMs },
      );
    expect(await seen(T0_MS + 5_000, T0_MS + 6_000, 'm-dist')).toEqual([a]);
    expect(await seen(T0_MS + 10_000, T0_MS + 20_000, 'm-dist')).toEqual([]);
    expect(await seen(T0_MS + 99 * MIN_MS, T0_MS + 100 * MIN_MS, 'm-dist', 'm-else')).toEqual([running]);
    expect(await seen(T0_MS - 1, T0_MS, 'm-dist')).toEqual([]);
    expect((await seen(T0_MS, T0_MS + 1)).filter((d) => d.meter.startsWith('m-'))).toHaveLength(2);
    const ended = { ...running, durationMs: 30_000, openEnd: false, knownAtMs: running.knownAtMs + MIN_MS };
    await s.putFacts({ disturbances: [ended] });
    expect(await seen(T0_MS + MIN_MS, T0_MS + 2 * MIN_MS, 'm-dist')).toEqual([ended]);
  });

  test(`${name}: a fact taken back is left out, stays in what was known before, and may come again`, async () => {
    const s = store();
    const meterName = id<MeterId>('m-back');
    const dip = disturbance('m-back', T0_MS, { knownAtMs: T0_MS + MIN_MS });
    const other = disturbance('m-back', T0_MS + 5 * MIN_MS, { knownAtMs: T0_MS + 6 * MIN_MS });
    const known = async (at: number | null) =>
      (await s.loadCase(at))?.disturbances.filter((d) => d.meter === meterName).map((d) => [d.startMs, d.pct]);
    await s.putFacts({ disturbances: [dip, other] });
    const before = await s.changeCursor();
    await s.withdrawFacts({ disturbances: [dip], voltages: [] }, T0_MS + 20 * MIN_MS);
    const after = await s.changeCursor();
    expect(after).toBeGreaterThan(before);
    await s.withdrawFacts({ disturbances: [dip, disturbance('m-never', T0_MS)], voltages: [] }, T0_MS + 21 * MIN_MS);
    expect(await s.changeCursor()).toBe(after);
    expect(await known(null)).toEqual([[other.startMs, other.pct]]);
    expect(await s.disturbances([meterName], { fromMs: T0_MS - 1, toMs: T0_MS + MIN_MS })).toEqual([]);
    expect((await known(T0_MS + 19 * MIN_MS))?.length).toBe(2);
    expect((await known(T0_MS + 20 * MIN_MS))?.length).toBe(1);
    await s.putFacts({ disturbances: [{ ...dip, pct: 61.5, knownAtMs: T0_MS + 30 * MIN_MS }] });
    expect(await known(null)).toContainEqual([T0_MS, 61.5]);
    expect(await known(T0_MS + 25 * MIN_MS)).toEqual([[other.startMs, other.pct]]);
    expect(await known(T0_MS + 15 * MIN_MS)).toContainEqual([T0_MS, dip.pct]);
  });

  test(`${name}: an hour taken back is gone, its day keeps the others`, async () => {
    const s = store();
    const hour = (h: number) =>
      ({ meter: id<MeterId>('m-hour-back'), dayStartMs: T0_MS, hour: h, coveredS: 3600, perPhase: {} }) as const;
    await s.putFacts({ voltages: [hour(3), hour(4)] });
    await s.withdrawFacts({ disturbances: [], voltages: [hour(3)] }, T0_MS + MIN_MS);
    expect((await s.loadCase())?.voltages.filter((v) => v.meter === 'm-hour-back')).toEqual([hour(4)]);
  });

  test(`${name}: customers are found by account, telephone, name, address and pinyin`, async () => {
    const s = store();
    const li = customer(801, {
      account: '0312-8800-1234',
      name: '李建华',
      phone: '020-87654321',
      address: '广州市天河区石牌西路12号3栋',
    });
    const lv = customer(802, {
      account: '031288001235',
      name: '吕伟',
      phone: '13800138000',
      address: '东莞市虎门镇运河北路84号',
    });
    const shan = customer(803, {
      name: '单雄信',
      phone: '13900139321',
      address: '广州市天河区体育东路5号',
      meterNo: '7788',
    });
    await s.putNetwork({ ...NO_NETWORK, customers: [li, lv, shan] });
    const first = async (query: string) => (await s.findCustomers(query, 5))[0]?.supplyPoint;
    for (const query of [
      '031288001234',
      '０３１２８８００１２３４',
      '0312 8800 1234',
      '87654321',
      '020-87654321',
      '4321',
      '李建华',
      '建华',
      '石牌西路12',
      '石牌 李',
      'ljh',
      'lijian',
      'LJH',
      'gzsthqspxl',
      'spxl12',
      'shipaixilu',
      'SP801',
    ]) {
      expect([query, await first(query)]).toEqual([query, 'SP801']);
    }
    for (const query of ['lvwei', 'lw', '運河北路８４號', '虎門', '138 0013 8000', '呂偉', '8000']) {
      expect([query, await first(query)]).toEqual([query, 'SP802']);
    }
    expect(await first('shanxiongxin')).toBe('SP803');
    expect((await s.findCustomers('03128800123', 5)).map((c) => c.supplyPoint)).toEqual(['SP801', 'SP802']);
    expect((await s.findCustomers('天河区', 5)).map((c) => c.supplyPoint).sort()).toEqual(['SP801', 'SP803']);
    expect(await s.findCustomers('天河区', 1)).toHaveLength(1);
    for (const none of ['', '   ', '%', '_', "'", '石牌 吕伟', '不存在的路'])
      expect([none, await s.findCustomers(none, 5)]).toEqual([none, []]);
    expect(await s.customer(li.supplyPoint)).toEqual(li);
    expect(await s.customer(id('nobody'))).toBeNull();
  });

  test(`${name}: an exact account goes before its longer ones, a name before an address`, async () => {
    const s = store();
    const customers = [
      customer(851, { account: '77001', name: '甲', address: '岭南大街1号' }),
      customer(852, { account: '770012', name: '乙', address: '岭南大街2号' }),
      customer(853, { account: '990013', name: '岭南酒家', address: '别处3号', phone: '13900077001' }),
    ];
    await s.putNetwork({ ...NO_NETWORK, customers });
    const points = async (q: string) => (await s.findCustomers(q, 9)).map((c) => c.supplyPoint);
    expect(await points('77001')).toEqual(['SP851', 'SP852', 'SP853']);
    expect(await points('岭南')).toEqual(['SP853', 'SP851', 'SP852']);
    await s.putNetwork({
      ...NO_NETWORK,
      customers: [customer(851, { account: '88001', name: '甲', address: '岭南大街1号' })],
    });
    expect(await points('88001')).toEqual(['SP851']);
  });

  test(`${name}: complaints are paged newest first, by supply point or its account, with status`, async () => {
    const s = store();
    await s.putNetwork({ ...NO_NETWORK, customers: [customer(871)] });
    const rows = [
      complaintRow('C-p1', T0_MS + 1, { supplyPoint: id<SupplyPointId>('SP871') }),
      complaintRow('C-p2', T0_MS + 2, { account: customer(871).account }),
      complaintRow('C-p3', T0_MS + 3, { account: customer(871).account, supplyPoint: id<SupplyPointId>('SP872') }),
      complaintRow('C-p4', T0_MS + 4, { supplyPoint: id<SupplyPointId>('SP871'), parent: id<ComplaintId>('C-p1') }),
    ];
    await s.putComplaints(rows);
    const page = async (limit: number, beforeMs: number | null) =>
      (await s.complaints({ limit, beforeMs, supplyPoint: id<SupplyPointId>('SP871') })).map((r) => r.complaint.id);
    expect(await page(9, null)).toEqual(['C-p4', 'C-p2', 'C-p1']);
    expect(await page(1, T0_MS + 4)).toEqual(['C-p2']);
    expect(await s.complaint(id('C-p2'))).toEqual(rows[1]);
    expect(await s.complaint(id('C-none'))).toBeNull();
    await s.setComplaintStatus(id('C-p2'), 'on_site');
    await s.putComplaints(rows);
    expect((await s.complaint(id('C-p2')))?.status).toBe('on_site');
    const all = await s.complaints({ limit: 2, beforeMs: T0_MS + 5, supplyPoint: null });
    expect(all.map((r) => r.complaint.id)).toEqual(['C-p4', 'C-p3']);
  });

  test(`${name}: texts with quotes, emoji, control characters and half pairs are kept or made storable`, async () => {
    const s = store();
    const odd = complaintRow('C-odd', T0_MS, { text: 'a\u0000b \ud800 c \\u0000 {"x":"\\"} \u2028 \t' });
    await s.putComplaints([odd]);
    expect((await s.complaint(id('C-odd')))?.complaint.text).toBe('a\ufffdb \ufffd c \\u0000 {"x":"\\"} \u2028 \t');
  });

  test(`${name}: a verdict is found as it was known; saying the same again adds nothing`, async () => {
    const s = store();
    const [at5, at9] = [T0_MS + 5 * MIN_MS, T0_MS + 9 * MIN_MS];
    await s.putVerdicts([verdictRow('C-v', at9, 0.91), verdictRow('C-v', at5, 0.55)]);
    expect(await s.verdict(id('C-v'), null)).toEqual(verdictRow('C-v', at9, 0.91));
    expect(await s.verdict(id('C-v'), at9 - 1)).toMatchObject({ verdict: { p: 0.55 } });
    expect(await s.verdict(id('C-v'), at5)).toMatchObject({
      verdict: { p: 0.55, conclusion: 'open' },
      asKnownAtMs: at5,
    });
    expect(await s.verdict(id('C-v'), at5 - 1)).toBeNull();
    await s.putVerdicts([verdictRow('C-v', at9 + MIN_MS, 0.91), verdictRow('C-v2', at5, 0.6)]);
    expect((await s.verdict(id('C-v'), null))?.asKnownAtMs).toBe(at9 + MIN_MS);
    expect((await s.verdict(id('C-v'), at9))?.asKnownAtMs).toBe(at9);
    const newest = await s.verdicts([id('C-v'), id('C-v2'), id('C-none')]);
    expect(newest.map((v) => [v.verdict.complaint, v.verdict.p])).toEqual([
      ['C-v', 0.91],
      ['C-v2', 0.6],
    ]);
    expect(await s.verdicts([])).toEqual([]);
    const history = await s.verdictHistory(id('C-v'));
    expect(history.map((v) => [v.verdict.p, v.asKnownAtMs])).toEqual([
      [0.55, at5],
      [0.91, at9],
    ]);
    expect(await s.verdictHistory(id('C-none'))).toEqual([]);
  });

  test(`${name}: incidents and priorities are replaced as a whole; the same again is no change`, async () => {
    const s = store();
    const list = [incident('I1', T0_MS, T0_MS + MIN_MS), incident('I2', T0_MS + 2 * MIN_MS, null)];
    await s.replaceIncidents([incident('I-old', T0_MS, null)]);
    await s.replaceIncidents(list);
    await s.replacePriorities([priority(2, 'S2'), priority(1, 'S1')]);
    const cursor = await s.changeCursor();
    await s.replaceIncidents(list);
    await s.replacePriorities([priority(2, 'S2'), priority(1, 'S1')]);
    expect(await s.changeCursor()).toBe(cursor);
    expect(await s.incident(id('I-old'))).toBeNull();
    expect(await s.incident(id('I1'))).toEqual(list[0]);
    const seen = async (fromMs: number, toMs: number) => (await s.incidents({ fromMs, toMs })).map((i) => i.id);
    expect(await seen(T0_MS, T0_MS + 9 * MIN_MS)).toEqual(['I2', 'I1']);
    expect(await seen(T0_MS + MIN_MS, T0_MS + 2 * MIN_MS)).toEqual([]);
    expect(await seen(T0_MS + 99 * MIN_MS, T0_MS + 100 * MIN_MS)).toEqual(['I2']);
    expect(await s.priorities()).toEqual([priority(1, 'S1'), priority(2, 'S2')]);
  });

  test(`${name}: audit log, named values and idempotent answers`, async () => {
    const s = store();
    const row = { atMs: T0_MS, person: 'demo', action: 'customer.read', subject: 'SP1' };
    await s.audit(row);
    await s.audit({ ...row, atMs: T0_MS + 1, subject: 'SP2' });
    expect(await s.auditLog(1)).toEqual([{ ...row, atMs: T0_MS + 1, subject: 'SP2' }]);
    expect(await s.auditLog(9)).toHaveLength(2);
    expect(await s.getMeta('k')).toBeNull();
    await s.setMeta('k', 'one');
    await s.setMeta('k', 'two');
    expect(await s.getMeta('k')).toBe('two');
    expect(await s.idempotent('post-1')).toBeNull();
    await s.setIdempotent('post-1', '{"id":"C1"}');
    await s.setIdempotent('post-1', '{"id":"C2"}');
    expect(await s.idempotent('post-1')).toBe('{"id":"C1"}');
  });

  test(`${name}: calls at the same time all get their turn`, async () => {
    const s = store();
    const n = 25;
    await Promise.all(
      Array.from({ length: n }, (_, k) => s.putComplaints([complaintRow(`C-par${k}`, T0_MS + 500_000 + k)])),
    );
    const rows = await s.complaints({ limit: 99, beforeMs: T0_MS + 500_000 + n, supplyPoint: null });
    expect(rows.filter((r) => r.complaint.id.startsWith('C-par'))).toHaveLength(n);
  });

  test(
    `${name}: 600 customers and 100 000 facts load in seconds`,
    async () => {
      const s = store();
      const many = Array.from({ length: 600 }, (_, k) => customer(10_000 + k));
      const dips = Array.from({ length: 100_000 }, (_, k) => disturbance(`big${k % 500}`, T0_MS + 1e9 + k * 100));
      const startedMs = performance.now();
      await s.putNetwork({ ...NO_NETWORK, customers: many });
      await s.putFacts({ disturbances: dips });
      const writtenMs = performance.now();
      const read = await s.disturbances([id('big7')], { fromMs: T0_MS + 1e9, toMs: T0_MS + 2e9 });
      expect(read).toEqual(dips.filter((d) => d.meter === 'big7'));
      const loaded = await s.loadCase();
      expect(loaded?.disturbances.filter((d) => d.meter.startsWith('big'))).toHaveLength(100_000);
      const tookS = [(writtenMs - startedMs) / 1000, (performance.now() - writtenMs) / 1000];
      process.stdout.write(`${name}: written in ${tookS[0]?.toFixed(1)} s, loaded in ${tookS[1]?.toFixed(1)} s\n`);
    },
    LOAD_TIMEOUT_MS,
  );
}
