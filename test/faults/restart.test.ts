/** Through real processes: broker port, spool, PostgreSQL. The collector is killed with -9 while the supply is away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldReadings } from '../../collector/fold.ts';
import type { Disturbance } from '../../core/event.ts';
import type { Meter } from '../../core/network.ts';
import { openRecordStore } from '../../storage/main.ts';
import { messageOf, PER_MESSAGE, readingsOf } from './fleet.ts';
import { type Rig, startRig } from './rig.ts';

/** A meter of our own broker. */
const METER = 1;
const FRAME_MESSAGES = 180 / PER_MESSAGE;

let rig: Rig;
let logDir: string;
beforeAll(async () => {
  logDir = mkdtempSync(join(tmpdir(), 'gridwitness-restart-'));
  rig = await startRig(11, 2, logDir);
}, 60_000);
afterAll(async () => {
  await rig.stop();
  rmSync(logDir, { recursive: true, force: true });
});

/** The first message from `from` on whose last reading is without supply and whose successor begins so. */
function messageInOutage(from: number): number {
  for (let chunk = from; chunk < from + 5_000; chunk++) {
    const end = (chunk + 1) * PER_MESSAGE;
    if (rig.fleet.volts(METER, end - 1)[0] === 0 && rig.fleet.volts(METER, end)[0] === 0) return chunk;
  }
  throw new Error('the plan has no supply lost across two messages');
}

async function send(chunks: readonly number[]): Promise<void> {
  rig.own.send(...chunks.map((c) => messageOf(rig.fleet, METER, c)).map((message) => ({ ...message, message })));
  for (;;) {
    const said = await rig.collector.ask();
    const isRead = said !== null && Object.values(said.positions).every((p) => p === said.endOffset);
    if (rig.own.pending === 0 && isRead) return;
    await pause(50);
  }
}

const brief = (d: Disturbance) => ({ kind: d.kind, startMs: d.startMs, durationMs: d.durationMs, pct: d.pct });

describe('ask 2: a collector killed in the middle of an interruption', () => {
  it('finds one event with the right duration, and no false one', async () => {
    const inOutage = messageInOutage(0);
    const first = inOutage - (inOutage % FRAME_MESSAGES);
    const end = first + 2 * FRAME_MESSAGES;
    await send(range(first, inOutage + 1));
    await rig.collector.kill9(0);
    await send(range(inOutage + 1, end));

    const { meter } = rig.fleet.meters[METER] as Meter;
    const records = await openRecordStore({ kind: 'postgres', url: rig.recordsUrl });
    const stored = await records.disturbances([meter], { fromMs: 0, toMs: 4e12 });
    await records.close();
    const options = { zone: 'Asia/Shanghai', profile: 'gb', nominalV: () => 220 } as const;
    const readings = readingsOf(rig.fleet, METER, first * PER_MESSAGE, end * PER_MESSAGE);
    const undisturbed = foldReadings(readings, rig.fleet.meters, options).disturbances.filter((d) => !d.openEnd);
    expect(stored.map(brief)).toEqual(undisturbed.map(brief));

    const without = readings.filter(
      (r) => r.values.A?.u === 0 && r.endMs < rig.fleet.endMs((first + FRAME_MESSAGES) * PER_MESSAGE),
    );
    const found = stored.filter((d) => d.kind === 'interruption' || d.kind === 'outage');
    const startMs = (without[0]?.startMs ?? 0) as number;
    expect(found.filter((d) => Math.abs(d.startMs - startMs) <= 10_000)).toHaveLength(1);
    expect(Math.abs((found[0]?.durationMs ?? 0) - without.length * 10_000)).toBeLessThanOrEqual(10_000);
    expect(rig.collector.starts).toBe(2);
  }, 60_000);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, n) => from + n);
}
