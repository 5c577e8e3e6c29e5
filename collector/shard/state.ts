/**
 * State of a partition on the board, packed, in parts that fit into messages. No state is ever written over: each lies
 * under a key of its own, and counts from the moment the ticket names that key.
 */
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { OperationalError } from '../../core/assert.ts';
import type { Board } from './board.ts';
import type { Checkpoint } from './lease.ts';

/** Well below the servers' usual limit of 1 MB a message. */
const PART_BYTES = 512 * 1024;
const FASTEST = 1;

/** `owner` without dots. */
export function ownerStates(partition: number, owner: string): string {
  return `state.${partition}.${owner}`;
}

/** Write a state under `stateKey`; what it returns still has to be named by the ticket to count. */
export async function writeState(
  board: Board,
  stateKey: string,
  state: unknown,
): Promise<Omit<Checkpoint, 'position'>> {
  const packed = await promisify(deflateRaw)(JSON.stringify(state), { level: FASTEST });
  const parts = Math.max(1, Math.ceil(packed.length / PART_BYTES));
  for (let n = 0; n < parts; n++) {
    await board.put(`${stateKey}.${n}`, packed.subarray(n * PART_BYTES, (n + 1) * PART_BYTES));
  }
  return { stateKey, parts, crc32: crc32(packed) };
}

/** Rejects where a part is missing or is not what was written. */
export async function readState(board: Board, checkpoint: Checkpoint): Promise<unknown> {
  const parts: Uint8Array[] = [];
  for (let n = 0; n < checkpoint.parts; n++) {
    const part = await board.get(`${checkpoint.stateKey}.${n}`);
    if (part === null)
      throw new OperationalError(`part ${n} of ${checkpoint.stateKey} is missing`, { retryable: true });
    parts.push(part.bytes);
  }
  const packed = Buffer.concat(parts);
  if (crc32(packed) !== checkpoint.crc32) {
    throw new OperationalError(`${checkpoint.stateKey} is not what was written`, { retryable: true });
  }
  return JSON.parse((await promisify(inflateRaw)(packed)).toString('utf8'));
}
