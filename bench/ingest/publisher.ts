/**
 * Publishes messages at QoS 1 as fast as the broker acknowledges them, over one plain socket, so that the publisher
 * takes as little as possible of the machine. Arguments: port count meters phases rate (0 = full speed). Prints one line
 * of JSON when the broker has acknowledged all.
 */
import { connect } from 'node:net';
import { generate } from 'mqtt-packet';
import { FrameReader } from '../../collector/io/mqtt-frames.ts';
import { firstMs, messageOf, type Shape, topicOf } from './messages.ts';

const [port = 0, count = 0, meters = 1, phases = 1, rate = 0] = process.argv.slice(2).map(Number);
/** With a rate the stamps are those of the moment, as live ones are. */
const live = rate === 0 ? {} : { stepMs: Math.round((meters / rate) * 1000) };
const shape: Shape = { meters, phases: phases === 3 ? 3 : 1, ...live };
/** Unacknowledged at once. */
const WINDOW = 500;
const TICK_MS = 20;

const startMs = rate === 0 ? firstMs(count, shape, Date.now()) : Date.now();
const socket = connect({ port, host: '127.0.0.1', noDelay: true });
const frames = new FrameReader({ publish: () => undefined, tooLarge: () => undefined, other: onPacket }, 4);
let sent = 0;
let acked = 0;
let beganMs = 0;

socket.on('data', (chunk: Buffer) => {
  const fault = frames.push(chunk);
  if (fault !== null) throw new Error(fault);
});
const hello = { cmd: 'connect', protocolVersion: 4, clientId: 'bench-publisher', clean: true, keepalive: 0 } as const;
socket.write(generate(hello));

function onPacket(packet: { readonly cmd: string }): void {
  if (packet.cmd === 'connack') {
    beganMs = Date.now();
    if (rate === 0) more();
    else setInterval(more, TICK_MS);
  }
  if (packet.cmd !== 'puback') return;
  acked++;
  if (acked === count) {
    const cpu = process.cpuUsage();
    console.log(JSON.stringify({ beganMs, endedMs: Date.now(), cpuS: (cpu.user + cpu.system) / 1e6 }));
    process.exit(0);
  }
  if (rate === 0 && sent - acked < WINDOW / 2) more();
}

function more(): void {
  const allowed = rate === 0 ? count : Math.min(count, ((Date.now() - beganMs) / 1000) * rate);
  const parts: Buffer[] = [];
  while (sent < allowed && sent - acked < WINDOW) parts.push(publish(sent++));
  if (parts.length > 0) socket.write(Buffer.concat(parts));
}

function publish(n: number): Buffer {
  const payload = messageOf(n, startMs, shape);
  return generate({
    cmd: 'publish',
    topic: topicOf(n, shape),
    payload,
    qos: 1,
    retain: false,
    dup: false,
    messageId: (n % 65_535) + 1,
  });
}
