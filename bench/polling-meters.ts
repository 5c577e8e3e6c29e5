/**
 * Simulated meters for bench/polling.ts, in a process of their own: any register is a float near 230. Arguments: number of
 * ports. Prints the ports; every unit answers on each of them.
 */
import { createServer } from 'node:net';

const count = Number(process.argv[2] ?? '1');
const HEAD = 9;
const image = Buffer.alloc(2 * 65_536);
for (let at = 0; at + 4 <= image.length; at += 4) image.writeFloatBE(220 + ((at / 4) % 200) / 10, at);

function answer(request: Buffer): Buffer {
  const bytes = request.readUInt16BE(10) * 2;
  const address = request.readUInt16BE(8);
  const reply = Buffer.allocUnsafe(HEAD + bytes);
  request.copy(reply, 0, 0, 8);
  reply.writeUInt16BE(3 + bytes, 4);
  reply[8] = bytes;
  image.copy(reply, HEAD, 2 * address, 2 * address + bytes);
  return reply;
}

const ports: number[] = [];
for (let n = 0; n < count; n++) {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    // One question at a time: a request never comes in two pieces over loopback.
    socket.on('data', (request) => socket.write(answer(request)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address !== null && typeof address === 'object') ports.push(address.port);
}
process.stdout.write(`${JSON.stringify(ports)}\n`);
