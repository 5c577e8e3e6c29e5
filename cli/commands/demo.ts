/**
 * `gridwitness demo`: everything in one process on embedded parts. The address is printed when the first page can be
 * used; the month of history is made behind it. A second start goes on from the stored state.
 */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { OperationalError } from '../../core/assert.ts';
import type { Progress } from '../../correlator/contract/health.ts';
import type { LiveGrid } from '../../simulators/live/types.ts';
import type { Command } from '../command.ts';
import { configSchema } from '../run/config.ts';
import { ensureConsole } from '../run/console-build.ts';
import { importFacts, importNetwork, SIMULATING, simulateInto } from '../run/demo-history.ts';
import { demoCollector, startDemoLive } from '../run/demo-live.ts';
import { type Log, reasonOf, stderrLog } from '../run/log.ts';
import { type System, startSystem } from '../run/system.ts';
import { untilStopped } from '../run/until-stopped.ts';

const ZONE = 'Asia/Shanghai';
const DAYS = 30;
/** Meta keys of the record store: how far the demo's history has come, and the grid's seed. */
const HISTORY_KEY = 'demo.history';
const SEED_KEY = 'demo.seed';
/** End of the history, epoch ms: an interrupted first start makes the same month again, so that nothing is there twice. */
const END_KEY = 'demo.end';
/** Progress lines on the terminal are this far apart, ms. */
const SAY_EVERY_MS = 2_000;

export const command: Command = {
  configure(c) {
    c.option('--port <n>', 'port of the console', '8080')
      .option('--mqtt-port <n>', 'port of the embedded broker (0 = any free one)', '0')
      .option('--headless', 'do not open a browser')
      .option('--fresh', 'forget the stored state and start anew')
      .option('--seed <n>', 'which simulated grid', '7')
      .option('--data <dir>', 'where the state is kept', '.gridwitness/demo');
  },
  async run(_, options) {
    const dataDir = resolve(String(options['data']));
    if (options['fresh']) await rm(dataDir, { recursive: true, force: true });
    await mkdir(dataDir, { recursive: true });
    const log = quiet(stderrLog);
    const line = (text: string) => process.stderr.write(`${text}\n`);
    let progress: Progress | null = null;
    const [consoleDir, brokerPort] = await Promise.all([
      ensureConsole(line),
      freePort(whole(options['mqttPort'], 'mqtt-port')),
    ]);
    line('opening the stores …');
    const config = configSchema.parse({ zone: ZONE, listen: { port: whole(options['port'], 'port') }, data: dataDir });
    const system = await startSystem({ config, log, consoleDir, progress: () => progress });
    process.stdout.write(`Gridwitness demo: ${system.url}\n`);
    line(`MQTT broker: mqtt://127.0.0.1:${brokerPort} · data: ${dataDir} · Ctrl-C ends it`);
    if (!options['headless']) openBrowser(system.url);
    const say = throttled(line);
    const stopping = new AbortController();
    let live: LiveGrid | null = null;
    const goOn = async () => {
      live = await run(system, {
        dataDir,
        brokerPort,
        seed: whole(options['seed'], 'seed'),
        log,
        signal: stopping.signal,
        onProgress: (p) => {
          progress = p;
          if (p) say(`history: ${p.what.en} ${Math.round((100 * p.done) / p.total)} %`);
        },
      });
      if (stopping.signal.aborted) await live.stop();
      else line('the grid is live');
    };
    const going = goOn().catch((error) => {
      if (!stopping.signal.aborted) log('error', 'the demo could not go on', { reason: reasonOf(error) });
    });
    await untilStopped(async () => {
      stopping.abort();
      await live?.stop();
      await system.stop();
      await going;
    }, line);
    return 0;
  },
};

interface DemoRun {
  readonly dataDir: string;
  readonly brokerPort: number;
  readonly seed: number;
  readonly log: Log;
  /** Aborted when the demo is to end, also in the middle of the history. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress | null) => void;
}

/** History where it is missing, then the live grid. */
async function run(system: System, demo: DemoRun) {
  const { records } = system.service;
  const kept = await records.getMeta(SEED_KEY);
  const seed = kept === null ? demo.seed : Number(kept);
  if ((await records.getMeta(HISTORY_KEY)) !== 'done') await makeHistory(system, { ...demo, seed });
  await system.service.settled();
  demo.onProgress(null);
  demo.signal.throwIfAborted();
  if (system.collector() === null) await system.collect(demoCollector(demo.brokerPort, ZONE, []));
  return startDemoLive(system, seed, demo.brokerPort, ZONE, demo.log);
}

async function makeHistory(system: System, demo: DemoRun): Promise<void> {
  const { records } = system.service;
  const dir = join(demo.dataDir, 'case');
  demo.onProgress({ done: 0, total: 100, what: SIMULATING });
  const toMs = Number((await records.getMeta(END_KEY)) ?? Date.now());
  await records.setMeta(SEED_KEY, String(demo.seed));
  await records.setMeta(END_KEY, String(toMs));
  await simulateInto(dir, { seed: demo.seed, days: DAYS, toMs, signal: demo.signal });
  const release = system.service.hold();
  try {
    await importNetwork(system.url, dir);
    await system.collect(demoCollector(demo.brokerPort, ZONE, []));
    await importFacts(system.url, dir, demo.onProgress);
    await system.collector()?.settled();
  } finally {
    release();
  }
  await records.setMeta(HISTORY_KEY, 'done');
}

/** Warnings and failures only: the terminal shows the address, not the traffic. */
function quiet(log: Log): Log {
  return (level, message, data) => {
    if (level !== 'info') log(level, message, data);
  };
}

function throttled(line: (text: string) => void): (text: string) => void {
  let lastMs = 0;
  return (text) => {
    if (Date.now() - lastMs < SAY_EVERY_MS) return;
    lastMs = Date.now();
    line(text);
  };
}

function whole(value: unknown, name: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 0)
    throw new OperationalError(`--${name}: expected a whole number, got ${String(value)}`, { retryable: false });
  return n;
}

/** A port that stays the same while the collector is started again. */
async function freePort(wanted: number): Promise<number> {
  if (wanted !== 0) return wanted;
  const probe = createServer();
  await new Promise<void>((done, failed) => probe.once('error', failed).listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Best effort: on a machine without a desktop nothing opens, the address stands on the terminal. */
function openBrowser(url: string): void {
  const program = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(program, [url], { stdio: 'ignore', detached: true }).on('error', () =>
    process.stderr.write(`open ${url} in a browser\n`),
  );
}
