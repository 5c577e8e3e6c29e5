/** Every route of the table is served and answers by its schema; the description is valid; errors are documents. */
import { get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HeldLetter, LettersPort } from '../../correlator/api/letters-port.ts';
import { HANDLERS } from '../../correlator/api/routes/index.ts';
import { ROUTES, type RouteId } from '../../correlator/contract/index.ts';
import type { Route } from '../../correlator/contract/route.ts';
import { ProblemDocument } from '../../correlator/contract/shapes.ts';
import { type Running, startSmall } from './server.ts';

let run: Running;
beforeAll(async () => {
  run = await startSmall(undefined, { letters: () => ONE_LETTER });
});
afterAll(async () => await run?.stop());

const letter: HeldLetter = {
  id: '00000001-0',
  atMs: 0,
  subject: 'pq/1',
  reason: 'no JSON',
  content: 'ew==',
  done: null,
};
const ONE_LETTER: LettersPort = {
  list: async () => ({ letters: [letter], next: null }),
  get: async (id) => (id === letter.id ? letter : null),
  retry: async (ids) => ({ done: ids, failed: [] }),
};

/** What each route is asked; `RouteId` makes the compiler ask for a new route's example. */
const EXAMPLES: Readonly<Record<RouteId, { readonly path?: string; readonly body?: unknown; readonly raw?: string }>> =
  {
    getHealth: {},
    getLive: {},
    getReady: {},
    getOpenapi: {},
    getMetrics: {},
    searchCustomers: { path: '/api/v1/customers?q=cdw' },
    getSupplyPoint: { path: '/api/v1/supply-points/SP2' },
    getSupplyPointVoltage: { path: '/api/v1/supply-points/SP2/voltage?from=2026-06-01&to=2026-07-02&resolution=1h' },
    listComplaints: { path: '/api/v1/complaints?limit=3' },
    createComplaint: { body: { supplyPoint: 'SP2', text: '电压低,空调起不来' } },
    getComplaint: { path: '/api/v1/complaints/C-EARLIER' },
    getVerdict: { path: '/api/v1/complaints/C-EARLIER/verdict' },
    setComplaintStatus: { path: '/api/v1/complaints/C-EARLIER/status', body: { status: 'on_site' } },
    triage: { body: { text: '' } },
    listIncidents: { path: '/api/v1/incidents?from=2026-07-01&to=2026-07-02' },
    getIncident: { path: '/api/v1/incidents/FIRST' },
    listSections: {},
    getNetwork: {},
    getNow: {},
    getDataQuality: {},
    getMeterQuality: { path: '/api/v1/data-quality/M-SP1' },
    listDeadLetters: {},
    getDeadLetter: { path: '/api/v1/dead-letters/00000001-0' },
    retryDeadLetters: { body: { all: true } },
    streamEvents: {},
    importTable: {
      path: '/api/v1/imports/strokes?dryRun=true',
      raw: 'time,lat,lon\n2026-07-01T18:30:01+08:00,23.1,113.3\n',
    },
    pushReadings: {
      body: {
        v: 1,
        meter: 'M-SP1',
        interval_s: 600,
        readings: [{ time: '2026-07-01T20:10:00+08:00', u: { A: 211.4, B: null } }],
      },
    },
    openRecording: { raw: 'Date;Time;Voltage\n1/2/2007;00:00:00;243.150\n1/2/2007;00:01:00;242.870\n' },
    getRecordingWindow: { path: '/api/v1/recordings/RECORDING/parts/0/window?from=0&to=60000' },
  };

/** Id of a recording sent before its window is asked for. */
async function uploaded(): Promise<string> {
  const answer = await ask(ROUTES.find((r) => r.id === 'openRecording') as Route);
  return ((await answer.json()) as { id: string }).id;
}

async function ask(route: Route): Promise<Response> {
  const example = EXAMPLES[route.id as RouteId];
  const path = (example.path ?? route.path)
    .replace('FIRST', run.service.incidents()[0]?.id ?? 'NONE')
    .replace('RECORDING', route.id === 'getRecordingWindow' ? await uploaded() : '');
  const body = example.raw ?? (example.body === undefined ? undefined : JSON.stringify(example.body));
  const type = example.raw === undefined ? 'application/json' : 'text/csv';
  return await fetch(`${run.api.url}${path}`, {
    method: route.method,
    headers: body === undefined ? {} : { 'content-type': type },
    ...(body === undefined ? {} : { body }),
  });
}

for (const route of ROUTES as readonly Route[]) {
  if (route.responseKind === 'events') continue;
  test(`${route.method} ${route.path} answers by its schema`, async () => {
    const answer = await ask(route);
    const text = await answer.text();
    expect(answer.status, text.slice(0, 400)).toBe(route.status);
    if (route.responseKind === 'text') return expect(text).toContain('gridwitness_http_requests_total');
    const parsed = route.response.safeParse(JSON.parse(text));
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
}

test('each route has its own id and a handler by that id', () => {
  const ids = ROUTES.map((r) => r.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const own of ids) expect(HANDLERS[own].id).toBe(own);
});

test('an address nobody serves, another method, broken JSON, a wrong kind of body: problem documents', async () => {
  const cases = [
    ['GET', '/api/v1/nothing', {}, undefined, 404],
    ['GET', '/nothing.js', {}, undefined, 404],
    ['DELETE', '/api/v1/complaints/C-EARLIER', {}, undefined, 405],
    ['POST', '/api/v1/triage', { 'content-type': 'application/json' }, '{"text":', 400],
    ['POST', '/api/v1/triage', { 'content-type': 'text/xml' }, '<a/>', 415],
    [
      'POST',
      '/api/v1/triage',
      { 'content-type': 'application/json' },
      JSON.stringify({ text: 'x'.repeat(5_000_000) }),
      413,
    ],
    ['GET', '/api/v1/supply-points/%E0%A4%A', {}, undefined, 400],
    ['GET', '/api/v1/customers', {}, undefined, 400],
    ['POST', '/api/v1/imports/everything', { 'content-type': 'text/csv' }, 'a,b', 400],
  ] as const;
  for (const [method, path, headers, body, status] of cases) {
    const answer = await fetch(`${run.api.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const document = ProblemDocument.parse(await answer.json());
    expect(document.status).toBe(status);
    expect(JSON.stringify(document)).not.toMatch(/node_modules|\.ts:/);
  }
});

test('headers keep other sites out; a write sent by another site is refused', async () => {
  const answer = await fetch(`${run.api.url}/api/v1/live`);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-powered-by')).toBeNull();
  expect(run.api.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const foreign = await fetch(`${run.api.url}/api/v1/triage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    body: '{"text":"x"}',
  });
  expect(foreign.status).toBe(403);
  const { port } = new URL(run.api.url);
  const status = await new Promise<number | undefined>((done) => {
    get({ port, host: '127.0.0.1', path: '/api/v1/customers?q=1', headers: { host: 'evil.example' } }, (r) => {
      r.resume();
      done(r.statusCode);
    });
  });
  expect(status).toBe(421);
});

test('no search word, name or account is ever in the metrics', async () => {
  await run.client.searchCustomers({ query: { q: '0801100017' } });
  const page = await (await fetch(`${run.api.url}/metrics`)).text();
  expect(page).toContain('gridwitness_http_requests_total{route="searchCustomers",status="200"}');
  expect(page).not.toMatch(/0801100017|SP1|陈/);
});
