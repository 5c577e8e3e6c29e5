/** The desk over HTTP: find a customer, see the supply point, file a complaint, get its verdict, move it on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { id, type MeterId, type NodeId } from '../../core/ids.ts';
import type { Meter } from '../../core/network.ts';
import { ApiError } from '../../correlator/contract/client.ts';
import { type Running, startSmall } from './server.ts';
import { MIN_MS, meters, outage, T0_MS } from './small-case.ts';

let run: Running;
beforeAll(async () => {
  run = await startSmall();
});
afterAll(async () => await run?.stop());

async function refusal(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test('a customer is found by telephone tail; the number leaves with its middle hidden; the look is on record', async () => {
  const { items } = await run.client.searchCustomers({ query: { q: '5678' } });
  expect(items.map((c) => c.supplyPoint)).toEqual(['SP1']);
  expect(items[0]).toMatchObject({ phoneMasked: '138****5678', area: 'TR1', feeder: 'F1', account: '0801100017' });
  const [newest] = await run.records.auditLog(1);
  expect(newest).toEqual({ atMs: T0_MS, person: 'demo', action: 'search customers', subject: '5678' });
});

test('a supply point shows its feed, its own meter with limits, and what is missing', async () => {
  const point = await run.client.getSupplyPoint({ params: { id: 'SP1' } });
  expect(point.upstream.map((s) => s.section)).toEqual(['S-L1', 'S-T1', 'S-1', 'S-CB', 'S-HV']);
  expect(point.meters.map((m) => [m.meter, m.relation])).toEqual([
    ['M-SP1', 'own'],
    ['M-TR1', 'area'],
  ]);
  expect(point.voltage.source.kind).toBe('own');
  expect(point.voltage.limits).toMatchObject({ lowV: 198, highV: 235.4, profile: 'gb' });
  expect(point.voltage.phases).toHaveLength(1);
  expect(point.voltage.phases[0]).toMatchObject({ phase: 'A', state: 'within' });
  expect(point.voltage.phases[0]?.u).toBeCloseTo(224.6 - 0.7 * 17, 3);
  expect(point.voltage.asOf).toBe('2026-07-01T20:00:00.000+08:00');
  expect(point.voltage.stale).toBe(false);
  expect(point.arrears.state).toBe('none');
  expect(point.works).toEqual([]);
});

test('paid but not reconnected, and works under way, are on the first screen', async () => {
  const point = await run.client.getSupplyPoint({ params: { id: 'SP3' } });
  expect(point.arrears.state).toBe('paid_not_reconnected');
  expect(point.works.map((w) => [w.id, w.state])).toEqual([['W1', 'running']]);
  expect(point.voltage.source.kind).toBe('area');
  expect(point.voltage.asOf).toBeNull();
  expect(point.voltage.stale).toBe(true);
  expect(point.voltage.silence).toBe('comms_lost');
});

test('an unknown supply point is a 404 problem document', async () => {
  const error = await refusal(run.client.getSupplyPoint({ params: { id: 'SP-NO' } }));
  expect(error.status).toBe(404);
  expect(error.problem).toMatchObject({ status: 404, title: 'Not found', errors: [] });
});

test('the voltage axis holds values, the gap of the outage, the event, the stroke; a neighbour only as a mark', async () => {
  const v = await run.client.getSupplyPointVoltage({
    params: { id: 'SP1' },
    query: { from: '2026-07-01T17:00:00+08:00', to: '2026-07-01T20:00:00+08:00' },
  });
  expect(v.times).toHaveLength(16);
  expect(v.phases.map((p) => [p.phase, p.meanV.length, p.maxV.length])).toEqual([['A', 16, 16]]);
  expect(v.phases[0]?.minV[0]).toBeCloseTo(224.6 - 3.1, 3);
  const gaps = v.times.filter((_, i) => v.phases[0]?.meanV[i] === null);
  expect(gaps).toEqual(['2026-07-01T18:40:00.000+08:00']);
  expect(v.times).not.toContain('2026-07-01T18:50:00.000+08:00');
  expect(v.events.map((e) => [e.kind, e.meter, e.start])).toEqual([
    ['outage', 'M-TR1', '2026-07-01T18:30:00.000+08:00'],
  ]);
  expect(v.strokes).toHaveLength(1);
  expect(v.strokes[0]?.distanceM).toBeGreaterThan(100);
  expect(v.strokes[0]?.distanceM).toBeLessThan(500);
  const neighbours = v.complaints.filter((c) => !c.own);
  expect(neighbours.map((c) => c.id)).toEqual(['neighbour-1']);
});

test('a time without offset is read in the zone of the utility', async () => {
  const v = await run.client.getSupplyPointVoltage({
    params: { id: 'SP1' },
    query: { from: '2026-07-01T19:00:00', to: '2026-07-01T20:00:00' },
  });
  expect([v.from, v.to]).toEqual(['2026-07-01T19:00:00.000+08:00', '2026-07-01T20:00:00.000+08:00']);
});

test('a text is understood while it is typed', async () => {
  const t = await run.client.triage({ body: { text: '我家停电了,冰箱坏了要赔偿' } });
  expect(t.symptoms).toContain('appliance_damaged');
});

test('a complaint is filed once per key, answered with its verdict at once, and the same key again gives the same answer', async () => {
  const headers = { 'idempotency-key': 'call-17' };
  const body = {
    supplyPoint: 'SP1',
    text: '今天六点半左右停电了大概半小时',
    occurredFrom: '2026-07-01T18:20:00+08:00',
    occurredTo: '2026-07-01T18:45:00+08:00',
    channel: '95598',
    requestType: '投诉',
  };
  const first = await run.client.createComplaint({ headers, body });
  expect(first.verdict?.verdict.conclusion).toBe('confirmed');
  expect(first.verdict?.verdict.incident).toBe(run.service.incidents()[0]?.id);
  const shares = Object.values(first.verdict?.verdict.causes ?? {});
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  expect(first.complaint).toMatchObject({ supplyPoint: 'SP1', account: '0801100017', status: 'received', area: 'TR1' });
  const again = await run.client.createComplaint({ headers, body });
  expect(again).toEqual(first);
  const other = await refusal(run.client.createComplaint({ headers, body: { ...body, text: '别的事情' } }));
  expect(other.status).toBe(422);
  const { items } = await run.client.listComplaints({ query: { supplyPoint: 'SP1' } });
  expect(items.map((i) => i.complaint.id)).toEqual([first.complaint.id]);
  const detail = await run.client.getComplaint({ params: { id: first.complaint.id } });
  expect(detail.history[0]?.before).toBeNull();
  expect(detail.history[0]?.after.conclusion).toBe('confirmed');
});

test('a second call of the same household is joined to the first', async () => {
  const body = { account: '0801100025', text: '还没来电吗' };
  const created = await run.client.createComplaint({ body });
  expect(created.repeatOf).toBe('C-EARLIER');
  expect(created.complaint.supplyPoint).toBe('SP2');
});

test('an address that could be two customers names both and takes none', async () => {
  const created = await run.client.createComplaint({ body: { address: '石牌西路12号', text: '灯闪' } });
  expect(created.complaint.supplyPoint).toBeNull();
  expect(created.matches.map((m) => m.supplyPoint).sort()).toEqual(['SP1', 'SP2']);
});

test('what is wrong with a request is said field by field', async () => {
  const error = await refusal(
    run.client.createComplaint({ body: { text: '', occurredFrom: 'gestern', color: 1 } as never }),
  );
  expect(error.status).toBe(400);
  const paths = error.problem?.errors.map((e) => e.path) ?? [];
  expect(paths).toContain('body.text');
  expect(paths).toContain('body.occurredFrom');
  const date = await refusal(
    run.client.createComplaint({
      body: { supplyPoint: 'SP1', text: '停电', occurredFrom: '2026-02-30T08:00:00+08:00' },
    }),
  );
  expect(date.problem?.errors).toEqual([
    { path: 'body.occurredFrom', expected: 'a date the calendar has', got: '2026-02-30T08:00:00+08:00' },
  ]);
  const nobody = await refusal(run.client.createComplaint({ body: { text: '停电' } }));
  expect(nobody.problem?.errors[0]?.path).toBe('body.supplyPoint');
});

test('steps come in their order; a skipped one is refused', async () => {
  const { complaint } = await run.client.createComplaint({ body: { supplyPoint: 'SP4', text: '电压不稳,机器停了' } });
  const params = { id: complaint.id };
  const skipped = await refusal(run.client.setComplaintStatus({ params, body: { status: 'replied' } }));
  expect(skipped.status).toBe(409);
  expect(skipped.problem?.errors[0]?.expected).toBe('dispatched');
  for (const status of ['dispatched', 'on_site', 'replied', 'called_back', 'archived'] as const) {
    const changed = await run.client.setComplaintStatus({ params, body: { status } });
    expect(changed.complaint.status).toBe(status);
  }
  const after = await refusal(run.client.setComplaintStatus({ params, body: { status: 'received' } }));
  expect(after.status).toBe(409);
  const detail = await run.client.getComplaint({ params });
  expect(detail.complaint).toMatchObject({ status: 'archived', nextStatuses: [] });
});

test('pages of complaints join without a gap or a double, also at one instant', async () => {
  const all = (await run.client.listComplaints({ query: { limit: 200 } })).items.map((i) => i.complaint.id);
  expect(all.length).toBeGreaterThanOrEqual(5);
  const paged: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await run.client.listComplaints({ query: { limit: 2, ...(cursor ? { cursor } : {}) } });
    paged.push(...page.items.map((i) => i.complaint.id));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(paged).toEqual(all);
  const bad = await refusal(run.client.listComplaints({ query: { cursor: 'xyz' } }));
  expect(bad.status).toBe(400);
});

test('a verdict can be asked as it was known before the outage was known', async () => {
  const before = new Date(T0_MS - 79.5 * MIN_MS).toISOString();
  const then = await run.client.getVerdict({ params: { id: 'C-EARLIER' }, query: { asKnownAt: before } });
  expect(then.asKnownAt).toBe('2026-07-01T18:40:30.000+08:00');
  const now = await run.client.getVerdict({ params: { id: 'C-EARLIER' } });
  expect(now.verdict.conclusion).toBe('confirmed');
});

test("a feeder head that reports phases and pairs is judged by each one's declared voltage", async () => {
  const head = { ...meters[0], meter: id<MeterId>('M-F1'), node: id<NodeId>('F1'), udinV: 5774 } as Meter;
  await run.service.records.putNetwork({ nodes: [], sections: [], customers: [], meters: [head] });
  const values = { A: { u: 5981 }, AB: { u: 10_364 } };
  const at = { startMs: T0_MS - MIN_MS, endMs: T0_MS, knownAtMs: T0_MS, deviceTimeMs: T0_MS };
  await run.series.writeReadings([
    { meter: head.meter, values, method: 'urms_half', statistic: 'mean', quality: 0, ...at },
  ]);
  const { feeders } = await run.client.getNow();
  // 10364 V / (√3 · 5774 V) = 103.6 %, not 179 %.
  expect(feeders[0]?.voltage?.maxPct).toBeCloseTo(103.6, 1);
});

test('an outage that became an interruption of a second, and one that a voltage contradicts, leave nobody in the dark', async () => {
  const startMs = T0_MS - 4 * MIN_MS;
  const began = {
    ...outage,
    meter: id<MeterId>('M-TR2'),
    startMs,
    durationMs: null,
    openEnd: true,
    knownAtMs: startMs,
  };
  const out = async () => (await run.client.getNow()).totals.customersOut;
  await run.service.records.putFacts({ disturbances: [began] });
  expect(await out()).toBe(2);
  const became = {
    ...began,
    kind: 'interruption' as const,
    durationMs: 1_200,
    openEnd: false,
    knownAtMs: startMs + 1_200,
  };
  await run.service.records.putFacts({ disturbances: [became] });
  expect(await out()).toBe(0);
  const { events } = await run.client.getNow();
  expect(events.filter((e) => e.meter === 'M-TR2').map((e) => e.kind)).toEqual(['interruption']);
  const lost = { ...began, startMs: startMs + MIN_MS, knownAtMs: startMs + MIN_MS };
  await run.service.records.putFacts({ disturbances: [lost] });
  expect(await out()).toBe(2);
  const back = { startMs: T0_MS - MIN_MS, endMs: T0_MS, knownAtMs: T0_MS, deviceTimeMs: null };
  await run.series.writeReadings([
    { meter: lost.meter, values: { A: { u: 221.4 } }, method: 'urms_half', statistic: 'mean', quality: 0, ...back },
  ]);
  expect(await out()).toBe(0);
});
