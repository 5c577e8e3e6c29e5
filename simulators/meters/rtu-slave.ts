/**
 * Meters on a serial line, as they see it: frames of unit, function, data and checksum on any byte stream (a serial port, the
 * socket of a plain gateway). Checksum by table, from the polynomial of the standard.
 * @source Modbus over Serial Line V1.02, 2.5.1.2 and 6.2.2
 */
import type { Duplex } from 'node:stream';
import { type MeterTable, type ValueOf, wordsAt } from './table.ts';

export interface RtuRequest {
  readonly unit: number;
  readonly function: number;
  readonly address: number;
  readonly length: number;
  answer(words: readonly number[]): void;
  refuse(exception: number): void;
  raw(bytes: Uint8Array): void;
}

export interface RtuMeter {
  readonly table: MeterTable;
  readonly valueOf: ValueOf;
}

const REQUEST_BYTES = 8;
const POLYNOMIAL = 0xa001;
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let n = 0; n < 8; n++) rest = (rest >> 1) ^ (rest % 2 === 1 ? POLYNOMIAL : 0);
  return rest;
});

/** Two bytes, the low one first. */
export function checksum(frame: readonly number[]): readonly [number, number] {
  const sum = frame.reduce((rest, byte) => (rest >> 8) ^ (TABLE[(rest ^ byte) & 0xff] ?? 0), 0xffff);
  return [sum & 0xff, sum >> 8];
}

/** Calls `onRequest` for every read request with a right checksum; anything else is noise and passed over byte by byte. */
export function listenRtu(stream: Duplex, onRequest: (request: RtuRequest) => void): void {
  let bytes: number[] = [];
  const send = (frame: readonly number[]): void => {
    if (!stream.destroyed) stream.write(Buffer.from([...frame, ...checksum(frame)]));
  };
  stream.on('data', (data: Buffer) => {
    bytes.push(...data);
    while (bytes.length >= REQUEST_BYTES) {
      const frame = bytes.slice(0, REQUEST_BYTES);
      const [low, high] = checksum(frame.slice(0, -2));
      if (frame[6] !== low || frame[7] !== high) {
        bytes = bytes.slice(1);
        continue;
      }
      bytes = bytes.slice(REQUEST_BYTES);
      const [unit = 0, code = 0, a = 0, b = 0, c = 0, d = 0] = frame;
      onRequest({
        unit,
        function: code,
        address: a * 256 + b,
        length: c * 256 + d,
        answer: (words) => send([unit, code, words.length * 2, ...words.flatMap((w) => [w >> 8, w & 0xff])]),
        refuse: (exception) => send([unit, code + 0x80, exception]),
        raw: (raw) => stream.write(raw),
      });
    }
  });
}

/** Answers as the meter of that unit would; a unit nobody has keeps silent, as on a real line. */
export function answerAs(meters: ReadonlyMap<number, RtuMeter>, request: RtuRequest): void {
  const meter = meters.get(request.unit);
  if (meter === undefined) return;
  const { table } = meter;
  if (request.function !== table.functionCode) request.refuse(1);
  else if (request.length > (table.mostRegisters ?? 125)) request.refuse(3);
  else {
    const words = wordsAt(table, request.address, request.length, meter.valueOf);
    if (words === null) request.refuse(2);
    else request.answer(words);
  }
}
