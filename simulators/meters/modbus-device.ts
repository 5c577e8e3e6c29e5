/** A meter on a real TCP port that answers Modbus like the maker's document says. A meter without supply answers nothing. */
import { createServer } from 'node:net';
import { ServerTCP } from 'modbus-serial';
import { OperationalError } from '../../core/assert.ts';
import { type MeterTable, type ValueOf, wordsAt } from './table.ts';

export interface ModbusDeviceOptions {
  readonly valueOf: ValueOf;
  /** True while the meter has no supply: requests stay without an answer. */
  readonly silent?: () => boolean;
  readonly host?: string;
  /** Absent = a free one. */
  readonly port?: number;
  readonly unit?: number;
}

export interface ModbusDevice {
  readonly table: MeterTable;
  readonly host: string;
  readonly port: number;
  readonly unit: number;
  /** Requests answered so far. */
  requests(): number;
  stop(): Promise<void>;
}

const ILLEGAL_ADDRESS = 2;
const TOO_MANY = 3;
const MOST_REGISTERS = 125;

export async function startModbusDevice(table: MeterTable, options: ModbusDeviceOptions): Promise<ModbusDevice> {
  const host = options.host ?? '127.0.0.1';
  const unit = options.unit ?? 1;
  const port = options.port ?? (await freePort(host));
  let answered = 0;
  const many = (
    start: number,
    length: number,
    _unit: number,
    done: (err: Error | null, words: number[]) => void,
  ): void => {
    if (options.silent?.()) return;
    const isTooMany = length > (table.mostRegisters ?? MOST_REGISTERS);
    const words = isTooMany ? null : wordsAt(table, start, length, options.valueOf);
    if (words === null)
      done(Object.assign(new Error('refused'), { modbusErrorCode: isTooMany ? TOO_MANY : ILLEGAL_ADDRESS }), []);
    else {
      answered++;
      done(null, words);
    }
  };
  const one = (start: number, _unit: number, done: (err: Error | null, word: number) => void): void =>
    many(start, 1, _unit, (err, words) => done(err, words[0] ?? 0));
  const vector =
    table.functionCode === 4
      ? { getMultipleInputRegisters: many, getInputRegister: one }
      : { getMultipleHoldingRegisters: many, getHoldingRegister: one };
  const server = new ServerTCP(vector, { host, port, unitID: unit, debug: false });
  await new Promise<void>((resolve, reject) => {
    server.on('initialized', () => resolve());
    server.on('serverError', (cause) =>
      reject(new OperationalError(`modbus device cannot listen on ${host}:${port}`, { retryable: true, cause })),
    );
  });
  // A client that goes away in mid-request is everyday life for a meter.
  server.on('socketError', () => undefined);
  return {
    table,
    host,
    port,
    unit,
    requests: () => answered,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) => reject(new OperationalError('no free port', { retryable: true, cause })));
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
