/**
 * Started and killed by the fault run: our collector with its real stores, as a process of its own. Its clock can be
 * stepped and its disk made slow or failing from outside; the product knows nothing of that.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type CollectorConfigInput, parseCollectorConfig } from '../../collector/config.ts';
import { startCollector } from '../../collector/main.ts';
import { makeRecordStore, makeSeriesStore } from '../../storage/main.ts';
import { type ChildPlan, type ChildReport, type FileTrouble, isOrder } from './child-words.ts';
import { makeFleet } from './fleet.ts';

const plan = JSON.parse(process.env['GRIDWITNESS_FAULT_CHILD'] ?? '{}') as ChildPlan;
let clockOffsetMs = plan.clockOffsetMs;
let trouble: FileTrouble = { delayMs: 0, failures: 0 };

await troubleFiles();
const parsed = parseCollectorConfig(plan.collector as CollectorConfigInput);
if (!parsed.ok) throw new Error(`configuration: ${JSON.stringify(parsed.faults)}`);
const fleet = makeFleet(plan.seed, plan.meters, plan.startMs);
const series = await makeSeriesStore({ kind: 'influx1', url: plan.influxUrl, database: plan.database });
const records = await makeRecordStore({ kind: 'postgres', url: plan.recordsUrl });
await openPatiently(() => series.open());
await openPatiently(() => records.open());
const collector = await startCollector(parsed.config, {
  series,
  records,
  spoolDir: join(plan.dataDir, 'spool'),
  now: () => Date.now() + clockOffsetMs,
  log: (level, message, data) => {
    if (level !== 'info')
      process.stderr.write(`${new Date().toISOString()} ${level} ${message} ${JSON.stringify(data ?? {})}\n`);
  },
  meters: fleet.meters,
  tags: new Map(fleet.meters.map((m, n) => [m.meter, { feeder: `F${n % 2}`, area: 'T1' }])),
});

process.on('message', (order: unknown) => {
  if (!isOrder(order)) return;
  if (order.clockOffsetMs !== undefined) clockOffsetMs = order.clockOffsetMs;
  if (order.trouble !== undefined) trouble = order.trouble;
  if (order.report === true) report();
  if (order.stop === true) void stop();
});
process.on('disconnect', () => process.exit(0));
report();

function report(): void {
  const { spool, consumers, sources, held, refusedByStore } = collector.stats();
  const said: ChildReport = {
    endOffset: spool.endOffset,
    positions: Object.fromEntries(consumers.map((c) => [c.name, c.position])),
    defects: consumers.flatMap((c) => (c.defect === null ? [] : [`${c.name}: ${c.defect}`])),
    isLinkUp: sources.filter((s) => s.source.startsWith('mqtt')).every((s) => s.isLinkUp === true),
    held: held.total,
    refusedByStore,
    brokenBytes: spool.brokenBytes,
  };
  process.send?.(said);
}

async function stop(): Promise<void> {
  await collector.stop();
  await records.close();
  await series.close();
  process.exit(0);
}

/** As `serve` does: a store that is away at the start is waited for. */
async function openPatiently(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      process.stderr.write(`${new Date().toISOString()} warn store not open: ${String(cause)}\n`);
      await new Promise((next) => setTimeout(next, 300));
    }
  }
}

/** Every flush of this process may be slow, or fail as a broken disk does: the page is then lost to the kernel. */
async function troubleFiles(): Promise<void> {
  const file = await open('/dev/null', 'r');
  const handle = Object.getPrototypeOf(file) as { sync(): Promise<void>; datasync(): Promise<void> };
  await file.close();
  for (const name of ['sync', 'datasync'] as const) {
    const real = handle[name];
    handle[name] = async function troubled(this: unknown) {
      if (trouble.delayMs > 0) await new Promise((next) => setTimeout(next, trouble.delayMs));
      if (trouble.failures > 0) {
        trouble = { ...trouble, failures: trouble.failures - 1 };
        throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      }
      await real.call(this as never);
    };
  }
}
