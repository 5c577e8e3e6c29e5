/** A TypeScript file of `test/storage/scripts` as a child process that prints one line per acknowledged piece of work. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Script {
  readonly pid: number;
  lines(): readonly string[];
  /** Resolves when `done(lines)` holds; rejects when the script ends before. */
  saw(done: (lines: readonly string[]) => boolean): Promise<void>;
  kill9(): Promise<void>;
}

export function startScript(name: string, args: readonly string[]): Script {
  const file = fileURLToPath(new URL(`./scripts/${name}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  let ended = false;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const l of [...listeners]) l();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    tell();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const exit = new Promise<void>((done) =>
    child.once('close', () => {
      ended = true;
      tell();
      done();
    }),
  );
  const lines = (): readonly string[] => out.split('\n').slice(0, -1);
  return {
    pid: child.pid ?? 0,
    lines,
    saw: (done) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!done(lines()) && !ended) return;
          listeners.delete(check);
          if (done(lines())) resolve();
          else reject(new Error(`${name} ended: ${err}`));
        };
        listeners.add(check);
        check();
      }),
    async kill9() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
