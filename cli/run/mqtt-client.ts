/** The `mqtt` part of the configuration as options of the client library, for a short visit to a broker. */
import type { IClientOptions } from 'mqtt';
import type { CollectorConfig } from '../../collector/config.ts';

type Broker = CollectorConfig['mqtt'][number];

export async function clientOptions(broker: Broker): Promise<IClientOptions> {
  const { username, password, protocol } = broker;
  return {
    protocolVersion: protocol === '5' ? 5 : 4,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}
