/** `bin/gridwitness` as the child process it is in the field: started, asked over HTTP, killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));
/** The first start of a clone builds the console. */
const START_WITHIN_MS = 120_000;
const POLL_MS = 50;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  said(): { readonly stdout: string; readonly stderr: string };
}

function launch(args: readonly string[]): Running {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Ended>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
  return { child, ended, said: () => ({ stdout, stderr }) };
}

/** Runs a command to its end. */
export function run(...args: readonly string[]): Promise<Ended> {
  return launch(args).ended;
}

export interface Serving {
  readonly url: string;
  log(): string;
  /** As a power cut would. */
  kill9(): Promise<void>;
  /** Politely; resolves to how it ended. */
  stop(): Promise<Ended>;
}

/** `gridwitness serve` on any free port; resolves when it says its address. */
export async function startServing(config: string): Promise<Serving> {
  const running = launch(['serve', '--config', config, '--port', '0']);
  const address = () => /^http:\/\/\S+$/m.exec(running.said().stdout)?.[0] ?? null;
  const url = await Promise.race([
    eventually('serve says its address', async () => address(), START_WITHIN_MS),
    running.ended.then((e) => Promise.reject(new Error(`serve ended with ${e.code}: ${e.stderr}`))),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<Ended> => {
    running.child.kill(signal);
    return await running.ended;
  };
  return {
    url,
    log: () => running.said().stderr,
    kill9: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

/** Asks until the answer is neither null nor false; the last failure is in the error. */
export async function eventually<T>(what: string, ask: () => Promise<T | null | false>, withinMs = 30_000): Promise<T> {
  const endMs = Date.now() + withinMs;
  let last: unknown = 'nothing yet';
  while (Date.now() < endMs) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((next) => setTimeout(next, POLL_MS));
  }
  throw new Error(`never happened: ${what} (${String(last)})`);
}
