/**
 * Cuts a byte stream into MQTT packets. PUBLISH of QoS 0 and 1, which is nearly all that comes, is read here in place;
 * everything else goes to `mqtt-packet`, which is also the oracle of this reader in the tests. No I/O.
 * @source OASIS MQTT 3.1.1, 2.2 and 3.3; OASIS MQTT 5.0, 2.1 and 3.3
 */
import { type Packet, parser } from 'mqtt-packet';

export interface FrameSink {
  /** `payload` lies in the chunk that was pushed: use it at once or copy it. `messageId` is 0 for QoS 0. */
  publish(topic: string, payload: Buffer, qos: 0 | 1, retained: boolean, messageId: number): void;
  /** A message beyond the limit: its payload was passed over. */
  tooLarge(topic: string, qos: 0 | 1, messageId: number, bytes: number): void;
  other(packet: Packet): void;
}

/** Larger than any reading; it bounds what one half-arrived message can take of the memory. */
export const PACKET_BYTES_MAX = 8 * 1024 * 1024;

const PUBLISH = 3;
const HEAD_BYTES_MAX = 5;
const TOPIC_BYTES_MAX = 65_535;

export class FrameReader {
  readonly #sink: FrameSink;
  readonly #isV5: boolean;
  readonly #bytesMax: number;
  readonly #parser: ReturnType<typeof parser>;
  /** What is left of an unfinished packet, and how many bytes it takes before looking again is of use. */
  #parts: Buffer[] = [];
  #have = 0;
  #needed = 0;
  /** Bytes still to be passed over. */
  #skip = 0;
  #fault: string | null = null;
  #isStopped = false;

  constructor(sink: FrameSink, protocolVersion: 4 | 5, bytesMax: number = PACKET_BYTES_MAX) {
    this.#sink = sink;
    this.#isV5 = protocolVersion === 5;
    this.#bytesMax = bytesMax;
    this.#parser = parser({ protocolVersion });
    this.#parser.on('packet', (packet) => sink.other(packet));
    this.#parser.on('error', (error: Error) => {
      this.#fault = error.message;
    });
  }

  /** No packet is handed over any more, not even of the chunk in hand. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Hands over every whole packet. What breaks the protocol is told as text: the connection is of no use then. */
  push(chunk: Buffer): string | null {
    let data = chunk;
    if (this.#have > 0) {
      this.#parts.push(chunk);
      this.#have += chunk.length;
      if (this.#have < this.#needed) return null;
      data = Buffer.concat(this.#parts, this.#have);
      this.#parts = [];
      this.#have = 0;
    }
    let at = Math.min(this.#skip, data.length);
    this.#skip -= at;
    while (at < data.length && !this.#isStopped && this.#fault === null) {
      const used = this.#one(data, at);
      if (used === 0) break;
      at += used;
    }
    if (at < data.length && this.#fault === null) {
      this.#parts = [at === 0 ? data : data.subarray(at)];
      this.#have = data.length - at;
    }
    return this.#fault;
  }

  /** Bytes of the packet at `at`, which was handed over; 0 = it is not whole yet, or broken. */
  #one(data: Buffer, at: number): number {
    const left = data.length - at;
    let length = 0;
    let head = 1;
    for (let shift = 0; ; shift += 7) {
      if (head >= HEAD_BYTES_MAX) return this.#broken('a length of more than four bytes');
      const byte = data[at + head];
      if (byte === undefined) return this.#wait(head + 1);
      head++;
      length += (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const first = data[at] as number;
    const total = head + length;
    if (first >> 4 !== PUBLISH) {
      if (total > this.#bytesMax) return this.#broken(`a packet of ${total} bytes`);
      if (left < total) return this.#wait(total);
      this.#parser.parse(data.subarray(at, at + total));
      return total;
    }
    const isLarge = total > this.#bytesMax;
    const needed = isLarge ? Math.min(total, head + 4 + TOPIC_BYTES_MAX) : total;
    if (left < needed) return this.#wait(needed);
    return this.#publish(data, at, first, head, total, isLarge);
  }

  #publish(data: Buffer, at: number, first: number, head: number, total: number, isLarge: boolean): number {
    const qos = (first >> 1) & 3;
    if (qos > 1) return this.#broken(`QoS ${qos}, although QoS 1 was asked for`);
    const end = at + total;
    let pos = at + head;
    if (pos + 2 > end) return this.#broken('a message without a topic');
    const topicEnd = pos + 2 + data.readUInt16BE(pos);
    const idEnd = topicEnd + (qos === 1 ? 2 : 0);
    if (idEnd > end || topicEnd === pos + 2) return this.#broken('a message without a topic');
    const topic = data.toString('utf8', pos + 2, topicEnd);
    const messageId = qos === 1 ? data.readUInt16BE(topicEnd) : 0;
    if (qos === 1 && messageId === 0) return this.#broken('a message without a number');
    if (isLarge) {
      const available = Math.min(total, data.length - at);
      this.#skip = total - available;
      this.#sink.tooLarge(topic, qos as 0 | 1, messageId, total);
      return available;
    }
    pos = this.#isV5 ? afterProperties(data, idEnd, end) : idEnd;
    if (pos > end) return this.#broken('properties longer than their message');
    this.#sink.publish(topic, data.subarray(pos, end), qos as 0 | 1, (first & 1) === 1, messageId);
    return total;
  }

  #wait(needed: number): 0 {
    this.#needed = needed;
    return 0;
  }

  #broken(what: string): 0 {
    this.#fault = `the broker sent ${what}`;
    return 0;
  }
}

/** No property says anything about a reading; topic aliases were not offered. Past `end` where they do not fit. */
function afterProperties(data: Buffer, at: number, end: number): number {
  let length = 0;
  for (let n = 0; n < 4; n++) {
    const byte = at + n < end ? data[at + n] : undefined;
    if (byte === undefined) break;
    length += (byte & 0x7f) << (7 * n);
    if (byte < 0x80) return at + n + 1 + length;
  }
  return end + 1;
}
