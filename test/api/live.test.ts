/** What changes while the server runs: the live stream, late facts that re-open verdicts, writes of other processes. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComplaintId, id } from '../../core/ids.ts';
import { type LiveEvent, LiveEvent as LiveEventShape } from '../../correlator/contract/now.ts';
import { type Running, startSmall } from './server.ts';
import { MIN_MS, outage, T0_MS } from './small-case.ts';

let run: Running;
beforeAll(async () => {
  run = await startSmall();
});
afterAll(async () => await run?.stop());

/** Listens to the stream; `next` resolves with the first message, old or new, that the question accepts. */
function listen(url: string) {
  const seen: LiveEvent[] = [];
  const waiting: { accepts: (e: LiveEvent) => boolean; done: (e: LiveEvent) => void }[] = [];
  let rest = '';
  const client = request(`${url}/api/v1/events`, (response) => {
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      const messages = (rest + piece).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const data = /^data: (.*)$/m.exec(message)?.[1];
        if (data === undefined) continue;
        const event = LiveEventShape.parse(JSON.parse(data));
        expect(/^event: (.*)$/m.exec(message)?.[1]).toBe(event.type);
        seen.push(event);
        for (const w of waiting.filter((w) => w.accepts(event))) w.done(event);
      }
    });
  });
  client.end();
  return {
    next: (accepts: (e: LiveEvent) => boolean) =>
      new Promise<LiveEvent>((done) => {
        const old = seen.find(accepts);
        if (old) done(old);
        else waiting.push({ accepts, done });
      }),
    close: () => client.destroy(),
  };
}

test('a page that listens hears of a new complaint, of its verdict, and that the store changed', async () => {
  const stream = listen(run.api.url);
  await stream.next((e) => e.type === 'hello');
  const { complaint } = await run.client.createComplaint({ body: { supplyPoint: 'SP2', text: '晚上灯光一直发暗' } });
  const own = (e: LiveEvent) => 'complaint' in e && e.complaint === complaint.id;
  expect(await stream.next((e) => e.type === 'complaint' && own(e))).toMatchObject({ supplyPoint: 'SP2' });
  expect(await stream.next((e) => e.type === 'verdict' && own(e))).toMatchObject({ reopened: false });
  await stream.next((e) => e.type === 'change');
  run.api.broadcast({
    type: 'progress',
    time: '2026-07-01T20:00:00.000+08:00',
    progress: { done: 3, total: 31, what: { zh: '历史', en: 'history' } },
  });
  expect(await stream.next((e) => e.type === 'progress')).toMatchObject({ progress: { done: 3 } });
  stream.close();
});

test('an outage learnt late re-opens the verdict; what stood before can still be read', async () => {
  const body = {
    supplyPoint: 'SP4',
    text: '前天下午五点多突然停电,十分钟后才来',
    occurredFrom: '2026-06-29T17:00:00+08:00',
    occurredTo: '2026-06-29T17:20:00+08:00',
  };
  const { complaint, verdict: first } = await run.client.createComplaint({ body });
  await run.service.settled();
  const standing = await run.client.getVerdict({ params: { id: complaint.id } });
  expect([first?.verdict.conclusion, standing.verdict.conclusion]).toEqual(['open', 'open']);
  const saidAt = new Date(run.clock.nowMs).toISOString();
  run.clock.nowMs += 30 * MIN_MS;
  const startMs = Date.UTC(2026, 5, 29, 9, 5, 0);
  await run.service.records.putFacts({
    disturbances: [
      { ...outage, meter: id('M-TR2'), startMs, durationMs: 11 * MIN_MS, pct: 0.6, knownAtMs: run.clock.nowMs },
    ],
  });
  await run.service.settled();
  const detail = await run.client.getComplaint({ params: { id: complaint.id } });
  expect(detail.verdict?.verdict.conclusion).toBe('confirmed');
  const found = await run.client.getIncident({ params: { id: detail.verdict?.verdict.incident ?? 'none' } });
  expect(found.incident.meters).toEqual(['M-TR2']);
  const last = detail.history.at(-1);
  expect(last?.before?.incident).not.toBe(last?.after.incident);
  expect(last?.changed).toEqual(expect.arrayContaining(['conclusion', 'incident']));
  const then = await run.client.getVerdict({ params: { id: complaint.id }, query: { asKnownAt: saidAt } });
  expect(then.verdict).toEqual(standing.verdict);
});

test('what another process writes to the store is read and answered', async () => {
  const own = id<ComplaintId>('C-FOREIGN');
  const received = { receivedMs: T0_MS - 70 * MIN_MS, text: '停电了' };
  const { earlier } = await import('./small-case.ts');
  const complaint = { ...earlier, ...received, id: own, supplyPoint: null, account: '0801100017' };
  await run.records.putComplaints([
    { complaint, triage: run.service.triage(complaint.text), status: 'received', knownAtMs: T0_MS },
  ]);
  const stream = listen(run.api.url);
  await stream.next((e) => e.type === 'verdict' && e.complaint === own);
  stream.close();
  const { verdict } = await run.client.getVerdict({ params: { id: own } });
  expect(verdict.conclusion).toBe('confirmed');
});
