/** The MQTT broker Eclipse Mosquitto 2. Anonymous by default; with `users`, passwords and an access list. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificates, makeCertificates } from './certificates.ts';
import { answersTcp, findBinary, startServer, type TestServer } from './server.ts';

const DEBIAN = 'mosquitto';

export interface MosquittoOptions {
  /** Name → password. Given: anonymous clients are refused. */
  readonly users?: Readonly<Record<string, string>>;
  /** Text of an access-control file, see mosquitto.conf(5) `acl_file`. */
  readonly acl?: string;
  /** Further lines of mosquitto.conf. */
  readonly extra?: readonly string[];
  /** A second listener with TLS for `localhost`; `client`: it asks for a client certificate, whose name is the user's. */
  readonly tls?: 'server' | 'client';
  /** A third listener for websockets. */
  readonly websockets?: boolean;
}

export interface Mosquitto extends TestServer {
  /** `mqtt://127.0.0.1:PORT` */
  readonly url: string;
  /** `mqtts://localhost:PORT` and the files to reach it by, with `tls`. */
  readonly tlsUrl: string;
  readonly certificates: Certificates;
  /** `ws://127.0.0.1:PORT`, with `websockets`. */
  readonly wsUrl: string;
}

export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  let used: readonly number[] = [];
  let certificates: Certificates = {
    caFile: '',
    serverCertFile: '',
    serverKeyFile: '',
    clientCertFile: '',
    clientKeyFile: '',
  };
  const server = await startServer({
    name: 'mosquitto',
    binaries: ['mosquitto'],
    debian: DEBIAN,
    ports: 3,
    stopSignal: 'SIGTERM',
    prepare: (dir, ports) => {
      mkdirSync(join(dir, 'db'));
      used = ports;
      if (options.tls !== undefined) certificates = makeCertificates(dir, ['DNS:localhost']);
      if (options.acl !== undefined) writeFileSync(join(dir, 'acl'), options.acl);
      writePasswords(dir, options.users ?? {});
      writeFileSync(join(dir, 'mosquitto.conf'), config(dir, ports, options, certificates).join('\n'));
    },
    args: (dir) => ['-c', join(dir, 'mosquitto.conf')],
    ready: ([port]) => answersTcp(port as number),
  });
  const [, tlsPort, wsPort] = used;
  const wsUrl = `ws://127.0.0.1:${wsPort}`;
  return {
    ...server,
    url: `mqtt://127.0.0.1:${server.port}`,
    tlsUrl: `mqtts://localhost:${tlsPort}`,
    certificates,
    wsUrl,
  };
}

/** The default queue of 1000 messages drops in silence; started as root the broker would become user mosquitto. */
function config(
  dir: string,
  [port, tlsPort, wsPort]: readonly number[],
  options: MosquittoOptions,
  files: Certificates,
): readonly string[] {
  const tls = [
    `listener ${tlsPort}`,
    'socket_domain ipv4',
    `cafile ${files.caFile}`,
    `certfile ${files.serverCertFile}`,
    `keyfile ${files.serverKeyFile}`,
    ...(options.tls === 'client' ? ['require_certificate true', 'use_identity_as_username true'] : []),
  ];
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
    ...(options.tls === undefined ? [] : tls),
    ...(options.websockets === true ? [`listener ${wsPort} 127.0.0.1`, 'protocol websockets'] : []),
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
