/**
 * A real server as a child process on free ports in a temporary folder. It is ready when its own readiness check
 * says so, dies with this process, and leaves nothing behind.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_WITHIN_MS = 30_000;
const POLL_MS = 20;
/** A port found free may be taken by a neighbour before our child binds it: then the child ends at once. */
const START_TRIES = 4;

export interface TestServer {
  readonly port: number;
  readonly dir: string;
  /** Ends it as a crash would (SIGKILL); folder and port are kept. */
  kill9(): Promise<void>;
  /** Starts it again on the same port and folder; resolves when it is ready. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

export interface ServerPlan {
  readonly name: string;
  /** Places to look for the binary, best first; a bare name is looked up on PATH and in /usr/sbin. */
  readonly binaries: readonly string[];
  /** Debian package that brings it. */
  readonly debian: string;
  /** How many free ports it needs; the first is the one it is known by. */
  readonly ports: number;
  readonly runAs?: { readonly uid: number; readonly gid: number };
  readonly stopSignal: NodeJS.Signals;
  /** Once, in the empty folder, before the first start. */
  readonly prepare?: (dir: string, ports: readonly number[]) => Promise<void> | void;
  readonly args: (dir: string, ports: readonly number[]) => readonly string[];
  /** True when it serves; false or a rejected promise = not yet. */
  readonly ready: (ports: readonly number[]) => Promise<boolean>;
}

export async function startServer(plan: ServerPlan): Promise<TestServer> {
  const binary = findBinary(plan.binaries, plan.name, plan.debian);
  let lastError: unknown;
  for (let attempt = 0; attempt < START_TRIES; attempt++) {
    const dir = mkdtempSync(join(tmpdir(), `gridwitness-${plan.name}-`));
    if (plan.runAs) chownSync(dir, plan.runAs.uid, plan.runAs.gid);
    try {
      const ports = await freePorts(plan.ports);
      await plan.prepare?.(dir, ports);
      return await launch(plan, binary, dir, ports);
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      lastError = error;
    }
  }
  throw lastError;
}

async function launch(plan: ServerPlan, binary: string, dir: string, ports: readonly number[]): Promise<TestServer> {
  let running: Running | null = await spawnReady(plan, binary, dir, ports);
  const onExit = (): void => {
    running?.child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const was = running;
    running = null;
    if (!was) return;
    was.child.kill(signal);
    await was.ended;
  };
  return {
    port: ports[0] as number,
    dir,
    kill9: () => end('SIGKILL'),
    async restart() {
      await end(plan.stopSignal);
      running = await spawnReady(plan, binary, dir, ports);
    },
    async stop() {
      await end(plan.stopSignal);
      process.off('exit', onExit);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

async function spawnReady(plan: ServerPlan, binary: string, dir: string, ports: readonly number[]): Promise<Running> {
  const child = spawn(binary, plan.args(dir, ports), { cwd: '/tmp', stdio: ['ignore', 'pipe', 'pipe'], ...plan.runAs });
  let said = '';
  let over: string | null = null;
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      over = error.message;
      done();
    });
    child.once('exit', (code, signal) => {
      over = `ended with ${code ?? signal}`;
      done();
    });
  });
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (over !== null) throw new Error(`${plan.name} ${over}: ${said}`);
    if (await plan.ready(ports).catch(() => false)) return { child, ended };
    if (Date.now() > giveUpMs) {
      child.kill('SIGKILL');
      throw new Error(`${plan.name} was not ready within ${READY_WITHIN_MS} ms: ${said}`);
    }
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** Full path of the first of `candidates` there is; the error names the Debian package. */
export function findBinary(candidates: readonly string[], name: string, debian: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  for (const c of candidates) {
    const found = c.includes('/') ? [c] : folders.map((f) => join(f, c));
    const path = found.find((p) => existsSync(p));
    if (path !== undefined) return path;
  }
  throw new Error(
    `${name} is not installed: this test needs the Debian package "${debian}" (apt-get install ${debian})`,
  );
}

/** Ports nobody listens on right now, all different. */
export async function freePorts(n: number): Promise<readonly number[]> {
  const held = await Promise.all(
    Array.from({ length: n }, async () => {
      const server = createServer();
      await new Promise<void>((done, fail) => {
        server.once('error', fail);
        server.listen(0, '127.0.0.1', () => done());
      });
      return server;
    }),
  );
  const ports = held.map((s) => {
    const address = s.address();
    if (address === null || typeof address === 'string') throw new Error('no port from the system');
    return address.port;
  });
  await Promise.all(held.map((s) => new Promise((done) => s.close(done))));
  return ports;
}

/** True when something accepts TCP on the port. */
export async function answersTcp(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
