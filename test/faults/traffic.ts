/** What the meters send and when: in order and in time, unless a fault asks for the contrary. */
import type { Rng } from '../../simulators/random.ts';
import type { Sent } from './device.ts';
import { type Message, messageOf, PER_MESSAGE } from './fleet.ts';
import { deviceOf, type Rig } from './rig.ts';

export class Traffic {
  readonly #rig: Rig;
  readonly #rng: Rng;
  /** Next message of each meter. */
  readonly #next: number[];
  #withheld: { message: Message; rounds: number }[] = [];
  #shuffled: { readonly meter: number; readonly left: number; readonly messages: Message[] } | null = null;
  #last: Message[] = [];
  readonly sent = { messages: 0, readings: 0, repeated: 0, reordered: 0, late: 0, rubbish: 0 };

  constructor(rig: Rig, rng: Rng) {
    this.#rig = rig;
    this.#rng = rng;
    this.#next = rig.fleet.meters.map(() => 0);
  }

  /** Readings each meter has sent or holds back. */
  readingsOf(meter: number): number {
    return (this.#next[meter] ?? 0) * PER_MESSAGE;
  }

  /** The next message of every meter. */
  tick(): void {
    for (const n of this.#next.keys()) {
      const message = messageOf(this.#rig.fleet, n, this.#next[n] as number);
      this.#next[n] = (this.#next[n] as number) + 1;
      this.sent.messages++;
      this.sent.readings += PER_MESSAGE;
      this.#place(message);
    }
    this.#ripen();
  }

  repeat(count: number): void {
    for (let k = 0; k < count && this.#last.length > 0; k++) {
      this.sent.repeated++;
      this.#send(this.#rng.pick(this.#last));
    }
  }

  /** The next messages of one meter come in a mixed order. */
  shuffle(count: number): void {
    this.#endShuffle();
    this.#shuffled = { meter: this.#rng.int(0, this.#next.length - 1), messages: [], left: count };
  }

  /** The next message of one meter comes when so many others of it have passed. */
  withhold(rounds: number): void {
    const meter = this.#rng.int(0, this.#next.length - 1);
    const message = messageOf(this.#rig.fleet, meter, this.#next[meter] as number);
    this.#next[meter] = (this.#next[meter] as number) + 1;
    this.sent.messages++;
    this.sent.readings += PER_MESSAGE;
    this.sent.late++;
    this.#withheld.push({ message, rounds });
  }

  rubbish(count: number): void {
    for (let k = 0; k < count; k++) {
      const meter = this.#rng.int(0, this.#next.length - 1);
      const { topic, payload } = messageOf(this.#rig.fleet, meter, this.#next[meter] as number);
      this.sent.rubbish++;
      deviceOf(this.#rig, meter).send({ topic, payload: this.#spoil(payload), message: null });
    }
  }

  /** Nothing is held back any longer. */
  release(): void {
    this.#endShuffle();
    for (const { message } of this.#withheld) this.#send(message);
    this.#withheld = [];
  }

  #spoil(payload: string): string | Buffer {
    const rng = this.#rng;
    switch (rng.int(0, 6)) {
      case 0:
        return payload.slice(0, rng.int(1, payload.length - 1));
      case 1:
        return Buffer.from(Array.from({ length: rng.int(1, 400) }, () => rng.int(0, 255)));
      case 2:
        return '';
      case 3:
        return payload.replace('"v":1', '"v":7');
      case 4:
        return payload.replaceAll(/"A":[\d.]+,"B":[\d.]+,"C":[\d.]+/g, '"A":"NaN","B":null,"C":{}');
      case 5:
        return `{"v":1,"interval_s":10,"readings":${JSON.stringify('['.repeat(rng.int(1, 5_000)))}}`;
      default:
        return 'null';
    }
  }

  #place(message: Message): void {
    const shuffled = this.#shuffled;
    if (shuffled === null || shuffled.meter !== message.meter) this.#send(message);
    else if (shuffled.messages.push(message) === shuffled.left) this.#endShuffle();
  }

  #endShuffle(): void {
    const shuffled = this.#shuffled;
    this.#shuffled = null;
    if (shuffled === null) return;
    this.sent.reordered += shuffled.messages.length;
    for (const message of this.#rng.shuffled(shuffled.messages)) this.#send(message);
  }

  #ripen(): void {
    for (const one of this.#withheld) one.rounds--;
    const ripe = this.#withheld.filter((w) => w.rounds <= 0);
    this.#withheld = this.#withheld.filter((w) => w.rounds > 0);
    for (const { message } of ripe) this.#send(message);
  }

  #send(message: Message): void {
    this.#last = [message, ...this.#last].slice(0, 60);
    const sent: Sent = { topic: message.topic, payload: message.payload, message };
    deviceOf(this.#rig, message.meter).send(sent);
  }
}
