/** One turn of the ingest bench: a fresh broker and database, one reader, one publisher, and the points counted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startInfluxd } from '../../test/servers/influxd.ts';
import { startMosquitto } from '../../test/servers/mosquitto.ts';
import { countStored } from './database.ts';
import type { Shape } from './messages.ts';

export const READERS = ['glue-batch', 'glue-single', 'ours', 'ours-full'] as const;
export type ReaderName = (typeof READERS)[number];

export interface Turn {
  readonly reader: ReaderName;
  readonly messages: number;
  readonly perS: number;
  /** CPU of the reader's process per 100 000 messages, s; detectors included where there are any. */
  readonly cpuS: number;
  readonly rssMb: number;
}

/** Broker settings that favour everybody: no message is dropped, many may be under way. */
export const BROKER = ['max_inflight_messages 1000', 'max_queued_messages 0'];
/** Where spools lie: BENCH_DIR, or the usual place of temporary files. */
const FOLDER = process.env['BENCH_DIR'] ?? tmpdir();

export async function turn(reader: ReaderName, messages: number, shape: Shape): Promise<Turn> {
  const broker = await startMosquitto({ extra: BROKER });
  const influxd = await startInfluxd();
  const dir = mkdtempSync(join(FOLDER, 'gridwitness-bench-'));
  const [side = '', mode = 'plain'] = reader.split('-');
  const args = [mode, broker.url, influxd.url, String(messages), dir, String(shape.meters), String(shape.phases)];
  const child = script(side === 'glue' ? 'reader-glue.ts' : 'reader-ours.ts', args);
  try {
    const lines = answers(child);
    await lines.next('ready');
    const publisher = script('publisher.ts', [String(broker.port), String(messages), ...args.slice(5)]);
    const published = await answers(publisher).next('beganMs');
    let stored = await lines.next('storedMs');
    if (mode === 'full') {
      child.stdin?.write('\n');
      stored = { ...(await lines.next('settledMs')), storedMs: stored['storedMs'] };
    }
    const points = await countStored(influxd.url);
    if (points !== messages * shape.phases) {
      throw new Error(`${reader}: ${points} points stored of ${messages * shape.phases} published`);
    }
    const seconds = (Number(stored['storedMs']) - Number(published['beganMs'])) / 1000;
    const cpuS = (Number(stored['cpuS']) / messages) * 100_000;
    return { reader, messages, perS: messages / seconds, cpuS, rssMb: Number(stored['rssMb']) };
  } finally {
    child.kill('SIGKILL');
    await Promise.all([broker.stop(), influxd.stop()]);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Another process that runs a file beside this one. It is told to end with this process. */
export function script(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

type Answer = Readonly<Record<string, unknown>>;

/** Lines of JSON of a child; `next` waits for the one that has the field, and rejects where the child ends first. */
export function answers(child: ChildProcess): { next(field: string): Promise<Answer> } {
  const got: Answer[] = [];
  let wake: () => void = () => undefined;
  let isOver = false;
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    got.push(JSON.parse(line) as Answer);
    wake();
  });
  child.once('close', () => {
    isOver = true;
    wake();
  });
  return {
    async next(field) {
      for (;;) {
        const found = got.find((a) => field in a);
        if (found !== undefined) return found;
        if (isOver) throw new Error(`a process ended before it said ${field}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
