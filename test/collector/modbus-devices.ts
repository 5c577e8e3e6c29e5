/** Modbus TCP devices for tests: one that answers as told, frame by frame (silence and late answers included). */
import { createServer, type Socket } from 'node:net';

export interface Request {
  readonly transaction: number;
  readonly unit: number;
  readonly address: number;
  readonly length: number;
  /** Send the registers now, or whenever the test wants. */
  answer(words: readonly number[]): void;
  refuse(exception: number): void;
  /** Send raw bytes, to play nonsense. */
  raw(bytes: Buffer): void;
}

export interface Device {
  readonly port: number;
  readonly requests: Request[];
  connections(): number;
  dropAll(): void;
  stop(): Promise<void>;
}

export async function startDevice(onRequest: (request: Request, n: number) => void, port = 0): Promise<Device> {
  const sockets = new Set<Socket>();
  const requests: Request[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    let rest = Buffer.alloc(0);
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= 12) {
        const request = parse(rest.subarray(0, 12), socket);
        rest = rest.subarray(12);
        requests.push(request);
        onRequest(request, requests.length);
      }
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const dropAll = () => {
    for (const s of sockets) s.destroy();
  };
  return {
    port: address.port,
    requests,
    connections: () => connections,
    dropAll,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        dropAll();
      }),
  };
}

function parse(frame: Buffer, socket: Socket): Request {
  const transaction = frame.readUInt16BE(0);
  const unit = frame.readUInt8(6);
  const code = frame.readUInt8(7);
  const send = (pdu: readonly number[]) => {
    const head = Buffer.alloc(7);
    head.writeUInt16BE(transaction, 0);
    head.writeUInt16BE(pdu.length + 1, 4);
    head.writeUInt8(unit, 6);
    if (!socket.destroyed) socket.write(Buffer.concat([head, Buffer.from(pdu)]));
  };
  return {
    transaction,
    unit,
    address: frame.readUInt16BE(8),
    length: frame.readUInt16BE(10),
    answer: (words) => send([code, words.length * 2, ...words.flatMap((w) => [w >> 8, w & 0xff])]),
    refuse: (exception) => send([code | 0x80, exception]),
    raw: (bytes) => socket.write(bytes),
  };
}
