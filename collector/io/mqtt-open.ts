/** Opens the byte stream to a broker: TCP, TLS with a CA and client certificate, or websockets. */
import { readFile } from 'node:fs/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, createSecureContext } from 'node:tls';
import { streamBuilder } from 'mqtt/lib/connect/ws';
import { OperationalError } from '../../core/assert.ts';

/** Paths of PEM files, read anew at every connection so that renewed certificates are taken up. */
export interface MqttTls {
  /** Whom to trust, instead of the usual authorities. */
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly passphrase?: string | undefined;
  /** Name the broker's certificate must carry, where it is not that of the URL. */
  readonly servername?: string | undefined;
  /** Whoever answers is believed, also an attacker in between. For a test bench only. */
  readonly dangerouslyAcceptAnyCertificate?: boolean | undefined;
}

/** As `node:tls` names them; `mqtt` and `ws` use the same names. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

export interface BrokerAddress {
  readonly kind: 'tcp' | 'tls' | 'ws' | 'wss';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const KINDS: Readonly<Record<string, BrokerAddress['kind']>> = {
  'mqtt:': 'tcp',
  'tcp:': 'tcp',
  'mqtts:': 'tls',
  'ssl:': 'tls',
  'tls:': 'tls',
  'ws:': 'ws',
  'wss:': 'wss',
};
const PORTS: Readonly<Record<BrokerAddress['kind'], number>> = { tcp: 1883, tls: 8883, ws: 80, wss: 443 };
const OPEN_TIMEOUT_MS = 10_000;

/** Rejects (not retryable) where the text is no address of a broker. */
export function brokerAddress(text: string): BrokerAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  const kind = url === null ? undefined : KINDS[url.protocol];
  if (url === null || kind === undefined || url.hostname === '') {
    throw new OperationalError(`${text} is no address of an MQTT broker`, { retryable: false });
  }
  return {
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORTS[kind] : Number(url.port),
    path: `${url.pathname || '/'}${url.search}`,
    username: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
  };
}

/** Rejects (not retryable) with the path of what can't be read or is no certificate. */
export async function readTlsFiles(tls: MqttTls = {}): Promise<TlsFiles> {
  const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(readPem));
  const files: TlsFiles = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    ...(tls.servername === undefined ? {} : { servername: tls.servername }),
    rejectUnauthorized: tls.dangerouslyAcceptAnyCertificate !== true,
  };
  try {
    createSecureContext(files);
  } catch (cause) {
    const named = [tls.caFile, tls.certFile, tls.keyFile].filter((f) => f !== undefined).join(', ');
    throw new OperationalError(`${named}: not usable for TLS: ${String(cause)}`, { retryable: false, cause });
  }
  return files;
}

async function readPem(path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (cause) {
    throw new OperationalError(`${path} could not be read`, { retryable: false, cause });
  }
}

/** Resolves to the connected stream; rejects where nobody answers in time, or the certificate is not believed. */
export async function openStream(to: BrokerAddress, tls: MqttTls | undefined, signal: AbortSignal): Promise<Duplex> {
  const { host, port } = to;
  switch (to.kind) {
    case 'tcp':
      return opened(connectTcp({ host, port, noDelay: true }), 'connect', signal);
    case 'tls': {
      const files = await readTlsFiles(tls);
      // A certificate names a host, never an address: the extension is left out for one (RFC 6066, 3).
      const servername = files.servername ?? (isIP(host) === 0 ? host : '');
      const socket = connectTls({ host, port, ...files, servername });
      socket.setNoDelay(true);
      return opened(socket, 'secureConnect', signal);
    }
    case 'ws':
    case 'wss':
      return websocket(to, to.kind === 'wss' ? await readTlsFiles(tls) : null);
  }
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      settle();
      socket.destroy();
      reject(cause);
    };
    const timer = setTimeout(() => fail(new Error('nobody answered in time')), OPEN_TIMEOUT_MS);
    const onAbort = () => fail(new Error('given up'));
    const onEnd = () => fail(new Error('closed while connecting'));
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('close', onEnd);
      socket.off('error', fail);
      // Whatever the socket says after it was given up.
      socket.on('error', () => socket.destroy());
    };
    signal.addEventListener('abort', onAbort);
    socket.once('error', fail);
    socket.once('close', onEnd);
    socket.once(event, () => {
      settle();
      resolve(socket);
    });
    if (signal.aborted) onAbort();
  });
}

/** The stream of the `mqtt` client; what is written before it is open waits, and a failure comes as its `error`. */
function websocket(to: BrokerAddress, tls: TlsFiles | null): Duplex {
  const options = {
    protocol: to.kind as 'ws' | 'wss',
    hostname: isIP(to.host) === 6 ? `[${to.host}]` : to.host,
    port: to.port,
    path: to.path,
    ...tls,
    wsOptions: { ...tls, handshakeTimeout: OPEN_TIMEOUT_MS },
  };
  const build = streamBuilder as unknown as (client: null, options: object) => Duplex;
  return build(null, options);
}
