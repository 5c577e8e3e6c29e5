/** A wire that can fail: it stands between a client and a server, stops carrying, carries a part and breaks. */
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Connections accepted since the start. */
  accepted(): number;
  /** Nothing passes any more in either direction, and nobody is told: a half-open connection. */
  freeze(): void;
  /** New connections pass again; frozen ones stay frozen. */
  thaw(): void;
  /** After so many further bytes from the server every connection breaks, in the middle of whatever is passing. */
  cutAfter(bytes: number): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let accepted = 0;
  let left = Number.POSITIVE_INFINITY;
  const server = createServer((client) => {
    accepted++;
    const upstream = connect(targetPort, '127.0.0.1');
    // A frozen connection stays so: like a wire that was cut without anybody being told.
    const own = { isFrozen };
    frozen.push(own);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        if (!own.isFrozen) end();
      });
    }
    client.on('data', (chunk) => {
      if (!own.isFrozen) upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (own.isFrozen) return;
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      if (left > 0) client.write(part);
      else {
        left = Number.POSITIVE_INFINITY;
        client.end(part, end);
      }
    });
  });
  const frozen: { isFrozen: boolean }[] = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    accepted: () => accepted,
    freeze() {
      isFrozen = true;
      for (const one of frozen) one.isFrozen = true;
    },
    thaw() {
      isFrozen = false;
    },
    cutAfter(bytes) {
      left = bytes;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
