/**
 * Listens on the wire between an outside broker and the collector: which messages the broker delivered, and which of
 * them the collector acknowledged. That acknowledgement is the moment our product accepted a message; nobody has to be
 * asked for it.
 */
import * as mqttPacket from 'mqtt-packet';
import { messageKey } from './fleet.ts';
import type { Listener } from './wire.ts';

interface Ear {
  readonly up: mqttPacket.Parser;
  readonly down: mqttPacket.Parser;
}

export class BrokerTap implements Listener {
  /** Message → number of deliveries that were acknowledged. */
  readonly accepted = new Map<string, number>();
  deliveries = 0;
  repeated = 0;
  readonly #ears = new Map<number, Ear>();
  readonly #isOfClient: (clientId: string) => boolean;

  constructor(isOfClient: (clientId: string) => boolean = () => true) {
    this.#isOfClient = isOfClient;
  }

  heard(connection: number, up: boolean, bytes: Buffer): void {
    let ear = this.#ears.get(connection);
    if (ear === undefined) {
      ear = this.#listen();
      this.#ears.set(connection, ear);
    }
    (up ? ear.up : ear.down).parse(bytes);
  }

  #listen(): Ear {
    const options = { protocolVersion: 5 };
    const up = mqttPacket.parser(options);
    const down = mqttPacket.parser(options);
    const underWay = new Map<number, string | null>();
    let isOurs = true;
    down.on('packet', (packet) => {
      if (packet.cmd !== 'publish' || packet.qos === 0 || packet.messageId === undefined) return;
      this.deliveries++;
      if (packet.dup) this.repeated++;
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      underWay.set(packet.messageId, messageKey(packet.topic, payload));
    });
    up.on('packet', (packet) => {
      if (packet.cmd === 'connect') isOurs = this.#isOfClient(packet.clientId);
      if (packet.cmd !== 'puback' || packet.messageId === undefined || !isOurs) return;
      if ((packet.reasonCode ?? 0) >= 0x80) return;
      const key = underWay.get(packet.messageId);
      underWay.delete(packet.messageId);
      if (typeof key === 'string') this.accepted.set(key, (this.accepted.get(key) ?? 0) + 1);
    });
    return { up, down };
  }
}
