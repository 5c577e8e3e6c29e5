/** The demo as a child process: its address, its broker, and a way to end it politely or with -9. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));

export interface DemoProcess {
  readonly url: string;
  readonly mqttUrl: string;
  /** Everything it wrote to stderr so far. */
  said(): string;
  /** Resolves with the exit code, null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Resolves when the address stands on stdout; rejects when the process ends before. */
export async function startDemo(dataDir: string): Promise<DemoProcess> {
  const child = spawn(process.execPath, [BIN, 'demo', '--headless', '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const exit = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /http:\/\/\S+/.exec(printed);
      if (address) resolve(address[0]);
    });
    void exit.then((code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
  });
  const mqtt = await until(() => /mqtt:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? null, 'the broker address');
  return { url, mqttUrl: mqtt, said: () => said, end: (signal) => stop(child, signal, exit) };
}

function stop(child: ChildProcess, signal: NodeJS.Signals, exit: Promise<number | null>): Promise<number | null> {
  child.kill(signal);
  return exit;
}

/** Asks until there is an answer; a bound of time so that a broken state fails with its name. */
export async function until<T>(ask: () => T | null | Promise<T | null>, what: string, withinMs = 300_000): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > endMs) throw new Error(`waited ${withinMs} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 250));
  }
}
