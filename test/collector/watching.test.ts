/** Silence, clocks and our own absence over a real broker and across restarts. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCollectorConfig } from '../../collector/config.ts';
import { openSilenceJournal } from '../../collector/io/silence-journal.ts';
import { type CollectorDeps, startCollector } from '../../collector/main.ts';
import type { SilenceSpell } from '../../core/collecting.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { QUALITY } from '../../core/series.ts';
import { countingFold, FakeRecords, FakeSeries, meterOf, quiet } from './fakes.ts';

const M0 = id<MeterId>('M0');
const HOUR = 3_600_000;
let dir: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gw-watching-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await rm(dir, { recursive: true, force: true });
});

async function start(over: Partial<CollectorDeps> = {}) {
  const parsed = parseCollectorConfig({ broker: { port: 0 } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const series = new FakeSeries();
  const records = new FakeRecords();
  const collector = await startCollector(parsed.config, {
    series: series.asStore(),
    records: records.asStore(),
    spoolDir: dir,
    now: Date.now,
    log: quiet,
    meters: [meterOf('M0')],
    tags: new Map(),
    createFold: (_m, _o, checkpoint) => countingFold(checkpoint),
    ...over,
  });
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await collector.stop();
    isStopped = true;
  };
  stops.push(stop);
  return { collector, series, records, stop };
}

describe('ask 2: our own restart makes spells of ours, never an event', () => {
  it('the time between is collector_down for every meter, in the journal and in the series', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dir, 'alive.json'), JSON.stringify({ aliveMs: Date.now() - HOUR }));
    const again = await start();
    const [spell] = again.collector.spells(M0, { fromMs: Date.now() - 2 * HOUR, toMs: Date.now() });
    expect(spell).toMatchObject({ meter: null, type: 'collector_down' });
    expect((spell?.endMs ?? 0) - (spell?.beginMs ?? 0)).toBeGreaterThan(HOUR - 5_000);
    await again.collector.settled();
    expect(again.series.states).toMatchObject([
      { meter: 'M0', silence: 'collector_down', silenceP: 1 },
      { meter: 'M0', silence: 'collector_down', silenceP: 1 },
    ]);
    expect(again.records.disturbances).toEqual([]);
    expect(again.collector.states()[0]?.silence).toBe(null);
  });

  it('what is known of a clock goes on', async () => {
    const first = await start();
    const c = await mqtt.connectAsync(`mqtt://127.0.0.1:${first.collector.brokerPort}`);
    for (let n = 0; n < 8; n++) {
      const time = new Date(Date.now() - 4_000).toISOString();
      const body = { v: 1, interval_s: 60, readings: [{ time, u: { A: 229 + n } }] };
      await c.publishAsync('gridwitness/v1/M0/readings', JSON.stringify(body), { qos: 1 });
    }
    await c.endAsync();
    await first.stop();
    const again = await start();
    expect(again.collector.states()[0]?.clock?.samples).toBe(8);
    expect(again.collector.states()[0]?.clockOffsetMs).toBeLessThan(-3_900);
  });
});

describe('the journal of silences', () => {
  const spell = (beginMs: number, over: Partial<SilenceSpell> = {}): SilenceSpell => ({
    meter: M0,
    type: 'comms_lost',
    odds: { comms_lost: 0.7, supply_lost: 0.3 },
    beginMs,
    endMs: null,
    ...over,
  });

  it('the newest line of a spell stands; a line cut by a crash is left out and the file is whole again', async () => {
    const now = Date.now();
    const { journal } = await openSilenceJournal(dir, now);
    await journal.write([spell(now - HOUR), spell(now - 3 * HOUR, { endMs: now - 2 * HOUR })]);
    await journal.write([
      spell(now - HOUR, { type: 'supply_lost', odds: { supply_lost: 0.95, comms_lost: 0.05 }, endMs: now }),
    ]);
    const path = join(dir, 'silence.jsonl');
    await writeFile(path, `${await readFile(path, 'utf8')}{"meter":"M0","type":"com`);
    const { journal: again } = await openSilenceJournal(dir, now + 1);
    expect(again.of(M0, { fromMs: now - 5 * HOUR, toMs: now }).map((s) => [s.type, s.endMs])).toEqual([
      ['supply_lost', now],
      ['comms_lost', now - 2 * HOUR],
    ]);
    expect(
      (await readFile(path, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((l) => JSON.parse(l)),
    ).toHaveLength(2);
  });

  it('a clock that went back since makes no absence', async () => {
    await writeFile(join(dir, 'alive.json'), JSON.stringify({ aliveMs: Date.now() + HOUR }));
    expect((await openSilenceJournal(dir, Date.now())).down).toBe(null);
  });
});

describe('ask 26: the clock of this machine is put forward', () => {
  it('the step is shown, and a reading with a clock of its own is not blamed', async () => {
    let aheadMs = 0;
    const { collector, series } = await start({ now: () => Date.now() + aheadMs });
    expect(collector.overall().ownClock.steps).toEqual([]);
    aheadMs = 1_800_000;
    expect(collector.states()).toHaveLength(1);
    const [step] = collector.overall().ownClock.steps;
    expect(step?.shiftMs).toBeGreaterThan(1_799_000);
    const c = await mqtt.connectAsync(`mqtt://127.0.0.1:${collector.brokerPort}`);
    stops.push(() => c.endAsync(true));
    const time = new Date(Date.now() + aheadMs).toISOString();
    await c.publishAsync(
      'gridwitness/v1/M0/readings',
      JSON.stringify({ v: 1, interval_s: 60, readings: [{ time, u: { A: 231.5 } }] }),
      { qos: 1 },
    );
    await collector.settled();
    // It has a clock of its own: ours does not matter.
    expect(series.readings.map((r) => r.quality & QUALITY.clock)).toEqual([0]);
  });
});

describe('ask 15: a failed read is never 0 V', () => {
  it('one 0 between good values of a device is named, and kept: an interruption of a second looks alike', async () => {
    const { FRESH_WATCH, watchReading } = await import('../../collector/sanity/watch.ts');
    let state = FRESH_WATCH;
    const seen = [230.1, 230.4, 0, 230.2, 230.3].map((u, n) => {
      const endMs = Date.UTC(2026, 6, 1) + n * 1_000;
      const watched = watchReading(
        {
          meter: M0,
          startMs: endMs,
          endMs,
          values: { A: { u } },
          method: '1s',
          statistic: 'snapshot',
          quality: 0,
          knownAtMs: endMs,
          deviceTimeMs: null,
        },
        state,
        230,
      );
      state = watched.state;
      return watched;
    });
    expect(seen.map((w) => [w.reading.values.A?.u, w.reading.quality])).toEqual([
      [230.1, 0],
      [230.4, 0],
      [0, 0],
      [230.2, 0],
      [230.3, 0],
    ]);
    expect(seen.flatMap((w) => w.doubts).map((d) => d.kind)).toEqual(['single_zero']);
  });
});
