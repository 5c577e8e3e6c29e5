/** One connection that is made anew for ever, with growing pauses; it knows in plain words what hinders it. */
import type { Log } from '../source.ts';
import { type BrokerAddress, type MqttTls, openStream } from './mqtt-open.ts';
import { MqttSession, type SessionEnd, type SessionHooks, type SessionSettings } from './mqtt-session.ts';
import { errorText } from './mqtt-words.ts';
import { backOffMs, pause } from './wait.ts';

export interface LinkOptions {
  readonly address: BrokerAddress;
  readonly tls: MqttTls | undefined;
  readonly session: SessionSettings;
  readonly deliver: SessionHooks['deliver'];
  readonly onUp: () => void;
  readonly log: Log;
}

/** A connection that held so long was a good one: the next pause is short again, ms. */
const STEADY_MS = 10_000;
/** So many connections in a row that the broker closed at once: somebody else has our client id [guess]. */
const CLOSED_AT_ONCE = 3;

export class MqttLink {
  readonly #options: LinkOptions;
  readonly #stop = new AbortController();
  #session: MqttSession | null = null;
  #running: Promise<void> = Promise.resolve();
  #upMs: number | null = null;
  /** Why there is no connection, or what is wrong with the subscriptions. */
  #reason: string | null = null;
  #refused: readonly string[] = [];
  #takenOver = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#session?.close();
    await this.#running;
  }

  get isUp(): boolean {
    return this.#session?.isUp ?? false;
  }

  /** Ends the connection in hand, so that a new one is made. */
  cut(reason: string): void {
    this.#session?.cut(reason);
  }

  /** What hinders it now; null = nothing known. */
  trouble(): string | null {
    if (this.#takenOver >= CLOSED_AT_ONCE && !this.#isSteady()) return this.#stolenText();
    if (this.isUp) return this.#refused.length === 0 ? null : `subscription refused: ${this.#refused.join('; ')}`;
    return this.#reason;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let tries = 0; !signal.aborted; tries++) {
      const end = await this.#once();
      if (signal.aborted) return;
      if (this.#isSteady()) {
        tries = 0;
        this.#takenOver = 0;
      }
      this.#judgeEnd(end);
      this.#upMs = null;
      await pause(backOffMs(tries), signal);
    }
  }

  async #once(): Promise<SessionEnd> {
    const { address, tls, session, deliver, log } = this.#options;
    try {
      const stream = await openStream(address, tls, this.#stop.signal);
      const hooks: SessionHooks = {
        deliver,
        onUp: (refused) => this.#onUp(refused),
        onTooLarge: (topic, bytes) =>
          log('error', 'a message too large to be a reading was left out', { topic, bytes }),
      };
      this.#session = new MqttSession(stream, session, hooks);
      return await this.#session.ended;
    } catch (cause) {
      return { reason: errorText(cause), wasUp: false, isByUs: false, isTakenOver: false };
    }
  }

  #onUp(refused: readonly string[]): void {
    this.#upMs = performance.now();
    this.#refused = refused;
    if (refused.length > 0) this.#options.log('error', 'MQTT subscription refused', { refused });
    this.#options.onUp();
  }

  #judgeEnd(end: SessionEnd): void {
    const { session, log } = this.#options;
    this.#reason = end.reason;
    const closedAtOnce = end.wasUp && !end.isByUs && !this.#isSteady();
    // MQTT 3.1.1 has no word for it: the broker just closes, again and again.
    if (end.isTakenOver) this.#takenOver += CLOSED_AT_ONCE;
    else this.#takenOver = closedAtOnce ? this.#takenOver + 1 : 0;
    const message = this.#takenOver >= CLOSED_AT_ONCE ? this.#stolenText() : end.reason;
    log('warn', 'MQTT connection', { clientId: session.clientId, message });
  }

  #isSteady(): boolean {
    return this.#upMs !== null && performance.now() - this.#upMs > STEADY_MS;
  }

  #stolenText(): string {
    const { clientId } = this.#options.session;
    return `another client seems to use the client id ${clientId}: each takes the session from the other (give every collector its own clientId)`;
  }
}
