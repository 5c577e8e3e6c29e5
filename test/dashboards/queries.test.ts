/** Every query of every board, and of every variable, on a real InfluxDB: each returns rows, and the right ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeriesStore } from '../../core/ports.ts';
import { retentionPolicyOf } from '../../core/schema.ts';
import { AREA_VALUES, FEEDER_VALUES } from '../../dashboards/variables.ts';
import { influx1SeriesStore } from '../../storage/series/influx1.ts';
import { type Influxd, startInfluxd } from '../servers/influxd.ts';
import { askInflux, boardQueries, type Chosen, filledQuery, type InfluxSeries } from './as-grafana.ts';
import { COMPLAINTS, FEEDERS, FROM_MS, fillSeries, HIGHEST_V, LOWEST_V, summaryLines, TO_MS } from './filled-series.ts';

const DATABASE = 'gridwitness';
let influxd: Influxd;
let store: SeriesStore;

beforeAll(async () => {
  influxd = await startInfluxd();
  store = influx1SeriesStore({ url: influxd.url, database: DATABASE }, { probeMs: FROM_MS });
  await store.open();
  await fillSeries(store);
  const params = new URLSearchParams({ db: DATABASE, rp: retentionPolicyOf('complaint'), precision: 'ms' });
  for (const _twice of [1, 2]) {
    const reply = await fetch(`${influxd.url}/write?${params}`, { method: 'POST', body: summaryLines().join('\n') });
    expect(reply.status).toBe(204);
  }
});

afterAll(async () => {
  await store?.close();
  await influxd?.stop();
});

const filled = (query: string, chosen: Chosen = {}): string =>
  filledQuery(query, { fromMs: FROM_MS, toMs: TO_MS }, chosen);
const ask = (query: string): Promise<readonly InfluxSeries[]> => askInflux(influxd.url, DATABASE, query);
const targets = boardQueries();
const queryOf = (title: string, refId = 'A'): string => {
  const found = targets.find(([name]) => name.includes(title) && name.endsWith(` ${refId}`));
  expect(found, title).toBeDefined();
  return found?.[1] ?? '';
};
const numbers = (series: readonly InfluxSeries[]): number[] =>
  series.flatMap((s) => s.values.map((v) => v[1])).filter((v): v is number => typeof v === 'number');

describe('every query of every board', () => {
  it('is one of more than twenty', () => {
    expect(targets.length).toBeGreaterThan(20);
  });

  it.each(targets)('%s returns rows', async (_name, query) => {
    const values = (await ask(filled(query))).flatMap((s) => s.values);
    expect(values.length).toBeGreaterThan(0);
    expect(values.some((row) => row.slice(1).some((v) => v !== null && v !== 0))).toBe(true);
  });

  it.each(targets.filter(([, q]) => q.includes('feeder:regex')))(
    '%s looks at the chosen feeder only',
    async (_name, query) => {
      expect(numbers(await ask(filled(query, { feeder: '(no such feeder)' }))).every((n) => n === 0)).toBe(true);
    },
  );
});

describe('the numbers on the board', () => {
  it('lowest and highest feeder voltage are the planted ones', async () => {
    expect(Math.min(...numbers(await ask(filled(queryOf('Feeder voltage', 'B')))))).toBe(LOWEST_V);
    expect(Math.max(...numbers(await ask(filled(queryOf('Feeder voltage', 'C')))))).toBe(HIGHEST_V);
  });

  it('exactly one value lies below 198 V and one above 235.4 V', async () => {
    const sum = (xs: number[]): number => xs.reduce((a, b) => a + b, 0);
    expect(sum(numbers(await ask(filled(queryOf('outside the limits', 'A')))))).toBe(1);
    expect(sum(numbers(await ask(filled(queryOf('outside the limits', 'B')))))).toBe(1);
  });

  it('complaints pile up to what was written, although written twice', async () => {
    const total = Object.values(COMPLAINTS).reduce((a, b) => a + b, 0);
    expect(numbers(await ask(filled(queryOf('诉求 · Complaints'))))).toEqual([total]);
    expect(Math.max(...numbers(await ask(filled(queryOf('piling up')))))).toBe(total);
  });

  it('three disturbances are outages, six are events', async () => {
    expect(numbers(await ask(filled(queryOf('停电 · Outages'))))).toEqual([3]);
    expect(numbers(await ask(filled(queryOf('事件 · Events'))))).toEqual([6]);
  });

  it('a running outage has no duration', async () => {
    const [rows] = await ask(filled(queryOf('Latest outages')));
    const at = (name: string): number => rows?.columns.indexOf(name) ?? -1;
    const outage = rows?.values.find((v) => v[at('kind')] === 'outage');
    expect(outage?.[at('duration_ms')]).toBeNull();
    expect(outage?.[at('meter')]).toBe('M21');
  });

  it('incidents stand under their likeliest cause, and a rewritten period leaves none behind', async () => {
    const causes = (await ask(filled(queryOf('likeliest cause')))).map((s) => s.tags?.['cause']);
    expect([...causes].sort()).toEqual(['lightning', 'low_voltage']);
    const range = { fromMs: FROM_MS, toMs: TO_MS };
    const nothing = { complaints: [], incidents: [], verdicts: [], priorities: [] };
    await store.writeBoardFacts?.({ range, ...nothing, computedMs: TO_MS });
    expect(await ask(filled(queryOf('likeliest cause')))).toEqual([]);
  });
});

describe('the choices at the top', () => {
  it('list feeders, and the areas of the chosen feeder', async () => {
    const values = async (q: string): Promise<unknown[]> => (await ask(q)).flatMap((s) => s.values.map((v) => v[1]));
    expect(await values(filled(FEEDER_VALUES))).toEqual([...FEEDERS]);
    expect(await values(filled(AREA_VALUES, { feeder: 'F02' }))).toEqual(['A21', 'A22', 'A23']);
  });
});
