/**
 * The messages of one connection that are under way to the disk. Acknowledgements go out in the order the messages came
 * (MQTT 4.6), many in one write. No I/O.
 */

export interface Slot {
  readonly messageId: number;
  readonly bytes: number;
  isDone: boolean;
}

const PUBACK = 0x40;
const PUBACK_BYTES = 4;

export class AckWindow {
  #slots: Slot[] = [];
  #head = 0;
  #bytes = 0;

  /** Messages, and bytes of them, not yet acknowledged. */
  get count(): number {
    return this.#slots.length - this.#head;
  }
  get bytes(): number {
    return this.#bytes;
  }

  /** `messageId` 0 (QoS 0) waits its turn like the others but is not acknowledged. */
  add(messageId: number, bytes: number): Slot {
    const slot: Slot = { messageId, bytes, isDone: false };
    this.#slots.push(slot);
    this.#bytes += bytes;
    return slot;
  }

  /** Acknowledgements of everything at the front that is done; null = nothing to send. */
  takeAcks(): Buffer | null {
    const from = this.#head;
    let acks = 0;
    for (let slot = this.#slots[this.#head]; slot?.isDone; slot = this.#slots[this.#head]) {
      this.#head++;
      this.#bytes -= slot.bytes;
      if (slot.messageId !== 0) acks++;
    }
    const out = acks === 0 ? null : encode(this.#slots, from, this.#head, acks);
    if (this.#head > 1024 || this.#head === this.#slots.length) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
    return out;
  }
}

function encode(slots: readonly Slot[], from: number, to: number, acks: number): Buffer {
  const out = Buffer.allocUnsafe(acks * PUBACK_BYTES);
  let at = 0;
  for (let n = from; n < to; n++) {
    const { messageId } = slots[n] as Slot;
    if (messageId === 0) continue;
    out[at] = PUBACK;
    out[at + 1] = 2;
    out.writeUInt16BE(messageId, at + 2);
    at += PUBACK_BYTES;
  }
  return out;
}
