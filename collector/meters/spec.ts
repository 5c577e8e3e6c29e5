/** Short ways to write one row of a profile's table. */
import type { ReadFunction, RegisterSpec, RegisterType } from './profile.ts';

type Extra = Partial<Pick<RegisterSpec, 'scale' | 'wordOrder' | 'scaleFactorAt' | 'optional' | 'unconfirmed'>>;

/** Rows of one function: `input('float32', 0x0046)`. High word first and scale 1 unless `extra` says otherwise. */
export function rowsOf(fn: ReadFunction) {
  return (type: RegisterType, address: number, extra: Extra = {}): RegisterSpec => ({
    function: fn,
    address,
    type,
    wordOrder: 'ABCD',
    scale: 1,
    ...extra,
  });
}
