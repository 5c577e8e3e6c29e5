/** The `mqtt` part of the configuration as options of the client library, for a short visit to a broker. */
import type { IClientOptions } from 'mqtt';
import type { CollectorConfig } from '../../collector/config.ts';
import { readTlsFiles } from '../../collector/io/mqtt-open.ts';

type Broker = CollectorConfig['mqtt'][number];

/** Rejects with `OperationalError` that names the certificate file which can't be used. */
export async function clientOptions(
  broker: Pick<Broker, 'username' | 'password' | 'protocol' | 'tls'>,
): Promise<IClientOptions> {
  const { username, password, protocol, tls } = broker;
  return {
    protocolVersion: protocol === '5' ? 5 : 4,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : await readTlsFiles(tls)),
  };
}
