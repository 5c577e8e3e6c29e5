/**
 * One connection to a broker from CONNECT to its end. Many messages are under way to the disk at once; each is
 * acknowledged when it is there, in order, many acknowledgements in one write. A message that could not be stored ends
 * the connection: only a new one makes the broker send it again.
 */
import type { Duplex } from 'node:stream';
import { generate, type IConnackPacket, type ISubackPacket, type Packet } from 'mqtt-packet';
import { FrameReader } from './mqtt-frames.ts';
import { AckWindow } from './mqtt-window.ts';
import { connackText, errorText, REFUSED_FROM, reasonText, SESSION_TAKEN_OVER, subackText } from './mqtt-words.ts';

export interface SessionSettings {
  readonly protocol: '3.1.1' | '5';
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly filters: readonly string[];
  readonly isShared: boolean;
  readonly keepaliveS: number;
  /** Messages under way at once: offered to the broker (MQTT 5) and held by us. */
  readonly inFlightMax: number;
}

export interface SessionHooks {
  /** Resolves to true when it is stored; never rejects. */
  deliver(topic: string, payload: Buffer, retained: boolean): Promise<boolean>;
  /** Connected and subscribed; `refused` are the filters the broker does not give, with its reasons. */
  onUp(refused: readonly string[]): void;
  /** A message beyond every size was passed over and acknowledged. */
  onTooLarge(topic: string, bytes: number): void;
}

export interface SessionEnd {
  readonly reason: string;
  readonly wasUp: boolean;
  readonly isByUs: boolean;
  readonly isTakenOver: boolean;
}

/** How long the broker keeps our queue while we are away, s. */
const SESSION_EXPIRY_S = 7 * 86_400;
const HANDSHAKE_MS = 10_000;
/** MQTT 5, 3.8.3.1: send retained messages only for a subscription that is new. */
const RETAIN_IF_NEW = 1;
/** So many bytes of messages under way to the disk, and nothing more is read from the socket. */
const BYTES_IN_FLIGHT_MAX = 8 * 1024 * 1024;
const SUBSCRIBE_ID = 1;
/** At the end what is under way gets so long to reach the disk, ms. */
const FAREWELL_MS = 2_000;

export class MqttSession {
  /** Resolves when the connection is over. */
  readonly ended: Promise<SessionEnd>;
  readonly #stream: Duplex;
  readonly #settings: SessionSettings;
  readonly #hooks: SessionHooks;
  readonly #version: 4 | 5;
  readonly #window = new AckWindow();
  readonly #frames: FrameReader;
  #resolveEnded: (end: SessionEnd) => void = () => undefined;
  #isUp = false;
  #isOver = false;
  #isPaused = false;
  #isFlushDue = false;
  #isClosing = false;
  #hasHeard = true;
  #handshake: NodeJS.Timeout | undefined;
  #keepalive: NodeJS.Timeout | undefined;
  #onEmpty: (() => void) | null = null;

  constructor(stream: Duplex, settings: SessionSettings, hooks: SessionHooks) {
    this.#stream = stream;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#version = settings.protocol === '5' ? 5 : 4;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#frames = new FrameReader(
      {
        publish: (topic, payload, _qos, retained, messageId) => this.#onPublish(topic, payload, retained, messageId),
        tooLarge: (topic, _qos, messageId, bytes) => this.#onTooLarge(topic, messageId, bytes),
        other: (packet) => this.#onPacket(packet),
      },
      this.#version,
    );
    this.#begin();
  }

  get isUp(): boolean {
    return this.#isUp && !this.#isOver;
  }

  /** Ends it at once; what is not acknowledged comes again. */
  cut(reason: string): void {
    this.#end(reason, true);
  }

  /** Ends it in peace: nothing more is read, what is under way is stored and acknowledged, then farewell. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isClosing = true;
    this.#frames.stop();
    if (this.#window.count > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#onEmpty = resolve;
        timer = setTimeout(resolve, FAREWELL_MS);
      });
      clearTimeout(timer);
    }
    this.#flush();
    if (!this.#isOver) {
      // Read on until the broker closes: an end with unread bytes would be a reset, and take our acknowledgements along.
      this.#stream.resume();
      this.#stream.end(generate({ cmd: 'disconnect', reasonCode: 0 }, this.#protocol()));
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FAREWELL_MS);
      });
      await Promise.race([this.ended, tooLong]);
      clearTimeout(timer);
    }
    this.#end('closed', true);
  }

  #begin(): void {
    const { keepaliveS, clientId, username, password, inFlightMax } = this.#settings;
    this.#stream.on('data', (chunk: Buffer) => this.#onData(chunk));
    this.#stream.once('error', (cause) => this.#end(errorText(cause), false));
    this.#stream.once('close', () => this.#end('the broker closed the connection', false));
    this.#handshake = setTimeout(() => this.#end('the broker did not answer in time', true), HANDSHAKE_MS);
    if (this.#stream.destroyed) this.#end('the broker closed the connection', false);
    this.#send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: this.#version,
      clientId,
      clean: false,
      keepalive: Math.ceil(keepaliveS),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: Buffer.from(password) }),
      ...(this.#version === 5
        ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: inFlightMax } }
        : {}),
    });
  }

  #onData(chunk: Buffer): void {
    this.#hasHeard = true;
    if (this.#isClosing) return;
    const fault = this.#frames.push(chunk);
    if (fault !== null) this.#end(fault, true);
    else this.#pauseOrGoOn();
  }

  #onPublish(topic: string, payload: Buffer, retained: boolean, messageId: number): void {
    const slot = this.#window.add(messageId, payload.length);
    void this.#hooks.deliver(topic, payload, retained).then((isStored) => {
      if (isStored || messageId === 0) {
        slot.isDone = true;
        this.#flushSoon();
      } else this.#end('a message could not be stored', true);
    });
  }

  #onTooLarge(topic: string, messageId: number, bytes: number): void {
    this.#window.add(messageId, 0).isDone = true;
    this.#hooks.onTooLarge(topic, bytes);
    this.#flushSoon();
  }

  /** The messages of one group of the spool come back in one turn: their acknowledgements go out together. */
  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushDue = false;
    if (this.#isOver) return;
    const acks = this.#window.takeAcks();
    if (acks !== null) this.#stream.write(acks);
    if (this.#window.count === 0) this.#onEmpty?.();
    this.#pauseOrGoOn();
  }

  #pauseOrGoOn(): void {
    const isFull = this.#window.bytes > BYTES_IN_FLIGHT_MAX || this.#window.count >= this.#settings.inFlightMax;
    if (isFull === this.#isPaused || this.#isOver) return;
    this.#isPaused = isFull;
    if (isFull) this.#stream.pause();
    else this.#stream.resume();
  }

  #onPacket(packet: Packet): void {
    switch (packet.cmd) {
      case 'connack':
        this.#onConnack(packet);
        break;
      case 'suback':
        this.#onSuback(packet);
        break;
      case 'disconnect': {
        const code = packet.reasonCode ?? 0;
        this.#end(`the broker ends the connection: ${reasonText(code)}`, false, code === SESSION_TAKEN_OVER);
        break;
      }
      case 'pingresp':
        break;
      default:
        this.#end(`the broker sent ${packet.cmd}, which was not asked for`, true);
    }
  }

  #onConnack(packet: IConnackPacket): void {
    const isV5 = this.#version === 5;
    // A broker of 3.1.1 answers a client of 5 in its own form: "does not speak this version".
    const code = packet.reasonCode ?? packet.returnCode ?? 0;
    if (code !== 0) {
      this.#end(`the broker refuses: ${connackText(code, isV5 && code >= REFUSED_FROM)}`, false);
      return;
    }
    const { filters, isShared, keepaliveS } = this.#settings;
    // A shared subscription may not ask about retained messages (MQTT 5, 4.8.2): it never gets any.
    const retain = isV5 && !isShared ? { rh: RETAIN_IF_NEW } : {};
    const subscriptions = filters.map((topic) => ({ topic, qos: 1 as const, ...retain }));
    this.#send({ cmd: 'subscribe', messageId: SUBSCRIBE_ID, subscriptions });
    const everyS = packet.properties?.serverKeepAlive ?? keepaliveS;
    this.#keepalive = setInterval(() => this.#beat(), everyS * 1000);
  }

  #onSuback(packet: ISubackPacket): void {
    const { filters } = this.#settings;
    const refused = filters.flatMap((filter, n) => {
      const code = Number(packet.granted[n] ?? REFUSED_FROM);
      if (code === 1) return [];
      if (code >= REFUSED_FROM) return [`${filter}: ${subackText(code, this.#version === 5)}`];
      return [`${filter}: granted with QoS ${code} only, what comes while we are away is lost`];
    });
    clearTimeout(this.#handshake);
    this.#isUp = true;
    this.#hooks.onUp(refused);
  }

  /** Every beat something must have been heard since the last one, where it was only the answer to our ping. */
  #beat(): void {
    if (!this.#hasHeard && !this.#isPaused) {
      this.#end('the broker answers no ping: the connection was only half open', true);
      return;
    }
    this.#hasHeard = false;
    this.#send({ cmd: 'pingreq' });
  }

  #send(packet: Packet): void {
    if (!this.#isOver) this.#stream.write(generate(packet, this.#protocol()));
  }

  #protocol() {
    return { protocolVersion: this.#version };
  }

  #end(reason: string, isByUs: boolean, isTakenOver = false): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#handshake);
    clearInterval(this.#keepalive);
    this.#frames.stop();
    this.#onEmpty?.();
    this.#stream.on('error', () => this.#stream.destroy());
    this.#stream.destroy();
    this.#resolveEnded({ reason, wasUp: this.#isUp, isByUs, isTakenOver });
  }
}
