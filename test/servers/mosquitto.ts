/** The MQTT broker Eclipse Mosquitto 2. Anonymous by default; with `users`, passwords and an access list. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersTcp, findBinary, startServer, type TestServer } from './server.ts';

const DEBIAN = 'mosquitto';

export interface MosquittoOptions {
  /** Name → password. Given: anonymous clients are refused. */
  readonly users?: Readonly<Record<string, string>>;
  /** Text of an access-control file, see mosquitto.conf(5) `acl_file`. */
  readonly acl?: string;
  /** Further lines of mosquitto.conf. */
  readonly extra?: readonly string[];
}

export interface Mosquitto extends TestServer {
  /** `mqtt://127.0.0.1:PORT` */
  readonly url: string;
}

export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const server = await startServer({
    name: 'mosquitto',
    binaries: ['mosquitto'],
    debian: DEBIAN,
    ports: 1,
    stopSignal: 'SIGTERM',
    prepare: (dir, [port]) => {
      mkdirSync(join(dir, 'db'));
      if (options.acl !== undefined) writeFileSync(join(dir, 'acl'), options.acl);
      writePasswords(dir, options.users ?? {});
      writeFileSync(join(dir, 'mosquitto.conf'), config(dir, port as number, options).join('\n'));
    },
    args: (dir) => ['-c', join(dir, 'mosquitto.conf')],
    ready: ([port]) => answersTcp(port as number),
  });
  return { ...server, url: `mqtt://127.0.0.1:${server.port}` };
}

/** The default queue of 1000 messages drops in silence; started as root the broker would become user mosquitto. */
function config(dir: string, port: number, options: MosquittoOptions): readonly string[] {
  return [
    'per_listener_settings false',
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${options.users === undefined}`,
    ...(options.users === undefined ? [] : [`password_file ${join(dir, 'passwords')}`]),
    ...(options.acl === undefined ? [] : [`acl_file ${join(dir, 'acl')}`]),
    'persistence true',
    `persistence_location ${join(dir, 'db')}/`,
    'autosave_interval 1',
    'max_queued_messages 100000',
    'user root',
    ...(options.extra ?? []),
    '',
  ];
}

function writePasswords(dir: string, users: Readonly<Record<string, string>>): void {
  const names = Object.entries(users);
  if (names.length === 0) return;
  const tool = findBinary(['mosquitto_passwd'], 'mosquitto_passwd', DEBIAN);
  const file = join(dir, 'passwords');
  writeFileSync(file, '', { mode: 0o600 });
  for (const [name, password] of names) execFileSync(tool, ['-b', file, name, password]);
}
