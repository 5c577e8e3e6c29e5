/** What Modbus frames travel on: a TCP connection or a serial line, opened with a time limit. */
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export const PARITIES = ['none', 'even', 'odd'] as const;
export const STOP_BITS = [1, 2] as const;

/** A serial line as `/dev/ttyUSB0`; eight data bits always. */
export interface SerialLine {
  readonly path: string;
  readonly baudRate: number;
  readonly parity?: (typeof PARITIES)[number] | undefined;
  readonly stopBits?: (typeof STOP_BITS)[number] | undefined;
}

export interface OpenLine {
  readonly stream: Duplex;
  close(): void;
}

/** The open line, or in words why there is none. Never rejects. */
export type Opened = OpenLine | { readonly failure: string };

export function openTcp(host: string, port: number, timeoutMs: number): Promise<Opened> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  return new Promise((resolve) => {
    const fail = (failure: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ failure });
    };
    const timer = setTimeout(() => fail(`no connection within ${timeoutMs} ms`), timeoutMs);
    // Stays for the life of the socket: an error after connecting is followed by "close", which is what counts.
    socket.on('error', (error) => fail(error.message));
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve({ stream: socket, close: () => socket.destroy() });
    });
  });
}

export async function openSerial(line: SerialLine, timeoutMs: number): Promise<Opened> {
  const { path, baudRate, parity = 'none', stopBits = 1 } = line;
  // Loaded late: it brings a native binding, which a collector of TCP meters never needs.
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({ path, baudRate, parity, stopBits, dataBits: 8, autoOpen: false });
  return new Promise((resolve) => {
    const close = (): void => {
      if (port.isOpen) port.close();
    };
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      resolve({ failure: `${path} did not open within ${timeoutMs} ms` });
    }, timeoutMs);
    port.on('error', () => close());
    port.open((error) => {
      clearTimeout(timer);
      if (error) resolve({ failure: error.message });
      else if (isLate) close();
      else resolve({ stream: port, close });
    });
  });
}
