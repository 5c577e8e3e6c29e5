/**
 * Claim: the memory of a collector stays flat. Messages come at a steady rate through a real broker, validated, spooled,
 * detected on and stored in a real InfluxDB; the resident memory of the collector's process is read every ten seconds and
 * a straight line is laid through the second half of the readings.
 *
 *   npx tsx bench/ingest/soak.ts --minutes 60 --rate 500 [--meters 1000] [--phases 1|3]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startInfluxd } from '../../test/servers/influxd.ts';
import { startMosquitto } from '../../test/servers/mosquitto.ts';
import { countStored } from './database.ts';
import { answers, BROKER, script } from './turn.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '500' },
    meters: { type: 'string', default: '1000' },
    phases: { type: 'string', default: '1' },
  },
});
const EVERY_MS = 10_000;
const minutes = Number(values.minutes);
const count = Math.round(minutes * 60 * Number(values.rate));

const broker = await startMosquitto({ extra: BROKER });
const influxd = await startInfluxd();
const dir = mkdtempSync(join(tmpdir(), 'gridwitness-soak-'));
console.log(`${count} messages at ${values.rate}/s of ${values.meters} meters, ${minutes} min, detectors on`);
const shape = [values.meters, values.phases];
const reader = script('reader-ours.ts', ['full', broker.url, influxd.url, String(count), dir, ...shape]);
const lines = answers(reader);
await lines.next('ready');
const publisher = script('publisher.ts', [String(broker.port), String(count), ...shape, values.rate]);

const samples: { readonly s: number; readonly mb: number }[] = [];
const beganMs = Date.now();
const published = answers(publisher).next('endedMs');
let isOver = false;
void published.then(() => {
  isOver = true;
});
while (!isOver) {
  await setTimeout(EVERY_MS);
  const s = (Date.now() - beganMs) / 1000;
  samples.push({ s, mb: rssMb(reader.pid ?? 0) });
  const last = samples.at(-1);
  console.log(
    `${s.toFixed(0).padStart(6)} s ${last?.mb.toFixed(1).padStart(7)} MB   load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
}
reader.stdin?.write('\n');
await lines.next('settledMs');
const points = await countStored(influxd.url);
const expected = count * Number(values.phases);
console.log(`stored ${points} of ${expected} points`);
const half = samples.filter(({ s }) => s > (samples.at(-1)?.s ?? 0) / 2);
const slope = slopeOf(half) * 3600;
const mean = half.reduce((sum, { mb }) => sum + mb, 0) / half.length;
console.log(`second half: mean ${mean.toFixed(1)} MB, slope ${slope.toFixed(2)} MB/h over ${half.length} readings`);
await Promise.all([broker.stop(), influxd.stop()]);
rmSync(dir, { recursive: true, force: true });
process.exit(points === expected ? 0 : 1);

function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** MB per second, by least squares. */
function slopeOf(points: readonly { readonly s: number; readonly mb: number }[]): number {
  const n = points.length;
  const ms = points.reduce((sum, p) => sum + p.s, 0) / n;
  const mm = points.reduce((sum, p) => sum + p.mb, 0) / n;
  const top = points.reduce((sum, p) => sum + (p.s - ms) * (p.mb - mm), 0);
  return top / points.reduce((sum, p) => sum + (p.s - ms) ** 2, 0);
}
